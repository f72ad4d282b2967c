"""The trade of the world: codes that changed, states that ended, agreements by number, and zero apart from nothing."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid, ColumnMissing, FileUnreadable
from tests.adaptors.raw_files import code_of, raw_lines, refused, shipped

adaptor = code_of("world-trade-flows")

HEADER = "exp,imp,time,export,id,agreement"


def raw(folder: Path, *rows: str) -> Raw:
    return raw_lines(folder, {adaptor.FILE: (HEADER, *rows)})


def ends(folder: Path, rows: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return the ends and period of the flows of rows."""
    return [(f["has_origin"], f["has_destination"], f["period"]) for f in adaptor.flows(raw(folder, *rows))]


# --- From the raw file -----------------------------------------------------------------------------------------------


def test_all_but_the_named_rows_are_used(shared: Path) -> None:
    left_out = [code for code, meant in adaptor.CODES.items() if meant is None]
    file = Raw({adaptor.FILE: shared / "data" / "trade-penppml" / adaptor.FILE})
    rows = [row.cells for row in file.rows(adaptor.FILE, used=HEADER.split(","))]
    named = [
        row
        for row in rows
        if any(m.printed in (row["exp"], row["imp"]) and m.first <= int(row["time"]) <= m.last for m in left_out)
    ]
    assert (len(rows), len(named)) == (191213, 3220)
    assert len(rows) - len(named) == 187993


def test_none_exports_that_did_not_report(shared: Path) -> None:
    """Importers knew what the Soviet Union sold: were these their reports, it would be an exporter here."""
    file = Raw({adaptor.FILE: shared / "data" / "trade-penppml" / adaptor.FILE})
    years: dict[str, set[str]] = {}
    for row in file.rows(adaptor.FILE, used=HEADER.split(",")):
        years.setdefault(row.cells["exp"], set()).add(row.cells["time"])
    assert not {"SVU", "VDR", "YDR", "BUN", "UNS"} & set(years)
    assert (min(years["RUS"]), min(years["KAZ"]), min(years["VNM"])) == ("1996", "1996", "2000")


def test_the_shipped_flows_of_kazakhstan_and_russia_name_three_agreements() -> None:
    rows = shipped("world-trade-flows", "TradeFlow")
    found = [row for row in rows if row["is_about_dyad"] == "KZ-RU" and row["has_origin"] == "KZ"]
    assert [(row["period"], row["amount"], row["occurs_under"]) for row in found if row["period"] >= "2008"] == [
        ("2008", "6200157696", "penppml-223"),
        ("2012", "6746985984", "penppml-240"),
        ("2016", "3494580224", "penppml-255"),
    ]


# --- Flows -----------------------------------------------------------------------------------------------------------


def test_a_flow_is_read_as_printed(tmp_path: Path) -> None:
    assert list(adaptor.flows(raw(tmp_path, "RUS,KAZ,2000,508.0000305175781,223.0,Union"))) == [
        {
            "is_about_dyad": "KZ-RU",
            "has_origin": "RU",
            "has_destination": "KZ",
            "period": "2000",
            "amount": "508.0000305175781",
            "occurs_under": "penppml-223",
            "was_derived_from": "#row=2",
        }
    ]


def test_whose_report_it_is_is_not_said_and_not_guessed(tmp_path: Path) -> None:
    (flow,) = adaptor.flows(raw(tmp_path, "RUS,KAZ,2000,508.0,223.0,Union"))
    assert flow["amount"] == "508"
    assert not {"has_reporter", "stands_in_entry_of"} & {*flow, *shipped("world-trade-flows", "TradeFlow")[0]}


def test_zero_is_a_claim_and_a_missing_row_is_none(tmp_path: Path) -> None:
    (flow,) = adaptor.flows(raw(tmp_path, "ABW,ARG,1988,0.0,0.0,"))
    assert (flow["has_origin"], flow["amount"], flow["occurs_under"]) == ("AW", "0", "")
    assert list(adaptor.flows(raw(tmp_path))) == []


def test_codes_that_iso_gave_up_mean_the_countries_of_today(tmp_path: Path) -> None:
    rows = ["ROM,NAM,1992,1.0,0.0,", "ZAR,ROM,1964,1.0,0.0,", "ABW,TMP,1964,1.0,0.0,", "MNT,ROM,2008,1.0,0.0,"]
    assert ends(tmp_path, rows) == [
        ("RO", "NA", "1992"),
        ("CD", "RO", "1964"),
        ("AW", "TL", "1964"),
        ("ME", "RO", "2008"),
    ]


def test_a_code_means_what_it_meant_in_the_year(tmp_path: Path) -> None:
    rows = [f"SRB,ABW,{year},1.0,0.0," for year in (1992, 2000, 2004, 2008)]
    assert [origin for origin, _, _ in ends(tmp_path, rows)] == ["YUCS", "YUCS", "CSXX", "RS"]
    rows = ["ABW,KN1,1980,1.0,0.0,", "ABW,KN1,1984,1.0,0.0,"]
    assert ends(tmp_path, rows) == [("AW", "KN", "1984")]
    with refused(CellInvalid, adaptor.FILE, 2, "imp", "SVR"):
        ends(tmp_path, ["ABW,SVR,1976,1.0,0.0,"])


