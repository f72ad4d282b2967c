"""Options that several commands share."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

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
own_folders = click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of sources to look in before the shipped ones; may be repeated.",
)
_folders = click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of sources to take besides the shipped ones; may be repeated.",
)
_without_shipped = click.option("--without-shipped", is_flag=True, help="Leave the shipped sources out.")


_with_packs = click.option(
    "--with-packs",
    "packs",
    is_flag=False,
    flag_value="",
    metavar="[NAMES]",
    help="Take the packs too, or those named, separated by commas: sources that are large or ask for the same terms.",
)


def data_folders(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose the folders of sources, and hand it the folders as `data`."""

    @wraps(command)
    def run(data: tuple[Path, ...], without_shipped: bool, packs: str | None, **values: Any) -> None:
        from kg import assets

        shipped = [] if without_shipped else [assets.data()]
        command(data=[*shipped, *([] if packs is None else assets.packs(packs)), *data], **values)

    return _folders(_without_shipped(_with_packs(run)))
