"""Read the statements of loans, credits, grants and guarantees that the World Bank publishes: IBRD's and IDA's."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from types import MappingProxyType
from typing import Final

from kg.adapt.country_names import SEVEN, dyads_of
from kg.adapt.decisions import K, V, meaning
from kg.adapt.figures import printed_figure
from kg.adapt.files import Raw
from kg.core import columns
from kg.core.errors import CellInvalid
from kg.load.cells import MANY, fault
from kg.load.country_codes import country_keys
from kg.load.rows import Row

_CODE, _PROJECT, _NAME = "Country / Economy Code", "Project ID", "Project Name"
_APPROVED, _SIGNED, _EFFECTIVE = "Board Approval Date", "Agreement Signing Date", "Effective Date (Most Recent)"
_CLOSED: Final = "Closed Date (Most Recent)"
_STEPS: Final = MappingProxyType({_APPROVED: "approved", _SIGNED: "signed", _EFFECTIVE: "in-force", _CLOSED: "closed"})
_PRINCIPAL, _CANCELLED = "Original Principal Amount (US$)", "Cancelled Amount (US$)"
_DISBURSED: Final = "Disbursed Amount (US$)"
# Of what both statements print, left out: what is due, undisbursed, held or owed, which is computed at the rates of the
# day; what was sold to third parties; rates and days of repayment; the region, and the currency of the commitment.
_IGNORED: Final = (
    *("End of Period", "Region", "Country / Economy", "Currency of Commitment", "Undisbursed Amount (US$)"),
    *("Exchange Adjustment (US$)", "Sold 3rd Party (US$)", "Repaid 3rd Party (US$)", "Due 3rd Party (US$)"),
    *("First Repayment Date", "Last Repayment Date", "Last Disbursement Date"),
)
# The stage of what was agreed on; one that was transferred to others has none that the source would tell.
STAGES: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "Approved": "committed",
        "Signed": "committed",
        "Effective": "committed",
        "Disbursing": "ongoing",
        "Disbursing&Repaying": "ongoing",
        "Fully Disbursed": "ongoing",
        "Repaying": "ongoing",
        "Fully Repaid": "completed",
        "Fully Cancelled": "cancelled",
        "Terminated": "cancelled",
    }
)
_NEVER_SIGNED: Final = "Terminated"
# What a number begins with that stands for a guarantee, or a grant, which nobody repays.
_GUARANTEES: Final = ("IBRDB", "IBRDG", "IDAB", "IDAG")
_GRANTS: Final = ("IDAD", "IDAE", "IDAH")
_DAY: Final = re.compile(r"(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<year>[0-9]{4})")
_AMOUNT: Final = re.compile(r"[0-9]+\.[0-9]{1,4}")
_ALPHA_2: Final = re.compile("[A-Z]{2}")
# Countries for which the World Bank keeps a code of its own or one that ISO has replaced, by what it calls them.
_CODES: Final = MappingProxyType({"RY": "YE", "TP": "TL", "YF": "RS", "YU": "YUCS", "ZR": "CD"})
# Names that say of themselves whose they are: a ministry, a minister or a treasury.
_OF_STATE: Final = re.compile(r"\bMINIST|^MIN\.? ?OF\b|\bTREASURY\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LoanStatement:
    """One of the two statements: its file, its columns, who lends, and what is taken of it.

    Taken are the loans to the seven countries, or to all others. `borrowers` gives the class of each borrower of each
    country, None for one that names nobody; where it is empty, those are taken whose name says that they are a ministry
    or a treasury, under keys that begin with `borrower`. `no_amounts` are printed where an amount should stand.
    """

    file: str
    lender: str
    number: str
    status: str
    repaid: str
    guarantor: str
    ignored: tuple[str, ...]
    last_day: str
    of_the_seven: bool
    borrowers: Mapping[tuple[str, str], str | None]
    borrower: str = "wb"
    nameless: tuple[str, ...] = ()
    no_amounts: tuple[str, ...] = ()
    stages: Mapping[str, str | None] = field(default_factory=lambda: STAGES)

    def rows(self, raw: Raw) -> list[Row]:
        """Return the rows of the countries that are taken, in the order of their numbers."""
        return sorted(filter(self._takes, self.all_rows(raw)), key=self.loan)

    def _takes(self, row: Row) -> bool:
        country = country_of(row, _CODE)
        return country is not None and (country in SEVEN) == self.of_the_seven

    def all_rows(self, raw: Raw) -> Iterator[Row]:
        """Yield all rows of the file."""
        used = [self.number, self.status, self.repaid, *_STEPS, _PRINCIPAL, _CANCELLED, _DISBURSED, _CODE]
        used += ["Borrower", _PROJECT, _NAME, *filter(None, [self.guarantor])]
        return raw.rows(self.file, used, (*_IGNORED, *self.ignored))

    def decisions(self, raw: Raw, decided: Mapping[K, V]) -> Mapping[K, V]:
        """Return what was decided about values of the file, if anything was."""
        return raw.decisions(self.file, decided) if decided else {}

    def loan(self, row: Row) -> str:
        """Return the number of a loan, which is its key."""
        return row.cells[self.number]


@cache
def _keys() -> frozenset[str]:
    return frozenset(country_keys())


def country_of(row: Row, column: str) -> str | None:
    """Return the key of a country, None for a region or nobody; raise CellInvalid for a code of neither."""
    printed = row.cells[column]
    if _ALPHA_2.fullmatch(printed) is None:
        return None
    code = _CODES.get(printed, printed)
    if code not in _keys():
        fault(CellInvalid, "The code stands for no country.", "Decide which one is meant.", row, column, printed)
    return code


def _place(row: Row) -> str:
    return f"#row={row.line}"


def _projects(statement: LoanStatement, raw: Raw) -> list[dict[str, str]]:
    """Make a row of the Project table for each project, with the countries of all its loans; regions are none."""
    by_number = statement.decisions(raw, {project: project for project in statement.nameless})
    names = {row.cells[_PROJECT]: row for row in statement.rows(raw)}
    countries: dict[str, set[str]] = {project: set() for project in names}
    for row in statement.all_rows(raw):
        country = country_of(row, _CODE)
        if row.cells[_PROJECT] in names and country is not None:
            countries[row.cells[_PROJECT]].add(country)
    rows = []
    for project in sorted(names):
        name = names[project].cells[_NAME].strip() or by_number.get(project, "")
        if not name:
            problem, remedy = "The project has no name.", "Decide in the adaptor that it goes by its number."
            fault(CellInvalid, problem, remedy, names[project], _NAME, name)
        found = sorted(countries[project])
        cells = {"key": project, "label_en": name, "is_located_in": MANY.join(found)}
        rows.append(cells | {"concerns_dyad": dyads_of(found)})
    return rows


def _agreements(statement: LoanStatement, raw: Raw) -> list[dict[str, str]]:
    numbers = [statement.loan(row) for row in statement.rows(raw)]
    return [{"key": number, "label_en": number} for number in numbers]


def _relations(statement: LoanStatement, raw: Raw) -> Iterator[dict[str, str]]:
    for row in statement.rows(raw):
        cells = {"is_about_agreement": statement.loan(row), "is_related_to_project": row.cells[_PROJECT]}
        yield cells | {columns.was_derived_from: _place(row)}


def _borrower(statement: LoanStatement, row: Row) -> str:
    """Return the key of a borrower: of its country and its name, as a ministry of finance is one in each country."""
    words = re.sub("[^a-z0-9]+", "-", row.cells["Borrower"].casefold()).strip("-")
    return f"{statement.borrower}-{country_of(row, _CODE)}-{words}"


def _class_of(row: Row, borrowers: Mapping[tuple[str, str], str | None]) -> str | None:
    key = row.cells[_CODE], row.cells["Borrower"]
    if not borrowers:
        return "PublicBody" if _OF_STATE.search(key[1]) else None
    if key not in borrowers:
        remedy = "Decide in the adaptor whether it is a public body or a firm."
        fault(CellInvalid, "Nobody has decided who this borrower is.", remedy, row, "Borrower", key[1])
    return borrowers[key]


def _borrowers(statement: LoanStatement, table: str, raw: Raw) -> list[dict[str, str]]:
    """Make a row for each borrower of a class; a public body has its seat in the country that borrows."""
    decided = statement.decisions(raw, statement.borrowers)
    found = {}
    for row in statement.rows(raw):
        if _class_of(row, decided) == table:
            cells = {"key": _borrower(statement, row), "label_en": row.cells["Borrower"]}
            if table == "PublicBody":
                cells["is_based_in"] = f"country/{country_of(row, _CODE)}"
            found[cells["key"]] = cells
    return [found[key] for key in sorted(found)]


def _participations(statement: LoanStatement, raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row for the lender, who of a guarantee is a guarantor, one for the borrower, one for the guarantor."""
    for row in statement.rows(raw):
        guarantee = statement.loan(row).startswith(_GUARANTEES)
        roles = [(f"organisation/{statement.lender}", "guarantor" if guarantee else "lender")]
        if _class_of(row, statement.borrowers) is not None:
            roles.append((_borrower(statement, row), "borrower"))
        country = country_of(row, statement.guarantor) if statement.guarantor else None
        if country is not None:
            roles.append((f"country/{country}", "guarantor"))
        for participant, role in roles:
            cells = {
                columns.has_undertaking: statement.loan(row),
                columns.has_participant: participant,
                columns.has_role: role,
            }
            yield cells | {columns.was_derived_from: _place(row)}


