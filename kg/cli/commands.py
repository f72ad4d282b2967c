"""The commands of `kg`, each imported when it is needed."""

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from kg import __version__

_COMMANDS = {
    "adapt": "adapting",
    "ask": "asking",
    "build": "building",
    "check": "checking",
    "conflicts": "findings",
    "explain": "explaining",
    "export": "exporting",
    "fetch": "fetching",
    "find": "finding",
    "init": "starting",
    "load": "loading",
    "locate": "locating",
    "match": "matching",
    "mcp": "assisting",
    "mirror": "findings",
    "network": "network",
    "new-source": "describing",
    "query": "asking",
    "serve": "serving",
    "show": "finding",
    "sources": "why",
    "targets": "findings",
    "why": "why",
}


class _Commands(click.Group):
    """The commands, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"kg.cli.{_COMMANDS[cmd_name]}"), cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(" ".join([error.message, _meant(args[0])]), ctx) from error


def _meant(name: str) -> str:
    """Name the command that is nearest to a word that is none, the question that has this name, or the check."""
    from kg.core import assets
    from kg.core.likeness import did_you_mean, nearest
    from kg.validation.stage_names import CHECK_STAGES

    questions = [path.stem for path in assets.queries().glob("*.rq")]
    meant = {one: f"kg check --only {one}" for one in CHECK_STAGES} | {one: f"kg ask {one}" for one in questions}
    meant |= {one: f"kg {one}" for one in _COMMANDS} | {"validate": "kg check --shapes"}
    return did_you_mean([meant[one] for one in nearest(name, meant)], "")


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
@click.option("--debug", is_flag=True, help="Show a traceback with each error, to report it.")
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:
    """Who claimed which bounded number about two economies, in which words of which source.

    In the folder of a project, and below, its `dyad.toml` says what the options are unless they are given.

    Exit codes: 0 fine, 1 findings in the data, 2 misuse or unusable input, 3 nothing was checked.
    """
    del debug  # which `kg.cli.main` reads
    if context.invoked_subcommand != "init":
        context.default_map = _defaults()


def _defaults() -> dict[str, dict[str, Any]]:
    """Return what the nearest `dyad.toml` sets for each command, nothing where there is none."""
    from kg.project.settings import find_settings, read_settings

    path = find_settings(Path.cwd())
    if path is None:
        return {}
    settings = read_settings(path)
    usual = settings.defaults()
    return dict.fromkeys(_COMMANDS, usual) | {
        "adapt": {},  # it runs code that lies beside a source, so that whoever wants that names the folder
        "build": usual | {"out": settings.place(settings.build)},
        "check": usual | {"data": [*map(settings.place, settings.data)]},
        "locate": {"text_folder": settings.place(settings.texts), "language": settings.language},
        "new-source": {
            "into": settings.place(settings.data[0] if settings.data else "data"),
            "text_folder": settings.place(settings.texts),
            "language": settings.language,
        },
    }
