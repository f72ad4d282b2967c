"""`kg explain`."""

import re

import click

from kg.cli.terminal import say


@click.command()
@click.argument("slug", required=False)
def explain(slug: str | None) -> None:
    """Print cause and remedy of the error SLUG, which its message names last; without it, list the errors."""
    from kg.core import assets
    from kg.core.errors import ArgumentInvalid
    from kg.core.likeness import did_you_mean, nearest

    page = assets.errors_page().read_text(encoding="utf-8")
    texts = dict(re.findall(r"^## (\S+)\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL))
    if slug is None:
        say("\n".join(texts))
        return
    if slug not in texts:
        raise ArgumentInvalid(
            "There is no such error.",
            remedy=did_you_mean(nearest(slug, texts), "`kg explain` lists the errors."),
            value=slug,
        )
    say(slug, "\n", texts[slug].rstrip("\n"))