def _day(row: Row, column: str) -> str:
    """Return a date that is printed as MM/DD/YYYY, empty where none is; raise CellInvalid."""
    printed = row.cells[column]
    match = _DAY.fullmatch(printed)
    written = "{year}-{month}-{day}".format(**match.groupdict()) if match else ""
    try:
        return date.fromisoformat(written).isoformat() if printed else ""
    except ValueError:
        fault(CellInvalid, "The value is no day.", "Decide in the adaptor how it is to be read.", row, column, printed)


def _steps(statement: LoanStatement, raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the AgreementStep table for each date that has come; what was never signed was never closed."""
    for row in statement.rows(raw):
        for column, step in _STEPS.items():
            when = _day(row, column)
            never = column == _CLOSED and row.cells[statement.status] == _NEVER_SIGNED
            if when and when <= statement.last_day and not never:
                party = f"organisation/{statement.lender}" if step == "approved" else ""
                cells = {columns.has_undertaking: statement.loan(row), columns.has_step: step, columns.has_party: party}
                yield cells | {"period": when, columns.was_derived_from: _place(row)}


def _stages(statement: LoanStatement, raw: Raw) -> Iterator[dict[str, str]]:
    meant = raw.decisions(statement.file, statement.stages)
    for row in statement.rows(raw):
        stage = meaning(row, statement.status, meant)
        if stage is not None:
            cells = {
                columns.has_undertaking: statement.loan(row),
                columns.has_stage: stage,
                columns.was_derived_from: _place(row),
            }
            yield cells | {"words_en": row.cells[statement.status]}


def _amounts(statement: LoanStatement, raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Measurement table for each amount; a principal of 0 is none, and a grant is not repaid."""
    none = statement.decisions(raw, dict.fromkeys(statement.no_amounts))
    for row in statement.rows(raw):
        number = statement.loan(row)
        indicators = {_PRINCIPAL: "loan-principal", _CANCELLED: "loan-cancelled"}
        if not number.startswith(_GUARANTEES):
            indicators[_DISBURSED] = "loan-disbursed"
            if not number.startswith(_GRANTS):
                indicators[statement.repaid] = "loan-repaid"
        for column, indicator in indicators.items():
            printed = row.cells[column]
            if printed in none:
                continue
            if _AMOUNT.fullmatch(printed) is None:
                fault(CellInvalid, "The value is no amount.", "Decide what it means.", row, column, printed)
            amount = printed_figure(printed)
            if indicator != "loan-principal" or amount != "0":
                cells = {"is_about_agreement": number, columns.has_indicator: indicator, "amount": amount}
                yield cells | {columns.was_derived_from: _place(row)}


def tables_of(statement: LoanStatement) -> dict[str, Callable[[Raw], Iterable[Mapping[str, str]]]]:
    """Return what makes the tables of a statement."""
    classes = sorted({name for name in statement.borrowers.values() if name is not None} or {"PublicBody"})
    return {
        "Project": partial(_projects, statement),
        "Agreement": partial(_agreements, statement),
        **{name: partial(_borrowers, statement, name) for name in classes},
        "Relation": partial(_relations, statement),
        "Participation": partial(_participations, statement),
        "AgreementStep": partial(_steps, statement),
        "StageReport": partial(_stages, statement),
        "Measurement": partial(_amounts, statement),
    }
