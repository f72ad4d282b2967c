"""What a check looks at in a build: claims that stand against each other, and answers that are expected."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from kg.core import iri, terms
from kg.core.errors import BuildOutdated, FileUnreadable
from kg.core.graph import Literal, NamedNode, Term, open_build
from kg.core.languages import LANGUAGES
from kg.core.manifest import check_ontology, read_manifest
from kg.core.ontology import Ontology, read_ontology
from kg.load.folders import source_folders
from kg.names.resolve import naming_in
from kg.query.answers import Answer
from kg.query.apart import answer_apart
from kg.query.asked import read_arguments
from kg.query.library import bind, find_query
from kg.query.limits import Limits
from kg.rows.opened import OpenedRow, Rows, open_rows
from kg.rows.partition import LINE, SUBJECT
from kg.rows.reuse import OF_SOURCES, inputs_of_sources
from kg.show.evidence import read_claims
from kg.show.finding import read_finding
from kg.validation.report import SEVERITIES, Report, Violation, report
from kg.validation.stage_names import CONTRADICTION_LEVELS
from kg.validation.stages import Stages
from kg.wording.notes import note

_NO_LEVEL: Final = note("no level", levels="|".join(CONTRADICTION_LEVELS))
_NO_GOLDENS: Final = note("no goldens")
_COMPARISON: Final = iri.compress(terms.Comparison)
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_Cells: TypeAlias = tuple[str, ...]
_DISAGREE: Final = {
    "en": "Mend the claim that was misread; where both were read right, accept the finding (--baseline).",
    "ru": "Исправьте утверждение, прочитанное неверно; если верны оба, примите замечание (--baseline).",
    "kk": "Қате оқылған тұжырымды түзетіңіз; екеуі де дұрыс оқылса, мәселені қабылдаңыз (--baseline).",
}
_COLUMNS: Final = {
    "en": "The answer has other columns: write the file anew by `{}`, and read whether it is right.",
    "ru": "У ответа другие столбцы: запишите файл заново командой `{}` и проверьте, верен ли он.",
    "kk": "Жауаптың бағандары басқа: файлды `{}` командасымен қайта жазып, дұрыстығын тексеріңіз.",
}
_DIFFERS: Final = {
    "en": "The answer has this value here: mend the data or the question, or expect it.",
    "ru": "В ответе здесь это значение: исправьте данные или вопрос либо ожидайте его.",
    "kk": "Жауапта бұл жерде осы мән тұр: деректерді не сұрақты түзетіңіз немесе осы мәнді күтіңіз.",
}
_LACKS: Final = {
    "en": "The answer lacks this row: mend the data or the question, or expect it no more.",
    "ru": "В ответе нет этой строки: исправьте данные или вопрос либо больше не ожидайте её.",
    "kk": "Жауапта бұл жол жоқ: деректерді не сұрақты түзетіңіз немесе оны бұдан былай күтпеңіз.",
}
_ADDS: Final = {
    "en": "The answer has this row, which is not expected, behind this line: mend the data or the question, or add it.",
    "ru": "После этой строки в ответе есть неожиданная: исправьте данные или вопрос либо добавьте её.",
    "kk": "Осы жолдан кейін жауапта күтілмеген жол бар: деректерді не сұрақты түзетіңіз немесе оны қосыңыз.",
}


@dataclass(frozen=True, slots=True)
class InBuild:
    """What of a build is looked at: verdicts as grave as `level`, and the answers that a folder of `goldens` expects.

    `queries` are the folders of the questions. The build must be of the sources in `data` and `known`; contradictions
    among those that are known are theirs.
    """

    folder: Path
    ontology: Path
    data: Sequence[Path]
    known: Sequence[Path] = ()
    queries: Sequence[Path] = ()
    level: str | None = None
    goldens: Path | None = None


def check_built(asked: InBuild, stages: Stages) -> Iterator[Report]:
    """Check a build that is of the sources as they are now, and yield a report for each stage."""
    level = asked.level or (CONTRADICTION_LEVELS[0] if "contradictions" in stages.only else None)
    yield stages.run(
        "contradictions", lambda: _contradictions(asked, level or CONTRADICTION_LEVELS[0]), None if level else _NO_LEVEL
    )
    yield stages.run("goldens", lambda: _answers(asked), None if asked.goldens else _NO_GOLDENS)


def _check_current(asked: InBuild) -> None:
    """Raise BuildOutdated for a build of other sources, or of these as they once were."""
    check_ontology(manifest := read_manifest(asked.folder), asked.folder, asked.ontology)
    now = inputs_of_sources([*asked.known, *asked.data])
    then = {name: digest for name, digest in manifest.inputs.items() if name.startswith(OF_SOURCES)}
    changed = sorted(name.removeprefix(OF_SOURCES) for name, _ in now.items() ^ then.items())
    if changed:
        raise BuildOutdated(
            "The build is not of the sources that are checked.",
            remedy="Run `kg build` with the same --data first, or name its folder by --build.",
            path=asked.folder,
            value=", ".join(dict.fromkeys(changed)),
        )


def _contradictions(asked: InBuild, level: str) -> Report:
    """Tell the comparisons with a verdict as grave as a level, each at a claim that is judged."""
    _check_current(asked)
    judged = {folder.name: folder for folder in source_folders(asked.data or asked.known)}
    verdicts = dict(zip(CONTRADICTION_LEVELS[: CONTRADICTION_LEVELS.index(level) + 1], SEVERITIES, strict=False))
    with open_rows(asked.folder) as rows:
        compared = rows.ask("FROM findings WHERE class = $class ORDER BY finding", **{"class": _COMPARISON})
        grave = [row for row in compared if row["verdict"] in verdicts]
        sources = {
            row["claim"]: row["source"] for row in rows.claims({one for row in grave for one in row["rests_on"]})
        }
        own = [row for row in grave if any(sources.get(one) in judged for one in row["rests_on"])]
        told = _told(rows, asked.ontology, own)
        places = _places(rows, {one: judged[name] for one, name in sources.items() if name in judged})
    found = []
    for row in own:
        name = row["finding"]
        path, line = next((places[one] for one in row["rests_on"] if one in places), (None, None))
        found.append(Violation(row["verdict"], verdicts[row["verdict"]], told[name], name, path=path, line=line))
    return report("contradictions", found, len(compared))


def _told(rows: Rows, ontology: Path, found: Sequence[OpenedRow]) -> dict[str, dict[str, str]]:
    """Return the sentence of each finding with what to do, by language."""
    told: dict[str, dict[str, str]] = {row["finding"]: {} for row in found}
    claims = {one for row in found for one in row["rests_on"]}
    for language in LANGUAGES if claims else ():
        reading = read_claims(rows, read_ontology(ontology), language, claims)
        for row in found:
            sentence = read_finding(reading, row).sentence
            told[row["finding"]][language] = f"{sentence} {_DISAGREE[language]}"
    return told


def _places(rows: Rows, folders: Mapping[str, Path]) -> dict[str, tuple[Path, int]]:
    """Return the table and the line of claims, whose sources lie in folders."""
    found = rows.of_things(["*"], folders, LINE)
    return {row[SUBJECT]: (folders[row[SUBJECT]] / f"{cls}.csv", row[LINE]) for cls, row in found}


# --- Answers that are expected ---------------------------------------------------------------------------------------


def _answers(asked: InBuild) -> Report:
    """Ask each question for which a file says what is expected, and tell where the answer differs."""
    _check_current(asked)
    assert asked.goldens is not None  # noqa: S101
    files = sorted(asked.goldens.glob("*.csv"))
    ontology = read_ontology(asked.ontology)
    found = [one for file in files for one in _differences(file, _answer(file, asked, ontology))]
    return report("goldens", found, len(files))


def _answer(file: Path, asked: InBuild, ontology: Ontology) -> Answer:
    """Answer the question of a file: it is called by its name and, after commas, the values that are given."""
    name, *values = file.stem.split(",")
    query = find_query(asked.queries[0], name, *asked.queries[1:])
    naming = naming_in(asked.folder, ontology)
    text = bind(query, read_arguments(query, values), ontology, naming)
    return answer_apart(partial(open_build, asked.folder), text, Limits())


def _differences(file: Path, found: Answer) -> Iterator[Violation]:
    """Yield what of an answer is not as a file expects: numbers count by value, things by their keys or IRIs."""
    (header, _), *rows = _read(file)
    wrong = partial(Violation, severity="error", node=file.stem, path=file)
    if header != found.variables:
        said = {language: text.format(_command(file)) for language, text in _COLUMNS.items()}
        yield wrong("answer-columns", messages=said, line=1, value=", ".join(found.variables))
        return
    answered = [tuple(map(_shown, row)) for row in found.rows]
    expected = [tuple(map(_normal, row)) for row, _ in rows]
    lines = [1, *(line for _, line in rows)]
    for kind, start, end, first, last in SequenceMatcher(None, expected, answered, autojunk=False).get_opcodes():
        if kind == "replace" and end - start == last - first:
            for place in range(start, end):
                line, pair = lines[place + 1], (expected[place], answered[place - start + first])
                yield from (wrong(**one) for one in _cells_that_differ(header, *pair, line))
        elif kind != "equal":
            for place in range(start, end):
                yield wrong("answer-lacks", messages=_LACKS, line=lines[place + 1], value=_row(expected[place]))
            for row in answered[first:last]:
                yield wrong("answer-adds", messages=_ADDS, line=lines[start], value=_row(row))


def _cells_that_differ(header: _Cells, expected: _Cells, found: _Cells, line: int) -> Iterator[dict[str, Any]]:
    for name, cell, other in zip(header, expected, found, strict=True):
        if cell != other:
            yield {"rule": "answer-differs", "messages": _DIFFERS, "line": line, "column": name, "value": other}


def _row(row: _Cells) -> str:
    return ", ".join(filter(None, row))


def _read(file: Path) -> list[tuple[_Cells, int]]:
    """Read the rows of a table with the line on which each ends; raise FileUnreadable."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened, strict=True)
            found = [(tuple(row), reader.line_num) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileUnreadable("The expected answer cannot be read.", remedy=f"{error}.", path=file) from error
    if not found:
        raise FileUnreadable("The expected answer has no header.", remedy=f"Write it by `{_command(file)}`.", path=file)
    return found


def _shown(term: Term | None) -> str:
    """Write a term of an answer as expected rows are compared."""
    if isinstance(term, NamedNode):
        return iri.compress(term.value)
    return _normal(term.value) if isinstance(term, Literal) else "" if term is None else str(term)


def _normal(cell: str) -> str:
    """Write a cell so that equal numbers are equal texts, and things are named by their keys."""
    if _NUMBER.fullmatch(cell):
        return f"{Decimal(cell).normalize():f}"
    return iri.compress(cell)


def _command(file: Path) -> str:
    """Write the command whose answer a file expects."""
    return f"kg ask {' '.join(file.stem.split(','))} --format csv --labels none"
