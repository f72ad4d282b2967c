"""What a Python program does with Dyad: open a build, ask it, make one, check what it would be made of."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from datetime import date
from itertools import islice
from os import PathLike
from pathlib import Path

from kg.building import Built
from kg.building import build as make
from kg.checks.run import check_all
from kg.checks.servers import validate_data
from kg.checks.tables import Content
from kg.core import assets
from kg.core.ontology import read_ontology
from kg.frame import Frame
from kg.names.opened import Names
from kg.query.library import read_queries
from kg.query.limits import Limits
from kg.session import Graph
from kg.show.lookup import Match, look_up
from kg.validation.judging import Judged, Strictness
from kg.validation.report import SEVERITIES, Report, judged_by, severity_of
from kg.validation.stages import chosen_stages


def open(  # noqa: A001
    folder: str | PathLike[str] = "build",
    *,
    as_known_on: str | date | None = None,
    valid_on: str | date | None = None,
    limits: Limits | None = None,
) -> Graph:
    """Open a build for reading.

    With a day in `as_known_on` claims that were recorded later are left out, with one in `valid_on` those whose period
    does not hold that day: the graph is as if it had been built without them. `limits` bound what a query may take:
    `kg.query.limits.Limits(timeout=600)` gives it ten minutes.

    >>> graph = kg.open("build")
    >>> graph.label("country/KZ", lang="ru")
    'Казахстан'
    """
    return Graph(Path(folder), as_known_on=as_known_on, valid_on=valid_on, limits=limits)


def ask(
    name: str, *, folder: str | PathLike[str] = "build", lang: str = "en", labels: bool = True, **values: str
) -> Frame:
    """Answer a question from the build in a folder, as `Graph.ask` does; to ask several, `open` it once.

    >>> kg.ask("turnover", dyad="Ресей–Қазақстан", lang="kk")["speaker_label"].unique().tolist()
    ['Арман Шаққалиев']
    """
    return open(folder).ask(name, lang=lang, labels=labels, **values)


def find(text: str, *, folder: str | PathLike[str] = "build", lang: str = "en", limit: int = 20) -> Frame:
    """Find things, concepts, sources and questions by a key, a code or a name, as `kg find` does, the best first.

    >>> kg.find("Қазақстан", limit=1)[["key", "label"]]
              key       label
    0  country/KZ  Kazakhstan
    """
    names = Names(Path(folder), read_ontology(assets.ontology()), lang)
    found = look_up(names, read_queries(assets.queries()).values(), text, None)
    return Frame([asdict(match) for match in islice(found, limit)], columns=[field.name for field in fields(Match)])


def build(
    *data: str | PathLike[str],
    out: str | PathLike[str] = "build",
    shipped: bool = True,
    packs: str | None = None,
    texts: str | PathLike[str] | None = None,
    rdf: bool = True,
) -> Built:
    """Build the graph of folders of sources, besides what is `shipped`, as `kg build` does, and say what it holds.

    `packs` names those to take too, separated by commas, all of them if it is empty. `texts` is a text of a source, or
    a folder of them, in which the words of claims are looked up. Without `rdf` the graph is made when it is first asked
    for.

    >>> made = kg.build("data", out="again", shipped=False, rdf=False)
    >>> made.claims, made.sources
    (89, 3)
    """
    folders = [*_folders(shipped=shipped, packs=packs), *map(Path, data)]
    return make(folders, assets.ontology(), Path(out), None if texts is None else Path(texts), rdf=rdf)


def check(
    *data: str | PathLike[str],
    shipped: bool = True,
    packs: str | None = None,
    texts: str | PathLike[str] | None = None,
    only: str | None = None,
    skip: str | None = None,
) -> list[Report]:
    """Check folders of sources, besides what is `shipped`, as `kg check` does; a report for each stage, as they come.

    `only` and `skip` are names of stages, separated by commas.

    >>> [report.outcome.value for report in kg.check("data", shipped=False) if report.findings]
    []
    """
    folders = [*_folders(shipped=shipped, packs=packs), *map(Path, data)]
    content = Content(
        ontology=assets.ontology(),
        data=folders,
        queries=[assets.queries()],
        texts=None if texts is None else Path(texts),
        stages=chosen_stages(only, skip),
        whole=True,
    )
    return [judged_by(made, SEVERITIES[0]) for made in check_all(content)]


def validate(
    data: str | PathLike[str] | Sequence[str | PathLike[str]],
    shapes: str | PathLike[str] | Sequence[str | PathLike[str]],
    ontology: str | PathLike[str] | Sequence[str | PathLike[str]] | None = None,
    *,
    reference: bool = False,
    allow_empty: Sequence[str] = (),
    fail_on: str = "violation",
) -> Report:
    """Validate RDF of any kind by SHACL shapes of anybody, as `kg check --shapes` does: without inference.

    Each is a file of RDF, a folder of such files, the folder of a build, or several of these; data may be the address
    of a SPARQL server too, of at most a million statements. The `ontology` stands behind the data: its classes are
    known. With `reference` pySHACL judges. Shapes named in `allow_empty` may match no node; findings count from the
    severity `fail_on` on: `violation`, `warning` or `info`.

    >>> report = kg.validate("people.ttl", "shapes.ttl")
    >>> report.outcome.value, [(one.line, one.start, one.value) for one in report.findings]
    ('violations', [(4, 12, '-5'), (5, 1, None)])
    """
    judged = Judged((), _paths(shapes), () if ontology is None else _paths(ontology))
    rules = Strictness(reference=reference, allow_empty=allow_empty, fail_on=severity_of(fail_on))
    given = [data] if isinstance(data, str | PathLike) else data
    return validate_data([one if isinstance(one, str) else Path(one) for one in given], judged, rules)


def _paths(given: str | PathLike[str] | Sequence[str | PathLike[str]]) -> list[Path]:
    return [Path(given)] if isinstance(given, str | PathLike) else [*map(Path, given)]


def _folders(*, shipped: bool, packs: str | None) -> Iterator[Path]:
    """Yield the folders of sources that ship, and those of packs."""
    if shipped:
        yield assets.data()
    if packs is not None:
        yield from assets.packs(packs)
