"""Check the ontology against the rules of a folder: a rule is a query, and a row of its answer is a violation."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kg.core.errors import QueryInvalid, RuleInvalid
from kg.core.graph import Literal, NamedNode, QuerySolution, Store, select
from kg.core.rdf_files import union_of
from kg.validation.report import SEVERITIES, Report, Violation, report

SEVERITY_FILE = "severity.txt"
_LEVELS = dict(zip(("ERROR", "WARN", "INFO"), SEVERITIES, strict=True))
_HEADER = re.compile(r"\A# problem: (\S.*)\n# remedy: (\S.*)\n")
_PREFIX = re.compile(r"\s*@?prefix\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:<([^>]*)>|([\w-]*):([\w.-]*))\s+(a\s|sh:path\s)?")

Address: TypeAlias = tuple[Path, int]


@dataclass(frozen=True, slots=True)
class LintRule:
    """A rule: its name and file, what its rows amount to, what to tell the reader, and the query."""

    name: str
    path: Path
    severity: str
    advice: str
    query: str


def read_severities(path: Path) -> dict[str, str]:
    """Read `rule<TAB>ERROR|WARN|INFO` lines as severities by rule; raise RuleInvalid for any other line."""
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        rule, _, level = line.partition("\t")
        if level not in _LEVELS or not rule or rule in found:
            raise RuleInvalid(
                "A line of the severities is no rule with its severity, or repeats one.",
                remedy=f"Write each rule once, a tab, and one of {', '.join(_LEVELS)}.",
                path=path,
                line=number,
                value=line,
            )
        found[rule] = _LEVELS[level]
    return found


def read_lint_rules(checks: Path) -> list[LintRule]:
    """Read the rules of a folder in the order of their names.

    Raises RuleInvalid for a rule without a problem and a remedy in its first two lines, a rule without a severity,
    a severity without a rule, and a folder without rules.
    """
    queries, severity_file = {path.stem: path for path in sorted(checks.glob("*.rq"))}, checks / SEVERITY_FILE
    if not queries or not severity_file.is_file():
        raise RuleInvalid("The folder holds no rules with severities.", remedy="Give a complete ontology.", path=checks)
    severities = read_severities(severity_file)
    for name in sorted(queries.keys() ^ severities.keys()):
        raise RuleInvalid(
            f"The rule {name} has {'no severity' if name in queries else 'no query'}.",
            remedy=f"Keep the lines of {SEVERITY_FILE} and the .rq files beside it in step.",
            path=queries.get(name, severity_file),
            value=name,
        )
    return [_read_rule(path, severities[name]) for name, path in queries.items()]


def _read_rule(path: Path, severity: str) -> LintRule:
    """Read one rule; raise RuleInvalid where its first lines do not give problem and remedy."""
    text = path.read_text(encoding="utf-8")
    header = _HEADER.match(text)
    if header is None:
        raise RuleInvalid(
            "A rule does not say what is wrong and what to do.",
            remedy="Begin it with a line `# problem: ...` and a line `# remedy: ...`.",
            path=path,
            line=1,
        )
    return LintRule(path.stem, path, severity, " ".join(header.groups()), text)


def _subjects(path: Path) -> Iterator[tuple[str, bool, int]]:
    """Yield the subjects that begin a line of a Turtle file, whether that line declares them, and its number."""
    prefixes: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if prefix := _PREFIX.match(line):
            prefixes[prefix[1]] = prefix[2]
        elif subject := _SUBJECT.match(line):
            name = subject[1] or prefixes.get(subject[2], "") + subject[3]
            yield name, subject[4] is not None, number


def _addresses(files: Iterable[Path]) -> dict[str, Address]:
    """Note where each term is declared, or first spoken of if it is nowhere."""
    found: dict[str, Address] = {}
    declared: dict[str, Address] = {}
    for path in files:
        for name, is_declared, line in _subjects(path):
            (declared if is_declared else found).setdefault(name, (path, line))
    return found | declared


def _text(row: QuerySolution, name: str) -> str | None:
    """Return a cell of an answer as text: a node without a name as `[]`, an unbound variable as None."""
    term = row[name]
    return term.value if isinstance(term, NamedNode | Literal) else "[]" if term else None


def _findings(rule: LintRule, store: Store, addresses: dict[str, Address]) -> Iterator[Violation]:
    """Run one rule; raise RuleInvalid for a query that fails or does not name the entity of each row."""
    try:
        rows = [[_text(row, name) for name in ("entity", "property", "value")] for row in select(store, rule.query)]
    except QueryInvalid as error:
        raise RuleInvalid("The query of a rule cannot be answered.", remedy=error.remedy, path=rule.path) from error
    for entity, property_, value in rows:
        if entity is None:
            raise RuleInvalid("A row of a rule names no entity.", remedy="Select an IRI as ?entity.", path=rule.path)
        path, line = addresses.get(entity) or addresses.get(value or "") or (None, None)
        yield Violation(rule.name, rule.severity, {"en": rule.advice}, entity, property_, value, path, line)


def lint(files: Iterable[Path], checks: Path) -> Report:
    """Run the rules of the folder `checks` over the union of the files of an ontology and its shapes.

    A finding has the place of its entity or, where that is no subject, of the term given as its value. `checked`
    counts the rules, none if the files state nothing. Raises FileUnreadable for a file that is no Turtle and
    RuleInvalid for a rule that cannot be relied on.
    """
    paths = sorted(files)
    store, rules, addresses = union_of(paths), read_lint_rules(checks), _addresses(paths)
    findings = [finding for rule in rules for finding in _findings(rule, store, addresses)]
    return report("lint", findings, len(rules) if len(store) else 0)
