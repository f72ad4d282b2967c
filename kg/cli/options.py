"""Options that several commands share."""

from pathlib import Path

import click

LANGUAGES = ["en", "kk", "ru"]

language = click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of labels."
)
build_folder = click.option(
    "--build",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build"),
    show_default=True,
    help="Folder of the build.",
)
texts = click.option(
    "--text", "texts", type=click.Path(path_type=Path), help="A source's text, or a folder of texts, to verify words."
)
data_folder = click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of sources, instead of the shipped one."
)
