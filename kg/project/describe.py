"""Write the description of a new source, and the headers of its tables with a page that explains their columns."""

import csv
import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from kg.core import columns, iri, terms
from kg.core.concepts import ReadingManner
from kg.core.errors import ArgumentInvalid, OutputUnwritable
from kg.core.files import check_name, digest
from kg.core.graph import Literal, NamedNode
from kg.core.likeness import did_you_mean, nearest
from kg.core.ontology import Ontology
from kg.core.output import file_beside
from kg.load.opening import classes
from kg.load.schema import TableSchema, table_schema
from kg.load.source import DESCRIPTION
from kg.project.headers import columns_page, header_of
from kg.texts import read_text

_PREFIXES: Final = ("dcat", "dcterms", "dyad", "rdfs", "xsd")
_OUTLET: Final = "media-outlet"
_GIVEN_ONCE: Final = (columns.claim_status, columns.has_attribution_mode)


@dataclass(frozen=True, slots=True)
class NewSource:
    """What somebody says of a new source.

    `labels` are by language; the publisher is a key with its class, as `media-outlet/kazinform`, or the name of a new
    outlet; `tables` are names of classes; `countries` are names of new countries by their codes. `text` is the file of
    a text, in `language`.
    """

    id: str
    labels: Mapping[str, str]
    publisher: str
    licence: str
    address: str
    issued: date | None
    retrieved: date
    language: str
    text: Path | None = None
    tables: Sequence[str] = ("Measurement",)
    countries: Mapping[str, str] | None = None


def write_source(new: NewSource, into: Path, ontology: Ontology, texts: Path | None = None) -> list[Path]:
    """Write the folder of a new source into a folder of sources, and return the files; its text goes to the texts.

    Raises OutputUnwritable for a folder that is there, and ArgumentInvalid for what cannot be the name of a source, for
    a licence that is not in the list, and for a table of no class.
    """
    folder = into / new.id
    if not iri.is_plain_key(new.id):
        raise ArgumentInvalid(
            "This cannot be the name of a source.", remedy="Use Latin letters, digits and - . _ ~ only.", value=new.id
        )
    if folder.exists():
        raise OutputUnwritable(
            "The source is there already.", remedy="Give another name; nothing is written over.", path=folder
        )
    made = {folder / name: text for name, text in _files(new, ontology).items()}
    folder.mkdir(parents=True)
    for path, text in made.items():
        with file_beside(path) as partial:
            partial.write_text(text, encoding="utf-8")
    return [*made, *_copied(new, texts)]


def _copied(new: NewSource, texts: Path | None) -> Iterator[Path]:
    """Put the text of a source among the texts, where it is not there, and yield the copy."""
    if new.text is not None and texts is not None and not (texts / new.text.name).exists():
        texts.mkdir(parents=True, exist_ok=True)
        with file_beside(texts / new.text.name) as partial:
            shutil.copyfile(new.text, partial)
        yield texts / new.text.name


def _files(new: NewSource, ontology: Ontology) -> dict[str, str]:
    """Return what is written into the folder of a source: its files by name."""
    headers = {
        name: header_of(_schema(ontology, name), new.language, by_text=new.text is not None) for name in _of(new)
    }
    claims = [name for name in new.tables if terms.Claim in ontology.supers(classes(ontology)[name])]
    headers |= {name: [c for c in headers[name] if c not in _GIVEN_ONCE] for name in claims}
    rows: dict[str, list[Mapping[str, str]]] = {name: [] for name in headers}
    label = f"label_{new.language}"
    for code, name in (new.countries or {}).items():
        rows["Country"].append({"key": code, "iso_code": code, label: name})
    if "/" not in new.publisher:
        rows["MediaOutlet"].append({"key": new.id, label: new.publisher})
    files = {DESCRIPTION: _description(new, ontology, claims)}
    files |= {f"{name}.csv": _table(header, rows[name]) for name, header in headers.items()}
    page = "\n".join(columns_page(ontology, _schema(ontology, name), header) for name, header in headers.items())
    return files | {"TABLES.md": f"# The tables of {new.id}\n\n{page}"}


