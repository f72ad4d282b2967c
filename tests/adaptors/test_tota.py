"""TOTA: days of agreements, one of which HUGGO dates otherwise."""

from pathlib import Path

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from tests.adaptors.raw_files import code_of, raw_rows, refused, shipped

tota = code_of("tota")


def raw(folder: Path, signed: str, force: str = "") -> Raw:
    own = {"manyID": "XAA-XBB[XB]_1992O", "treatyID": "XAA-XBB[XB]_1992O", "Title": "Axia Bexia", "Begin": signed}
    return raw_rows(folder, {"agreements_TOTA.csv": [own | {"Signature": signed, "Force": force, "totaID": "1"}]})


def test_each_date_is_a_step(tmp_path: Path) -> None:
    rows = tota.steps(raw(tmp_path, "1992-10-22", "1993-06-07"))
    assert [row["key"] for row in rows] == ["XAA-XBB_1992O.in-force.1993-06-07", "XAA-XBB_1992O.signed.1992-10-22"]


def test_a_day_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with refused(CellInvalid, "agreements_TOTA.csv", 2, "Force", "1993-02-30"):
        tota.steps(raw(tmp_path, "1992-10-22", "1993-02-30"))


def signatures(source: str) -> list[str]:
    at = ("KAZ-RUS_1992O", "signed")
    rows = shipped(source, "AgreementStep")
    return [row["period"] for row in rows if (row["has_undertaking"], row["has_step"]) == at]


def test_two_days_of_signature_of_one_agreement_stay_two_claims() -> None:
    assert {source: signatures(source) for source in ("desta", "huggo", "tota")} == {
        "desta": ["1992"],
        "huggo": ["1992-05-25"],
        "tota": ["1992-10-22"],
    }


def test_the_text_of_the_agreement_has_the_later_day(shared: Path) -> None:
    text = (shared / "data" / "treaties" / "KAZ-RUS_1992O_fulltext_en.txt").read_text(encoding="utf-8")
    assert "Done in the city of Moscow, October 22, 1992" in text
    assert "signed on May 25, 1992" in text.partition("hereby agreed")[0], "the treaty of friendship that it invokes"
