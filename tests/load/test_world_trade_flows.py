"""The trade of the world: codes that changed, states that ended, agreements by number, and zero apart from nothing."""

import csv
import gzip
import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg import assets
from kg.errors import CellInvalid, ColumnMissing, CountTooSmall, FileUnreadable, PatchUnused
from kg.load.adapt import adapt
from kg.load.adaptors.world_trade_flows import CODES, FILE, agreements, flows
from kg.load.concordance import Meaning
from kg.load.raw.files import Raw

FOLDER = assets.data() / "_packs" / "world-trade" / "world-trade-flows"
HEADER = "exp,imp,time,export,id,agreement"


def raw(folder: Path, *rows: str, header: str = HEADER) -> Raw:
    path = folder / FILE
    path.write_bytes(gzip.compress("\n".join([header, *rows, ""]).encode("utf-8"), mtime=0))
    return Raw({FILE: path})


def ends(folder: Path, rows: Sequence[str], *codes: str) -> list[tuple[str, str, str]]:
    """Return the ends and period of the flows of rows, with the shipped meanings of some codes alone."""
    known = [meaning for meaning in CODES if meaning.printed in codes]
    return [(f["has_origin"], f["has_destination"], f["period"]) for f in flows(raw(folder, *rows), known)]


# --- From the raw file -----------------------------------------------------------------------------------------------


