"""manytrade: one key for one agreement, whatever each dataset calls it."""

from pathlib import Path

import pytest

from kg.adapt.agreements import agreement_key
from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.rows import Row
from tests.adaptors.raw_files import code_of, raw_rows, refused

manytrade = code_of("manytrade")


def row(name: str, identifier: str, title: str, state: str = "", begin: str = "1992") -> dict[str, str]:
    dates = {"Begin": begin, "Signature": begin, "Force": ""}
    others = dict.fromkeys(manytrade._FILES[name], "")
    return (
        {"manyID": identifier, "treatyID": identifier, "Title": title}
        | dates
        | others
        | ({"stateID": state} if "stateID" in others else {})
    )


def raw(folder: Path, *rows: tuple[str, ...]) -> Raw:
    """Write rows of (file, identifier, title, state), and a row on XAA-XCC to every file that has none."""
    files: dict[str, list[dict[str, str]]] = {}
    for name in manytrade._FILES:
        own = [row(*given) for given in rows if given[0] == name]
        files[name] = own or [row(name, "XAA-XCC_1992O", "Axia Cexia", "KAZ")]
    return raw_rows(folder, files)


@pytest.mark.parametrize(
    ("shared_id", "own_id", "key"),
    [
        ("KAZ-RUS[RSS]_1992O", "KAZ-RUS[RSS]_1992O", "KAZ-RUS_1992O"),
        ("KAZ-RUS[RSF]_1992O", "KAZ-RUS[NA]_1992O", "KAZ-RUS_1992O"),
        ("EC OCT_1971O", "EC OCT_1971O", "EC-OCT_1971O"),
        ("LOME_1989O4:LOME_1975O1", "LOME_1989O4", "LOME_1989O4"),
        ("EFTLTV_1995O", "EFTSLV_1995O", "EFTSLV_1995O"),
        ("TF05IS_2011A", "TF05IS_2011A", "CMMNIS_2011O"),
    ],
)
def test_a_key_is_made_of_the_shared_identifier(shared_id: str, own_id: str, key: str) -> None:
    assert agreement_key(Row(Path("raw.csv"), 2, {"manyID": shared_id, "treatyID": own_id})) == key


def test_an_identifier_of_which_no_key_can_be_made_is_named() -> None:
    with refused(CellInvalid, "raw.csv", 7, "manyID", "Axia–Bexia", match="No key"):
        agreement_key(Row(Path("raw.csv"), 7, {"manyID": "Axia–Bexia", "treatyID": ""}))


def test_the_first_file_names_an_agreement_that_several_have(tmp_path: Path) -> None:
    made = raw(
        tmp_path,
        ("agreements_DESTA.csv", "XAA-XBB[XB]_1992O", "Axia Bexia"),
        ("agreements_TOTA.csv", "XAA-XBB[NA]_1992O", "Republic of Bexia Axia"),
    )
    labels = {row["key"]: row["label_en"] for row in manytrade.agreements(made)}
    assert labels == {"XAA-XBB_1992O": "Axia Bexia", "XAA-XCC_1992O": "Axia Cexia"}


def test_two_agreements_of_one_key_stop_the_run(tmp_path: Path) -> None:
    made = raw(
        tmp_path,
        ("agreements_TOTA.csv", "XAA-XBB[NA]_1992O", "Axia Bexia"),
        ("agreements_TOTA.csv", "XAA-XBB[CU]_1992O", "Axia Bexia Customs Union"),
    )
    with refused(
        CellInvalid,
        "agreements_TOTA.csv",
        3,
        "Title",
        "Axia Bexia Customs Union",
        match="Two titles have the key XAA-XBB_1992O",
    ):
        list(manytrade.agreements(made))


def test_an_identifier_without_a_name_stops_the_run(tmp_path: Path) -> None:
    with refused(CellInvalid, "agreements_HUGGO.csv", 2, "Title", match="an identifier but no name"):
        list(manytrade.agreements(raw(tmp_path, ("agreements_HUGGO.csv", "XAA-XBB_1992O", ""))))


def test_a_dyad_is_concerned_where_every_dataset_names_the_same_two(tmp_path: Path) -> None:
    desta_mem, huggo_mem = "memberships_DESTA_MEM.csv", "memberships_HUGGO_MEM.csv"
    made = raw(
        tmp_path,
        *((desta_mem, "TWO_1992O", "Two", state) for state in ("RUS", "KAZ")),
        *((desta_mem, "THREE_1992O", "Three", state) for state in ("RUS", "KAZ", "KGZ")),
        *((desta_mem, "UNSURE_1992O", "Unsure", state) for state in ("RUS", "KAZ")),
        *((huggo_mem, "TWO_1992O", "Two", state) for state in ("KAZ", "RUS")),
        *((huggo_mem, "UNSURE_1992O", "Unsure", state) for state in ("KGZ", "KAZ")),
    )
    dyads = {row["key"]: row["concerns_dyad"] for row in manytrade.agreements(made)}
    assert dyads == {"TWO_1992O": "KZ-RU", "THREE_1992O": "", "UNSURE_1992O": "", "XAA-XCC_1992O": ""}


def test_an_undated_agreement_is_passed_over(tmp_path: Path) -> None:
    made = raw(tmp_path, ("agreements_GPTAD.csv", "XAA-XBB_9012O", "Axia Bexia", "", ""))
    assert [row["key"] for row in manytrade.agreements(made)] == ["XAA-XCC_1992O"]
