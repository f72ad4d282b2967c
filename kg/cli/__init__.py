"""The command line: parse, call one function, print. The only room that prints and exits."""

import sys


def main() -> None:
    """Run `kg` and exit: 0 fine, 1 findings in the data, 2 misuse or unusable input, 130 interrupted."""
    try:
        from kg.cli.ending import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