def test_the_raw_file_gives_the_shipped_tables(shared: Path, tmp_path: Path) -> None:
    assert adapt(FOLDER, shared / "data" / "trade-penppml", tmp_path) == {"Agreement": 264, "TradeFlow": 183762}
    for name in ("Agreement.csv", "TradeFlow.csv"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
    assert (FOLDER / "TradeFlow.csv").stat().st_size < 12_000_000


def test_all_but_the_named_rows_are_used(shared: Path) -> None:
    left_out = [m for m in CODES if m.meant is None]
    file = Raw({FILE: shared / "data" / "trade-penppml" / FILE})
    rows = [row.cells for row in file.rows(FILE, used=HEADER.split(","))]
    named = [
        row
        for row in rows
        if any(m.printed in (row["exp"], row["imp"]) and m.first <= int(row["time"]) <= m.last for m in left_out)
    ]
    assert (len(rows), len(named)) == (191213, 7451)
    assert len(rows) - len(named) == 183762


def test_none_exports_that_did_not_report(shared: Path) -> None:
    """Importers knew what the Soviet Union sold: were these their reports, it would be an exporter here."""
    file = Raw({FILE: shared / "data" / "trade-penppml" / FILE})
    years: dict[str, set[str]] = {}
    for row in file.rows(FILE, used=HEADER.split(",")):
        years.setdefault(row.cells["exp"], set()).add(row.cells["time"])
    assert not {"SVU", "VDR", "YDR", "BUN", "UNS"} & set(years)
    assert (min(years["RUS"]), min(years["KAZ"]), min(years["VNM"])) == ("1996", "1996", "2000")


def test_a_truncated_file_is_refused(shared: Path, tmp_path: Path) -> None:
    whole = (shared / "data" / "trade-penppml" / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileUnreadable):
        list(agreements(Raw({FILE: tmp_path / FILE})))
    source, files = tmp_path / "world-trade-flows", tmp_path / "raw"
    source.mkdir()
    files.mkdir()
    cut = gzip.compress(gzip.decompress(whole).rpartition(b"\n")[0].rpartition(b"\n")[0] + b"\n", mtime=0)
    (files / FILE).write_bytes(cut)
    text = (FOLDER / "source.ttl").read_text(encoding="utf-8")
    text = text.replace(hashlib.sha256(whole).hexdigest(), hashlib.sha256(cut).hexdigest())
    (source / "source.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(CountTooSmall, match="183761"):
        adapt(source, files)


def test_the_shipped_flows_of_kazakhstan_and_russia_name_three_agreements() -> None:
    with (FOLDER / "TradeFlow.csv").open(encoding="utf-8", newline="") as file:
        found = [row for row in csv.DictReader(file) if row["is_about_dyad"] == "KZ-RU" and row["has_origin"] == "KZ"]
    assert [(row["period"], row["amount"], row["occurs_under"]) for row in found if row["period"] >= "2008"] == [
        ("2008", "6200157696.0", "penppml-223"),
        ("2012", "6746985984.0", "penppml-240"),
        ("2016", "3494580224.0", "penppml-255"),
    ]


# --- Flows -----------------------------------------------------------------------------------------------------------


def test_a_flow_is_read_as_printed(tmp_path: Path) -> None:
    assert list(flows(raw(tmp_path, "RUS,KAZ,2000,508.0000305175781,223.0,Union"), ())) == [
        {
            "is_about_dyad": "KZ-RU",
            "has_origin": "RU",
            "has_destination": "KZ",
            "has_reporter": "RU",
            "period": "2000",
            "amount": "508.0000305175781",
            "occurs_under": "penppml-223",
            "was_derived_from": "#row=2",
        }
    ]


def test_zero_is_a_claim_and_a_missing_row_is_none(tmp_path: Path) -> None:
    (flow,) = flows(raw(tmp_path, "ABW,ARG,1988,0.0,0.0,"), ())
    assert (flow["has_origin"], flow["amount"], flow["occurs_under"]) == ("AW", "0.0", "")
    assert list(flows(raw(tmp_path), ())) == []


def test_codes_that_iso_gave_up_mean_the_countries_of_today(tmp_path: Path) -> None:
    rows = ["ROM,NAM,1992,1.0,0.0,", "ZAR,ROM,1964,1.0,0.0,", "ABW,TMP,1964,1.0,0.0,", "MNT,ROM,2008,1.0,0.0,"]
    assert ends(tmp_path, rows, "ROM", "ZAR", "TMP", "MNT") == [
        ("RO", "NA", "1992"), ("CD", "RO", "1964"), ("AW", "TL", "1964"), ("ME", "RO", "2008"),
    ]  # fmt: skip


def test_a_code_means_what_it_meant_in_the_year(tmp_path: Path) -> None:
    rows = [f"SRB,ABW,{year},1.0,0.0," for year in (1992, 2000, 2004, 2008)]
    assert [origin for origin, _, _ in ends(tmp_path, rows, "SRB")] == ["YUCS", "YUCS", "CSXX", "RS"]
    rows = ["ABW,KN1,1980,1.0,0.0,", "ABW,KN1,1984,1.0,0.0,"]
    assert ends(tmp_path, rows, "KN1") == [("AW", "KN", "1984")]
    with pytest.raises(CellInvalid) as caught:
        ends(tmp_path, ["ABW,SVR,1976,1.0,0.0,"], "SVR")
    assert (caught.value.line, caught.value.column, caught.value.value) == (2, "imp", "SVR")


def test_a_side_that_is_no_country_is_left_out_by_name(tmp_path: Path) -> None:
    rows = ["BLX,ABW,2016,1.0,0.0,", "ABW,BUN,2016,1.0,0.0,", "ABW,UNS,1964,1.0,0.0,", "SVR,ABW,1964,1.0,0.0,"]
    assert ends(tmp_path, [*rows, "ABW,ARG,2016,1.0,0.0,"], "BLX", "BUN", "UNS", "SVR") == [("AW", "AR", "2016")]


@pytest.mark.parametrize(
    ("code", "key", "last", "after"),
    [("CSK", "CSHH", 1992, 1993), ("DDR", "DDDE", 1990, 1991), ("SVU", "SUHH", 1991, 1992), ("YUG", "YUCS", 2003, 2004),
     ("ANT", "ANHH", 2010, 2011), ("YDR", "YDYE", 1990, 1991), ("VDR", "VDVN", 1976, 1977)],
)  # fmt: skip
def test_a_state_trades_until_its_end_and_not_after(code: str, key: str, last: int, after: int, tmp_path: Path) -> None:
    assert ends(tmp_path, [f"{code},AUT,{last},1.0,0.0,"], code) == [(key, "AT", str(last))]
    with pytest.raises(CellInvalid, match="ended") as caught:
        ends(tmp_path, [f"AUT,{code},{after},1.0,0.0,"], code)
    assert (caught.value.path, caught.value.line) == (tmp_path / FILE, 2)
    assert (caught.value.column, caught.value.value) == ("imp", code)


# --- Agreements ------------------------------------------------------------------------------------------------------


def test_the_number_is_the_agreement_wherever_its_name_is_printed(tmp_path: Path) -> None:
    rows = [
        "RUS,KAZ,2004,1.0,223.0,",
        "RUS,KAZ,2000,1.0,223.0,Union",
        "RUS,BLR,2004,1.0,45.0,Pact",
        "RUS,ABW,2000,1.0,0.0,",
    ]
    assert list(agreements(raw(tmp_path, *rows), {})) == [
        {"key": "penppml-45", "label_en": "Pact"}, {"key": "penppml-223", "label_en": "Union"},
    ]  # fmt: skip
    under = [flow["occurs_under"] for flow in flows(raw(tmp_path, *rows), ())]
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
    with pytest.raises(CellInvalid) as caught:
        list(agreements(raw(tmp_path, *rows), {}))
    assert (caught.value.path, caught.value.line, caught.value.column) == (tmp_path / FILE, line, column)


def test_an_agreement_without_any_name_needs_a_decision(tmp_path: Path) -> None:
    files = raw(tmp_path, "LKA,PAK,2008,1.0,138.0,")
    assert list(agreements(files)) == [{"key": "penppml-138", "label_en": "Agreement 138, not named by the source"}]
    with pytest.raises(CellInvalid):
        list(agreements(files, {}))
    with pytest.raises(PatchUnused):
        list(agreements(raw(tmp_path, "LKA,PAK,2008,1.0,138.0,Named")))


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
        list(flows(raw(tmp_path, row), ()))
    assert (caught.value.path, caught.value.line) == (tmp_path / FILE, 2)
    assert (caught.value.column, caught.value.value) == (column, value)
    assert caught.value.remedy


def test_a_missing_column_and_an_unused_meaning_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnMissing):
        list(flows(raw(tmp_path, header="exp,imp,time,export,id"), ()))
    with pytest.raises(PatchUnused) as caught:
        list(flows(raw(tmp_path, "ABW,ARG,1988,1.0,0.0,"), [Meaning("ROM", "ROU", 1964, 1980)]))
    assert caught.value.value == "ROM, 1964 to 1980"
