"""The World Bank's loans, credits, grants and guarantees: who takes which part, days that have come, amounts."""

from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_rows, refused, shipped

IBRD, IDA = "worldbank-ibrd-loans", "worldbank-ida-credits"
IBRD_OTHERS, IDA_OTHERS = f"{IBRD}-others", f"{IDA}-others"
adaptor, others = code_of(IBRD), code_of(IBRD_OTHERS)
FILE = "ibrd_statement_of_loans_and_guarantees_latest_available_snapshot_04-18-2025.csv"
HEADER = (
    *("End of Period", "Loan Number", "Region", "Country / Economy Code", "Country / Economy", "Borrower"),
    *("Guarantor Country / Economy Code", "Guarantor", "Loan Type", "Loan Status", "Interest Rate"),
    *("Currency of Commitment", "Project ID", "Project Name", "Original Principal Amount (US$)"),
    *("Cancelled Amount (US$)", "Undisbursed Amount (US$)", "Disbursed Amount (US$)", "Repaid to IBRD (US$)"),
    *("Due to IBRD (US$)", "Exchange Adjustment (US$)", "Borrower's Obligation (US$)", "Sold 3rd Party (US$)"),
    *("Repaid 3rd Party (US$)", "Due 3rd Party (US$)", "Loans Held (US$)", "First Repayment Date"),
    *("Last Repayment Date", "Agreement Signing Date", "Board Approval Date", "Effective Date (Most Recent)"),
    *("Closed Date (Most Recent)", "Last Disbursement Date"),
)
LOAN = {
    **{name: "0.0" if "US$" in name else "" for name in HEADER},
    "Loan Number": "IBRD00010",
    "Country / Economy Code": "KZ",
    "Borrower": "Ministry of Finance",
    "Guarantor Country / Economy Code": "KZ",
    "Loan Status": "Disbursing",
    "Project ID": "P000001",
    "Project Name": "ROADS",
    "Board Approval Date": "08/03/1993",
}


def raw(folder: Path, *loans: dict[str, str]) -> Raw:
    return raw_rows(folder, {FILE: [LOAN | loan for loan in loans or ({},)]})


def of(source: str, table: str, number: str, *columns: str) -> list[tuple[str, ...]]:
    """Return columns of the shipped rows that speak of a loan."""
    rows = shipped(source, table)
    return [tuple(row[c] for c in columns) for row in rows if number in (row.get("has_undertaking"), *row.values())]


# --- From the raw files ----------------------------------------------------------------------------------------------


def test_the_shipped_loan_reads_as_the_statement_does() -> None:
    place = "#row=3034"
    assert of(IBRD, "AgreementStep", "IBRD36420", "has_step", "period", "was_derived_from") == [
        ("approved", "1993-08-03", place),
        ("signed", "1993-10-15", place),
        ("in-force", "1993-12-22", place),
        ("closed", "2000-06-30", place),
    ]
    assert of(IBRD, "Measurement", "IBRD36420", "has_indicator", "amount") == [
        ("loan-principal", "38000000"),
        ("loan-cancelled", "685814"),
        ("loan-disbursed", "37314186"),
        ("loan-repaid", "37314186"),
    ]
    assert of(IBRD, "Participation", "IBRD36420", "has_participant", "has_role") == [
        ("organisation/ibrd", "lender"),
        ("wb-KZ-ministry-of-economy", "borrower"),
        ("country/KZ", "guarantor"),
    ]
    assert of(IBRD, "StageReport", "IBRD36420", "has_stage", "words_en") == [("completed", "Fully Repaid")]
    assert of(IBRD, "Relation", "IBRD36420", "is_related_to_project") == [("P008504",)]
    assert of(IBRD, "Project", "P008504", "label_en", "is_located_in") == [("TECH ASST", "KZ")]


def test_a_credit_has_no_guarantor_and_cents_are_kept() -> None:
    assert of(IDA, "Participation", "IDA28610", "has_participant", "has_role") == [
        ("organisation/ida", "lender"),
        ("wb-TJ-ministry-of-finance-tajikistan", "borrower"),
    ]
    assert of(IDA, "Measurement", "IDA28610", "has_indicator", "amount") == [
        ("loan-principal", "5000000"),
        ("loan-cancelled", "728.4"),
        ("loan-disbursed", "4679950.02"),
        ("loan-repaid", "2716088.13"),
    ]


def test_of_a_guarantee_the_bank_is_the_guarantor_and_nothing_is_disbursed() -> None:
    assert of(IBRD, "Participation", "IBRDG3240", "has_participant", "has_role")[0] == (
        "organisation/ibrd",
        "guarantor",
    )
    amounts = of(IBRD, "Measurement", "IBRDG3240", "has_indicator", "amount")
    assert amounts == [("loan-principal", "5100000"), ("loan-cancelled", "0")]


def test_a_grant_is_not_repaid() -> None:
    assert "loan-repaid" not in {name for (name,) in of(IDA, "Measurement", "IDAD9540", "has_indicator")}


def test_a_principal_of_nought_is_none() -> None:
    assert of(IBRD, "Measurement", "IBRD86190", "has_indicator", "amount") == [
        ("loan-cancelled", "977860000"),
        ("loan-disbursed", "0"),
        ("loan-repaid", "0"),
    ]


def test_a_date_to_come_and_the_closing_of_what_was_never_signed_are_left_out() -> None:
    assert of(IBRD, "AgreementStep", "IBRD97350", "has_step", "period") == [("approved", "2024-11-15")]
    assert of(IBRD, "AgreementStep", "IBRD86190", "has_step", "period") == [("approved", "2016-06-09")]


