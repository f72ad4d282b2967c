"""`kg explain`."""

import re
from difflib import get_close_matches

import click

from kg.cli.terminal import say


@click.command()
@click.argument("slug", required=False)
def explain(slug: str | None) -> None:
    """Print cause and remedy of the error SLUG, which its message names last; without it, list the errors."""
    from kg.core import assets
    from kg.core.errors import ArgumentInvalid

    page = assets.errors_page().read_text(encoding="utf-8")
    texts = dict(re.findall(r"^## (\S+)\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL))
    if slug is None:
        say("\n".join(texts))
        return
    if slug not in texts:
        near = get_close_matches(slug.lower(), texts, n=3, cutoff=0.5)
        raise ArgumentInvalid(
            "There is no such error.",
            remedy=f"Did you mean {' or '.join(near)}?" if near else "`kg explain` lists the errors.",
            value=slug,
        )
    say(slug, "\n", texts[slug].rstrip("\n"))
