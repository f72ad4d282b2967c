"""`kg new-source`."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from kg.cli.options import language
from kg.cli.terminal import prompted, say
from kg.core.errors import ArgumentInvalid
from kg.core.languages import LANGUAGES

_NEEDED = {
    "name": "Name of the source, as the name of a folder",
    "label": "What the source is called",
    "publisher": "Who publishes it: a name, or a key as media-outlet/kazinform",
    "licence": "Its licence, as CC-BY-4.0 or facts-and-quotations",
    "address": "Its address, https://…",
}
_OFFERED = {
    "issued": "The day on which it was published, YYYY-MM-DD (may stay empty)",
    "text": "The file of its text (may stay empty)",
    "tables": "Its tables, separated by commas",
    "countries": "New countries, as XA=Alphia, separated by commas (may stay empty)",
}


@click.command("new-source")
@click.argument("name", required=False)
@click.option("--label", help="What the source is called, in the language of --lang.")
@click.option("--label-en", help="… in English.")
@click.option("--label-kk", help="… in Kazakh.")
@click.option("--label-ru", help="… in Russian.")
@click.option("--publisher", help="Who publishes it: the name of a new outlet, or a key with its class.")
@click.option("--licence", help="Its licence, by the key or the name in our list.")
@click.option("--address", metavar="URL", help="Its page on the web.")
@click.option("--issued", metavar="DAY", help="The day on which it was published.")
@click.option("--retrieved", metavar="DAY", help="The day on which it was read.  [default: today]")
@click.option("--text", help="The file of its text, which is copied to the folder of texts.")
@click.option("--tables", help="Its tables, separated by commas.  [default: Measurement]")
@click.option("--countries", metavar="CODE=NAME", help="New countries that it speaks of, separated by commas.")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), default=Path("data"), show_default=True)
@click.option("--text-folder", type=click.Path(path_type=Path, file_okay=False), help="Folder of texts.")
@language
def new_source(into: Path, text_folder: Path | None, language: str, **said: str | None) -> None:
    """Describe a source of your own, and begin its tables: NAME is the name of its folder.

    What is not given as an option is asked for; where nobody can be asked, all that is needed must be given.
    """
    from kg.core import assets
    from kg.core.ontology import read_ontology
    from kg.project.describe import NewSource, write_source

    labels = {tag: text for tag in LANGUAGES if (text := said.pop(f"label_{tag}"))}
    said["label"] = said["label"] or labels.get(language) or next(iter(labels.values()), None)
    answers = _answers(said)
    new = NewSource(
        id=answers["name"],
        labels=labels or {language: answers["label"]},
        publisher=answers["publisher"],
        licence=answers["licence"],
        address=answers["address"],
        issued=_day("--issued", answers["issued"]) if answers["issued"] else None,
        retrieved=_day("--retrieved", said["retrieved"]) if said["retrieved"] else datetime.now(UTC).date(),
        language=language,
        text=Path(answers["text"]) if answers["text"] else None,
        tables=_parts(answers["tables"]) or ("Measurement",),
        countries=dict(_country(part) for part in _parts(answers["countries"])),
    )
    for path in write_source(new, into, read_ontology(assets.ontology()), text_folder):
        say(str(path))
    say("Next: fill the tables (TABLES.md says how; `kg locate` finds places), then `kg check`.", err=True)


def _answers(said: dict[str, str | None]) -> dict[str, str]:
    """Return what is given or asked for; raise ArgumentInvalid where something is needed and nobody can be asked."""
    missing = [name for name in _NEEDED if not said[name]]
    if missing and not sys.stdin.isatty():
        options = ", ".join("NAME" if name == "name" else f"--{name}" for name in missing)
        raise ArgumentInvalid("What is needed of the source is not given.", remedy=f"Give {options}.")
    answers = {name: said[name] or prompted(text) for name, text in _NEEDED.items()}
    for name, text in _OFFERED.items():
        usual = "Measurement" if name == "tables" else ""
        given = said[name]
        answers[name] = given if given is not None else prompted(text, usual) if missing else usual
    return answers


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _country(text: str) -> tuple[str, str]:
    code, sign, name = text.partition("=")
    if not (code and sign and name):
        raise ArgumentInvalid("This is no code with a name.", remedy="Write XA=Alphia.", value=text)
    return code.strip(), name.strip()


def _day(option: str, text: str) -> date:
    from kg.core.time_axes import read_day

    day = read_day(option, text)
    assert day is not None  # noqa: S101
    return day