def _of(new: NewSource) -> list[str]:
    """Return the tables that a source begins with."""
    beside = ["Country"] if new.countries else []
    return list(dict.fromkeys([*beside, *([] if "/" in new.publisher else ["MediaOutlet"]), *new.tables]))


def _schema(ontology: Ontology, name: str) -> TableSchema:
    named = classes(ontology)
    if name not in named:
        remedy = did_you_mean(nearest(name, named), "Name a class, as Measurement.")
        raise ArgumentInvalid("No class that can have a table has this name.", remedy=remedy, value=name)
    return table_schema(ontology, named[name])


def licence_named(text: str, ontology: Ontology) -> str:
    """Return the IRI of the licence that a text names by its key or label; raise ArgumentInvalid."""
    known: dict[str, str] = {}
    for name, cls in ontology.individuals():
        if cls == terms.Licence:
            known |= dict.fromkeys([iri.own_key(name), *ontology.labels(name)], name)
    exact = {called.casefold(): name for called, name in known.items()}
    if text.casefold() in exact:
        return exact[text.casefold()]
    keys = sorted({iri.own_key(name) for name in known.values()})
    near = list(dict.fromkeys(iri.own_key(known[called]) for called in nearest(text, known)))
    remedy = " ".join(filter(None, [did_you_mean(near, ""), f"It may be one of: {', '.join(keys)}."]))
    raise ArgumentInvalid("No licence of ours has this name.", remedy=remedy, value=text)


def _description(new: NewSource, ontology: Ontology, claims: Sequence[str]) -> str:
    """Write `source.ttl`."""
    lines = [f"@prefix {name}: <{iri.PREFIXES[name]}> ." for name in _PREFIXES]
    source = NamedNode(iri.mint("source", new.id))
    said = [*_said(new, ontology, claims)]
    lines += ["", f"{source} a dyad:Source ;", *(f"    {one} ;" for one in said[:-1]), f"    {said[-1]} ."]
    if new.text is not None:
        text = read_text(new.text)
        lines += [
            "",
            f"{_file_of(new)} a dyad:SourceFile ;",
            f"    dyad:fileName {Literal(new.text.name)} ;",
            f"    dyad:sha256 {Literal(digest(new.text))} ;",
            f"    dyad:characterCount {len(text)} .",
        ]
    return "\n".join(lines) + "\n"


def _said(new: NewSource, ontology: Ontology, claims: Sequence[str]) -> Iterator[str]:
    """Yield what is said of the source, a property each."""
    labels = (str(Literal(text, language=tag)) for tag, text in new.labels.items())
    publisher = new.publisher if "/" in new.publisher else f"{_OUTLET}/{new.id}"
    yield f"rdfs:label {', '.join(labels)}"
    yield f"dcterms:publisher {NamedNode(iri.ID + publisher)}"
    if new.issued is not None:
        yield f'dcterms:issued "{new.issued.isoformat()}"^^xsd:date'
    if new.text is not None:
        yield f'dcterms:language "{new.language}"'
    yield f"dcterms:license {NamedNode(licence_named(new.licence, ontology))}"
    yield f"dcat:landingPage {NamedNode(new.address)}"
    yield f'dyad:retrievedOn "{new.retrieved.isoformat()}"^^xsd:date'
    yield f"dyad:hasReadingManner {NamedNode(ReadingManner.FIRST_HAND)}"
    if new.text is not None:
        yield f"dyad:hasFile {_file_of(new)}"
    mode = "narrator" if new.text is not None else "statistical"
    values = [
        f'"{name} {columns.claim_status} accepted", "{name} {columns.has_attribution_mode} {mode}"' for name in claims
    ]
    if values:
        yield f"dyad:rowValue {', '.join(values)}"


def _file_of(new: NewSource) -> NamedNode:
    name = "" if new.text is None else new.text.name
    check_name(name)
    return NamedNode(iri.table_file(new.id, name if iri.is_plain_key(name) else "text"))


def _table(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()
