"""The command line: parse, call one function, print. The only room that prints and exits."""

import os
import sys
from importlib import import_module

import click

from kg.cli.ending import interruptible
from kg.errors import KgError

_COMMANDS = {
    "adapt": "adapting",
    "ask": "asking",
    "build": "building",
    "check": "checking",
    "conflicts": "finding",
    "export": "exporting",
    "fetch": "fetching",
    "match": "matching",
    "mirror": "finding",
    "query": "asking",
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
@click.version_option(package_name="dyad-kg", prog_name="kg")
def cli() -> None:
    """Who claimed which bounded number about two economies, in which words of which source.

    Exit codes: 0 fine, 1 findings in the data, 2 misuse or unusable input.
    """


@interruptible()
def main() -> None:
    """Run `kg`, and turn every error that Dyad raises on purpose into its message and exit code."""
    try:
        code = cli.main(standalone_mode=False)
    except KgError as error:
        click.echo(f"error: {error}", err=True)
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
