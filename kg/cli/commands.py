"""The commands of `kg`, each imported when it is needed."""

from importlib import import_module

import click

from kg import __version__

_COMMANDS = {
    "adapt": "adapting",
    "ask": "asking",
    "build": "building",
    "check": "checking",
    "conflicts": "finding",
    "explain": "explaining",
    "export": "exporting",
    "fetch": "fetching",
    "find": "looking",
    "match": "matching",
    "mirror": "finding",
    "query": "asking",
    "show": "looking",
    "sources": "showing",
    "targets": "finding",
    "why": "showing",
}


class _Commands(click.Group):
    """The commands, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"kg.cli.{_COMMANDS[cmd_name]}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101
        return command


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
@click.option("--debug", is_flag=True, help="Show a traceback with each error, to report it.")
def cli(debug: bool) -> None:
    """Who claimed which bounded number about two economies, in which words of which source.

    Exit codes: 0 fine, 1 findings in the data, 2 misuse or unusable input.
    """
    del debug  # which `kg.cli.main` reads
