"""What follows from a fault that was said is not said too: findings on cells that are at fault already."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.core import iri
from kg.core.errors import KgError
from kg.core.ontology import column_name
from kg.validation.report import CheckOutcome, Places, Report, Violation, report

if TYPE_CHECKING:
    from pathlib import Path

_HEADER = 1
_ALL = ""
_MISSING = " MinCount"
_WITH_AXIOMS = ("inconsistent", "unsatisfiable-class")  # what clashes with rows stands in the ontology


class Consequences:
    """The faults of tables that were said, by file and line, with the columns that are spoilt there."""

    def __init__(self, faults: Iterable[KgError]) -> None:
        self._spoilt: dict[tuple[Path | None, int | None], set[str]] = {}
        for fault in faults:
            prefix, _, local = (fault.column or _ALL).rpartition(":")
            column = column_name(iri.expand(f"{prefix}:{local}")) if prefix else local
            whole_file = fault.line is None or fault.line == _HEADER or prefix
            self._spoilt.setdefault((fault.path, None if whole_file else fault.line), set()).add(column)

    def left_out_of(self, checked: Report, places: Places) -> Report:
        """Return a report without the findings that only follow, and those about what is not judged."""
        if checked.outcome not in (CheckOutcome.CONFORMS, CheckOutcome.VIOLATIONS):
            return checked
        judged = {path for path, _ in places.values()}
        judged |= {one.path for one in checked.findings if one.path is not None and one.rule in _WITH_AXIOMS}
        kept = [one for one in checked.findings if not self._follows(one) and (one.path is None or one.path in judged)]
        return replace(report(checked.check, kept, max(checked.checked, 1), checked.notes), checked=checked.checked)

    def _follows(self, finding: Violation) -> bool:
        spoilt = {*self._spoilt.get((finding.path, finding.line), ()), *self._spoilt.get((finding.path, None), ())}
        if _ALL in spoilt or (spoilt and finding.rule.endswith(_MISSING)):
            return True  # what a row at fault lacks was said as its cells were read
        column = finding.column or column_name(finding.property or _ALL)
        return any(one == column or one.startswith(f"{column}_") or column.startswith(f"{one}_") for one in spoilt)
