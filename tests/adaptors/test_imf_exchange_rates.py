"""The IMF's rates: one a currency and year, in the currency in which it is, about the dollar and of the whole year."""

from collections import Counter
from pathlib import Path

import pytest

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid, ColumnUnknown, KeyDuplicated
from kg.load.currencies import IN_ONTOLOGY, currencies
from kg.load.source import read_source
from tests.adaptors.raw_files import code_of, folder_of, raw_lines, refused, shipped

adaptor = code_of("imf-exchange-rates")

HEADER = "Date,Rate,Currency,Frequency,Source,Country code,Country"


def raw(folder: Path, *rows: str, header: str = HEADER) -> Raw:
    return raw_lines(folder, {adaptor.FILE: (header, *rows)})


def rates() -> dict[tuple[str, str], str]:
    return {(row["has_unit"], row["period"]): row["amount"] for row in shipped("imf-exchange-rates", "Measurement")}


def test_the_shipped_rates_read_as_the_file_does() -> None:
    found = rates()
    assert found["KZT", "2023"] == "456.165"
    assert found["RUB", "1996"] == "5.120833333333332"
    assert found["EUR", "1999"] == "0.9382830723952832"
    assert found["HRK", "2022"] == "7.1597415"
    assert len([year for unit, year in found if unit == "KZT"]) == 31
    assert len(found) == len(shipped("imf-exchange-rates", "Measurement")) == 14_107 - 3_721 - 326


def test_years_that_the_file_lacks_are_not_made_up() -> None:
    found = rates()
    assert [year for year in range(1993, 1997) if ("RUB", str(year)) in found] == [1993, 1996]
    assert [year for year in range(1999, 2015) if ("UZS", str(year)) in found] == [1999, 2000, 2013, 2014]
    assert ("TMM", "2002") not in found


def test_a_rate_is_about_the_dollar_in_units_of_the_currency() -> None:
    values = read_source(folder_of("imf-exchange-rates")).row_values["Measurement"]
    assert (values["is_about_unit"], values["has_indicator"]) == ("USD", "exchange-rate")


def test_every_currency_is_a_unit_and_none_is_one_twice() -> None:
    made = {row["key"] for row in currencies()}
    assert not made & IN_ONTOLOGY
    assert {unit for unit, _ in rates()} <= made | IN_ONTOLOGY
    assert all(row["currency"] == "true" and row["label_en"] and row["label_kk"] for row in currencies())


def test_the_euro_is_the_euro_areas(tmp_path: Path) -> None:
    rows = [f"2022-12-31,{rate},EUR,A,IMF,{of}" for rate, of in [("0.95", "AD,Andorra"), ("0.94", "U2,Euro Area (EA)")]]
    (found,) = adaptor.rates(raw(tmp_path, *rows))
    assert (found["has_unit"], found["period"], found["amount"], found["was_derived_from"]) == (
        "EUR",
        "2022",
        "0.94",
        "#row=3",
    )


def test_namibias_code_is_read_and_its_rand_left_to_south_africa(tmp_path: Path) -> None:
    rows = ("2022-12-31,16.3,ZAR,A,IMF,NA,Namibia", "2022-12-31,16.4,ZAR,A,IMF,ZA,South Africa")
    assert [found["amount"] for found in adaptor.rates(raw(tmp_path, *rows))] == ["16.4"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("HRD", "HRK"), ("CSJ", "CSK"), ("UYW", "UYU"), ("VED", "VEF"), ("TMT", "TMM"), ("KZT", "KZT")],
)
def test_a_code_means_the_currency_in_which_the_rates_are(printed: str, meant: str, tmp_path: Path) -> None:
    (found,) = adaptor.rates(raw(tmp_path, f"1993-12-31,2.5,{printed},A,IMF,XX,X"))
    assert found["has_unit"] == meant


def test_what_is_left_out_is_left_out_by_name(tmp_path: Path) -> None:
    counted = Counter(currency for currency, _ in adaptor.LEFT_OUT)
    assert (counted["USD"], counted["XOF"], counted["XCD"], counted["EUR"]) == (8, 8, 8, 3)
    rows = [f"2022-12-31,9,{currency},A,IMF,{code},X" for currency, code in adaptor.LEFT_OUT]
    assert list(adaptor.rates(raw(tmp_path, *rows))) == []


def test_a_rate_that_shed_its_zeros_is_left_out_and_one_of_many_places_keeps_its_figure(tmp_path: Path) -> None:
    rows = ("1950-12-31,0.0000001,AOA,A,IMF,AO,Angola", "1991-12-31,0.0005213181127385788,AOA,A,IMF,AO,Angola")
    (found,) = adaptor.rates(raw(tmp_path, *rows))
    assert (found["amount"], found["amount_as_said"]) == ("0.000521318112738579", "0.0005213181127385788")


def test_another_rate_of_a_currency_and_year_is_refused(tmp_path: Path) -> None:
    rows = ("2022-12-31,1.4,KZT,A,IMF,KZ,Kazakhstan", "2022-12-31,1.5,KZT,A,IMF,XA,Axia")
    with refused(KeyDuplicated, adaptor.FILE, 3, "Country code", "KZT"):
        list(adaptor.rates(raw(tmp_path, *rows)))


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("2022-06-30,1.4,KZT,A,IMF,KZ,Kazakhstan", "Date", "2022-06-30"),
        ("2022-12-31,,KZT,A,IMF,KZ,Kazakhstan", "Rate", ""),
        ("2022-12-31,0,KZT,A,IMF,KZ,Kazakhstan", "Rate", "0"),
        ("2022-12-31,1e-9,KZT,A,IMF,KZ,Kazakhstan", "Rate", "1e-9"),
    ],
)
def test_what_is_no_rate_of_a_year_is_refused(row: str, column: str, value: str, tmp_path: Path) -> None:
    with refused(CellInvalid, adaptor.FILE, 2, column, value):
        list(adaptor.rates(raw(tmp_path, row)))


def test_a_column_that_nobody_decided_about_is_refused(tmp_path: Path) -> None:
    with refused(ColumnUnknown, adaptor.FILE, 1, "Note"):
        list(adaptor.rates(raw(tmp_path, header=f"{HEADER},Note")))
