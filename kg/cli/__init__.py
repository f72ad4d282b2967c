"""The command line: parse, call one function, print. The only room that prints and exits."""

import sys


def main() -> None:
    """Run `kg` and exit: 0 fine, 1 findings, 2 misuse or unusable input, 3 nothing was checked, 130 interrupted."""
    try:
        _spare_bytecode()
        from kg.cli.ending import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _spare_bytecode() -> None:
    """Let Python keep no bytecode where files are limited in size: it would keep part of a module as if it were all."""
    try:
        import resource
    except ImportError:
        return
    if resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY:
        sys.dont_write_bytecode = True