def test_a_project_of_several_loans_is_one_and_lies_where_they_are_made() -> None:
    loans = [row for row in shipped(IDA, "Relation") if row["is_related_to_project"] == "P145054"]
    assert len(loans) > 1
    assert of(IDA, "Project", "P145054", "label_en", "is_located_in") == [("CASA-1000 Project", "AF|KG|PK|TJ")]
    assert of(IDA, "Project", "P120788", "is_located_in") == [("KG|TJ",)]  # and Central Asia, which is no country


def test_a_legal_form_is_nobody_and_a_project_without_a_name_goes_by_its_number() -> None:
    assert "CLOSED JOINT STOCK COMPANY" not in {row["label_en"] for row in shipped(IBRD, "Firm")}
    assert of(IBRD, "Project", "P999171", "label_en") == [("P999171",)]


# --- Of all other countries -------------------------------------------------------------------------------------------


def test_every_loan_to_a_country_stands_once_in_every_build_or_in_the_pack() -> None:
    numbers = [row["key"] for source in (IBRD, IBRD_OTHERS) for row in shipped(source, "Agreement")]
    assert len(numbers) == len(set(numbers)) == 9289 - 25  # those to regions
    numbers = [row["key"] for source in (IDA, IDA_OTHERS) for row in shipped(source, "Agreement")]
    assert len(numbers) == len(set(numbers)) == 10770 - 167


def test_a_borrower_is_told_where_its_name_says_what_it_is_and_a_code_of_the_bank_is_the_country_that_it_names() -> (
    None
):
    assert of(IBRD_OTHERS, "Participation", "IBRD00010", "has_participant", "has_role") == [
        ("organisation/ibrd", "lender"),
        ("country/FR", "guarantor"),  # and of «CREDIT NATIONAL» nobody has judged what it is
    ]
    assert of(IBRD_OTHERS, "Participation", "IBRD00470", "has_participant", "has_role") == [
        ("organisation/ibrd", "lender"),
        ("wb-ibrd-CD-ministere-des-finances", "borrower"),
        ("country/BE", "guarantor"),
    ]
    assert of(IBRD_OTHERS, "Project", "P003006", "label_en", "is_located_in") == [("GENERAL DEVELOPMENT", "CD")]
    assert of(IBRD_OTHERS, "Project", "P009133", "label_en", "is_located_in") == [("FORESTRY", "YUCS")]


def test_an_amount_has_the_digits_that_are_printed_and_one_below_nought_is_none() -> None:
    assert ("loan-cancelled", "26620526.783") in of(IBRD_OTHERS, "Measurement", "IBRD44240", "has_indicator", "amount")
    assert of(IDA_OTHERS, "Measurement", "IDAE0520", "has_indicator", "amount") == [
        ("loan-principal", "20000000"),
        ("loan-cancelled", "0"),
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("MIN. OF FINANCE", True),
        ("Ministerio de Hacienda", True),
        ("NATIONAL TREASURY", True),
        ("CENTRAL ADMINISTRATION", False),
        ("Admin of Ports", False),
    ],
)
def test_a_ministry_is_known_by_its_name_and_no_administration_by_its_end(
    name: str, *, told: bool, tmp_path: Path
) -> None:
    made = raw(tmp_path, {"Country / Economy Code": "FR", "Borrower": name})
    assert [row["label_en"] for row in others.TABLES["PublicBody"](made)] == ([name] if told else [])


# --- Against slips ---------------------------------------------------------------------------------------------------


def test_an_undecided_borrower_stops(tmp_path: Path) -> None:
    made = raw(tmp_path, {"Borrower": "Atlantis Roads"})
    with refused(CellInvalid, FILE, 2, "Borrower", "Atlantis Roads"):
        list(adaptor.TABLES["Participation"](made))


@pytest.mark.parametrize("printed", ["1993-08-03", "13/03/1993", "08/03/93"])
def test_what_is_no_day_stops(tmp_path: Path, printed: str) -> None:
    with refused(CellInvalid, FILE, 2, "Board Approval Date", printed):
        list(adaptor.TABLES["AgreementStep"](raw(tmp_path, {"Board Approval Date": printed})))


@pytest.mark.parametrize("printed", ["-0.01", "", "1e6"])
def test_what_is_no_amount_stops(tmp_path: Path, printed: str) -> None:
    with refused(CellInvalid, FILE, 2, "Disbursed Amount (US$)", printed):
        list(adaptor.TABLES["Measurement"](raw(tmp_path, {"Disbursed Amount (US$)": printed})))


def test_a_new_project_without_a_name_and_a_new_status_stop(tmp_path: Path) -> None:
    with refused(CellInvalid, FILE, 2, "Project Name", ""):
        list(adaptor.TABLES["Project"](raw(tmp_path, {"Project Name": ""})))
    with refused(CellInvalid, FILE, 2, "Loan Status", "Lost"):
        list(adaptor.TABLES["StageReport"](raw(tmp_path, {"Loan Status": "Lost"})))


def test_another_country_is_passed_over(tmp_path: Path) -> None:
    made = raw(tmp_path, {"Country / Economy Code": "FR", "Loan Number": "IBRD00020"}, {})
    assert [row["key"] for row in adaptor.TABLES["Agreement"](made)] == ["IBRD00010"]
    assert [row["key"] for row in others.TABLES["Agreement"](made)] == ["IBRD00020"]
    assert not list(others.TABLES["Agreement"](raw(tmp_path, {"Country / Economy Code": "3E"})))


def test_a_code_of_no_country_stops(tmp_path: Path) -> None:
    with refused(CellInvalid, FILE, 2, "Country / Economy Code", "XA"):
        list(adaptor.TABLES["Agreement"](raw(tmp_path, {"Country / Economy Code": "XA"})))
