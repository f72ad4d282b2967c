"""Options that several commands share."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.core.languages import LANGUAGES

if TYPE_CHECKING:
    from kg.core.graph import Store
    from kg.core.time_axes import TimeAxes

_Code = TypeVar("_Code", None, int)

language = click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of labels."
)
pager = click.option("--pager/--no-pager", default=True, help="Page what is longer than the screen.  [default: pager]")
build_option = click.option(
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
_shipped = click.option(
    "--shipped",
    multiple=True,
    metavar="SOURCE",
    help="Take this one of the shipped sources, and no others but those named so too.",
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


def build_folder(command: Callable[..., _Code]) -> Callable[..., _Code]:
    """Give a command the option that names a build; what its engine finds damaged there ends as BuildDamaged."""

    @wraps(command)
    def run(folder: Path, **values: Any) -> _Code:
        from kg.core.graph import reading

        with reading(folder):
            return command(folder=folder, **values)

    return build_option(run)


def data_folders(command: Callable[..., _Code]) -> Callable[..., _Code]:
    """Give a command the options that choose the folders of sources, and hand it the folders as `data`."""

    @wraps(command)
    def run(data: list[Path], known: list[Path], **values: Any) -> _Code:
        return command(data=[*known, *data], **values)

    return judged_folders(run)


def judged_folders(
    command: Callable[..., _Code], given: Callable[..., Callable[..., _Code]] = _folders
) -> Callable[..., _Code]:
    """Give a command the options that choose the folders of sources: hand it the user's as `data`, ours as `known`.

    `given` is the option for the user's, where it takes more than folders.
    """

    @wraps(command)
    def run(
        data: tuple[Path, ...], without_shipped: bool, shipped: tuple[str, ...], packs: str | None, **values: Any
    ) -> _Code:
        from kg.core import assets

        ours: list[Path] = [] if without_shipped else assets.shipped(shipped)
        return command(data=[*data], known=[*ours, *([] if packs is None else assets.packs(packs))], **values)

    return given(_without_shipped(_shipped(_with_packs(run))))


_safe = click.option("--safe", is_flag=True, help="csv, tsv: put ' before each cell that a spreadsheet would run.")


def spreadsheet(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command with --format the option that makes its tables safe for a spreadsheet, and hand it over."""

    @wraps(command)
    def run(form: str | None, safe: bool, **values: Any) -> None:
        if safe and form not in {"csv", "tsv", "sssom"}:
            raise click.BadParameter("--safe goes with --format csv, tsv or sssom.")
        command(form=form, safe=safe, **values)

    return _safe(run)


_as_known_on = click.option("--as-known-on", metavar="DATE", help="Leave out claims that were recorded after that day.")
_valid_on = click.option("--valid-on", metavar="DATE", help="Leave out claims whose period does not hold that day.")


def time_axes(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of the two time axes, and hand it the two days as `axes`."""

    @wraps(command)
    def run(as_known_on: str | None, valid_on: str | None, **values: Any) -> None:
        from kg.core.time_axes import TimeAxes, read_day

        axes = TimeAxes(read_day("--as-known-on", as_known_on), read_day("--valid-on", valid_on))
        command(axes=axes, **values)

    return _as_known_on(_valid_on(run))


def open_at(folder: Path, axes: "TimeAxes", query: str | None = None) -> "Store":
    """Open a build for reading, without the claims that the two days exclude; a terminal sees that it takes time.

    If they exclude any, the store has what a query reads, where one is given.
    """
    if not axes:
        from kg.core.graph import open_build

        make_graph(folder)
        return open_build(folder)
    from kg.cli.progress import steps
    from kg.core import assets
    from kg.query.reads import predicates_read
    from kg.restrict import restrict

    with steps(lines=False) as progress:
        return restrict(folder, assets.ontology(), axes).store(progress, query and predicates_read(query))


def make_graph(folder: Path) -> None:
    """Give a build the graph and the store that it was made without."""
    from kg.core.manifest import STORE, check_build

    if not check_build(folder).holds(STORE):
        from kg.cli.progress import steps
        from kg.core import assets
        from kg.rdf.on_demand import publish

        with steps() as progress:
            publish(folder, assets.ontology(), progress)