def test_belgium_and_luxembourg_are_one_economy_in_every_year(tmp_path: Path) -> None:
    (flow, _) = adaptor.flows(raw(tmp_path, "KAZ,BLX,2016,1.0,0.0,", "BLX,KAZ,1996,1.0,0.0,"))
    assert (flow["is_about_dyad"], flow["has_origin"], flow["has_destination"]) == ("BLX-KZ", "KZ", "BLX")
    sides = {row[end] for row in shipped("world-trade-flows", "TradeFlow") for end in ("has_origin", "has_destination")}
    assert "BLX" in sides
    assert not {"BE", "LU"} & sides


def test_a_side_that_is_no_economy_is_left_out_by_name(tmp_path: Path) -> None:
    rows = ["ABW,BUN,2016,1.0,0.0,", "ABW,UNS,1964,1.0,0.0,", "SVR,ABW,1964,1.0,0.0,"]
    assert ends(tmp_path, [*rows, "ABW,ARG,2016,1.0,0.0,"]) == [("AW", "AR", "2016")]


@pytest.mark.parametrize(
    ("code", "key", "last", "after"),
    [
        ("CSK", "CSHH", 1992, 1993),
        ("DDR", "DDDE", 1990, 1991),
        ("SVU", "SUHH", 1991, 1992),
        ("YUG", "YUCS", 2003, 2004),
        ("ANT", "ANHH", 2010, 2011),
        ("YDR", "YDYE", 1990, 1991),
        ("VDR", "VDVN", 1976, 1977),
    ],
)
def test_a_state_trades_until_its_end_and_not_after(code: str, key: str, last: int, after: int, tmp_path: Path) -> None:
    assert ends(tmp_path, [f"{code},AUT,{last},1.0,0.0,"]) == [(key, "AT", str(last))]
    with refused(CellInvalid, adaptor.FILE, 2, "exp", code, match="ended"):
        ends(tmp_path, [f"{code},AUT,{after},1.0,0.0,"])
    with refused(CellInvalid, adaptor.FILE, 2, "imp", code, match="ended"):
        ends(tmp_path, [f"AUT,{code},{after},1.0,0.0,"])


# --- Agreements ------------------------------------------------------------------------------------------------------


def test_the_number_is_the_agreement_wherever_its_name_is_printed(tmp_path: Path) -> None:
    rows = [
        "RUS,KAZ,2004,1.0,223.0,",
        "RUS,KAZ,2000,1.0,223.0,Union",
        "RUS,BLR,2004,1.0,45.0,Pact",
        "RUS,ABW,2000,1.0,0.0,",
    ]
    assert list(adaptor.agreements(raw(tmp_path, *rows))) == [
        {"key": "penppml-45", "label_en": "Pact"},
        {"key": "penppml-223", "label_en": "Union"},
    ]
    under = [flow["occurs_under"] for flow in adaptor.flows(raw(tmp_path, *rows))]
    assert under == ["penppml-223", "penppml-223", "penppml-45", ""]


@pytest.mark.parametrize(
    ("rows", "line", "column"),
    [
        (["RUS,KAZ,2000,1.0,223.0,Union", "RUS,KAZ,2004,1.0,223.0,Treaty"], 3, "agreement"),
        (["RUS,KAZ,2000,1.0,0.0,Union"], 2, "agreement"),
        (["RUS,KAZ,2000,1.0,1.5,Union"], 2, "id"),
        (["RUS,KAZ,2000,1.0,,Union"], 2, "id"),
    ],
)
def test_an_agreement_that_is_not_clear_is_refused(rows: list[str], line: int, column: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, line, column):
        list(adaptor.agreements(raw(tmp_path, *rows)))


def test_an_agreement_without_any_name_needs_a_decision(tmp_path: Path) -> None:
    (agreement,) = adaptor.agreements(raw(tmp_path, "LKA,PAK,2008,1.0,138.0,"))
    assert agreement == {"key": "penppml-138", "label_en": "Agreement 138, not named by the source"}
    with refused(CellInvalid, adaptor.FILE, 1, "id", "139"):
        list(adaptor.agreements(raw(tmp_path, "LKA,PAK,2008,1.0,139.0,")))


# --- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("KAZ,XXA,2016,1.0,0.0,", "imp", "XXA"),
        ("KAX,RUS,2016,1.0,0.0,", "exp", "KAX"),
        ("KAZ,RUS,16.0,1.0,0.0,", "time", "16.0"),
    ],
)
def test_an_unknown_value_is_named_with_its_place(row: str, column: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(CellInvalid) as caught:
        list(adaptor.flows(raw(tmp_path, row)))
    assert (caught.value.path, caught.value.line) == (tmp_path / adaptor.FILE, 2)
    assert (caught.value.column, caught.value.value) == (column, value)
    assert caught.value.remedy


def test_a_missing_column_and_a_file_that_breaks_off_are_refused(tmp_path: Path) -> None:
    with refused(ColumnMissing, adaptor.FILE, 1, "agreement"):
        list(adaptor.flows(raw_lines(tmp_path, {adaptor.FILE: ["exp,imp,time,export,id"]})))
    file = raw(tmp_path, "ABW,ARG,1988,1.0,0.0,")
    file.path(adaptor.FILE).write_bytes(file.path(adaptor.FILE).read_bytes()[:-8])
    with refused(FileUnreadable, adaptor.FILE):
        list(adaptor.flows(file))
