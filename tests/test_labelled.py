"""Answers leave with labels beside keys, in every form; with none asked for they are the W3C's formats unchanged."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import openpyxl
import pandas
import pytest
from pyarrow import parquet

from kg.core import iri
from kg.core.errors import LimitReached
from kg.core.graph import Literal, NamedNode, Term
from kg.query.answers import Answer
from kg.query.labelled import label_answer
from kg.query.labelling import Labelling
from kg.query.workbook import write_workbook
from kg.wording.labels import ChosenLabel
from tests import running
from tests.running import Done

Kg = Callable[..., Done]
XA = NamedNode(iri.mint("country", "XA"))
CLAIM, FOREIGN = NamedNode(iri.mint("claim", "ab")), NamedNode("https://creativecommons.org/licenses/by/4.0/")
LABELS = {
    XA.value: ChosenLabel("Ксандия", "ru", "Ксандия (ru)"),
    FOREIGN.value: ChosenLabel("CC BY 4.0", None, "CC BY 4.0"),
}
WHERE = "{ ?claim dyad:assertedBy ?speaker ; dyad:claimKey 'kazinform-2025-11-12/turnover-2024' }"
SPEAKER = f"SELECT ?speaker ?claim {WHERE}"


@pytest.fixture(scope="module")
def kg(seed_build: Path) -> Kg:
    return partial(running.kg, seed_build.parent)


def labelled(
    labelling: Labelling, variables: str, *rows: Sequence[Term | None]
) -> tuple[tuple[str, ...], list[object]]:
    found = label_answer(Answer(tuple(variables.split()), tuple(map(tuple, rows)), "table"), LABELS, labelling)
    return found.variables, [*found.rows]


def test_beside_a_column_of_keys_stands_one_of_labels() -> None:
    rows: list[list[Term | None]] = [[XA, CLAIM, Literal("text")], [FOREIGN, None, None]]
    assert labelled(Labelling.BOTH, "x claim y", *rows) == (
        ("x", "x_label", "claim", "y"),
        [
            (Literal("country/XA"), Literal("Ксандия", language="ru"), Literal("claim/ab"), Literal("text")),
            (Literal(FOREIGN.value), Literal("CC BY 4.0"), None, None),
        ],
    )


def test_labels_may_stand_alone() -> None:
    rows = [[XA, CLAIM]]
    found = labelled(Labelling.ONLY, "x claim", *rows)
    assert found == (("x", "claim"), [(Literal("Ксандия", language="ru"), Literal("claim/ab"))])


def test_with_none_an_answer_stays_as_it_is() -> None:
    assert labelled(Labelling.NONE, "x", [XA]) == (("x",), [(XA,)])


def test_a_query_that_gives_labels_itself_gets_no_others() -> None:
    found = labelled(Labelling.BOTH, "x x_label", [XA, Literal("mine")])
    assert found == (("x", "x_label"), [(Literal("country/XA"), Literal("mine"))])


# --- the forms --------------------------------------------------------------------------------------------------

NAMED = {"en": "Arman Shaqqaliev", "ru": "Арман Шаккалиев", "kk": "Арман Шаққалиев"}
PERSON, KEY = "person/b76e3fb0eed0363ac42e", "claim/c0a8333edbc7c2524d74"


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_csv_has_labels_in_the_language_asked(language: str, kg: Kg) -> None:
    done = kg("query", "-", "--format", "csv", "--lang", language, text=SPEAKER)
    assert [*csv.reader(io.StringIO(done.stdout))] == [
        ["speaker", "speaker_label", "claim"],
        [PERSON, NAMED[language], KEY],
    ]


def test_json_and_tsv_say_in_which_language_a_label_is(kg: Kg) -> None:
    (row,) = json.loads(kg("query", "-", "--format", "json", text=SPEAKER).stdout)["results"]["bindings"]
    assert row["speaker"] == {"type": "literal", "value": PERSON}
    assert row["speaker_label"] == {"type": "literal", "value": NAMED["en"], "xml:lang": "en"}
    assert f'"{PERSON}"\t"{NAMED["en"]}"@en\t"{KEY}"' in kg("query", "-", "--format", "tsv", text=SPEAKER).stdout


def test_with_labels_none_the_formats_are_the_standard_ones(kg: Kg) -> None:
    plain = partial(kg, "query", "-", "--labels", "none", text=SPEAKER, COLUMNS="80")
    assert plain("--format", "csv").stdout == f"speaker,claim\r\n{iri.ID}{PERSON},{iri.ID}{KEY}\r\n"
    assert plain("--format", "tsv").stdout == f"?speaker\t?claim\n<{iri.ID}{PERSON}>\t<{iri.ID}{KEY}>\n"
    assert json.loads(plain("--format", "json").stdout) == {
        "head": {"vars": ["speaker", "claim"]},
        "results": {
            "bindings": [
                {
                    "speaker": {"type": "uri", "value": iri.ID + PERSON},
                    "claim": {"type": "uri", "value": iri.ID + KEY},
                }
            ]
        },
    }


def test_triples_stay_triples(kg: Kg) -> None:
    done = kg("query", "-", "--format", "nt", text=f"CONSTRUCT {{ ?claim dyad:assertedBy ?speaker }} {WHERE}")
    assert done.stdout == f"<{iri.ID}{KEY}> <{iri.PREFIXES['dyad']}assertedBy> <{iri.ID}{PERSON}> .\n"


def test_triples_with_labels_are_refused(kg: Kg) -> None:
    done = kg("query", "-", "--format", "nt", "--labels", "both", text=f"CONSTRUCT WHERE {WHERE}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Triples have no labels" in done.stderr


def test_parquet_and_pandas_read_the_labels(kg: Kg, tmp_path: Path) -> None:
    out = tmp_path / "x.parquet"
    assert kg("query", "-", "--format", "parquet", "--out", str(out), text=SPEAKER).returncode == 0
    assert parquet.read_table(out).to_pylist() == [{"speaker": PERSON, "speaker_label": NAMED["en"], "claim": KEY}]
    assert pandas.read_parquet(out).columns.tolist() == ["speaker", "speaker_label", "claim"]


def test_a_limit_says_how_much_more_there_is(kg: Kg) -> None:
    ten = "SELECT ?x { VALUES ?x { 1 2 3 4 5 6 7 8 9 10 } }"
    done = kg("query", "-", "--format", "csv", "--limit", "3", text=ten)
    assert (done.stdout.split(), done.stderr) == (["x", "1", "2", "3"], "… 7 more: --limit 0\n")
    done = kg("query", "-", "--format", "csv", "--limit", "0", text=ten)
    assert (len(done.stdout.split()), done.stderr) == (11, "")


# --- the workbook -----------------------------------------------------------------------------------------------


def typed(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(iri.PREFIXES["xsd"] + kind))


def sheets(found: Answer, **about: str) -> dict[str, list[tuple[object, ...]]]:
    file = io.BytesIO()
    write_workbook(found, file, [*about.items()])
    again = io.BytesIO()
    write_workbook(found, again, [*about.items()])
    assert file.getvalue() == again.getvalue()
    book = openpyxl.load_workbook(file)
    return {sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book}


def one_column(*terms: Term | None) -> list[object]:
    return [row[0] for row in sheets(Answer(("x",), tuple((term,) for term in terms), "table"))["answer"][1:]]


def test_the_cells_of_a_workbook_have_types() -> None:
    found = one_column(
        typed("28468000000", "decimal"),
        typed("-1.50", "decimal"),
        typed("7", "integer"),
        typed("2024-01-31", "date"),
        typed("true", "boolean"),
        typed("1.5E3", "double"),
        Literal("007"),
    )
    assert found == [28468000000, -1.5, 7, datetime(2024, 1, 31), True, 1500, "007"]  # noqa: DTZ001


def test_what_excel_would_change_stays_text_and_is_noted() -> None:
    terms = [typed("1234567890.123456789", "decimal"), typed("1812-06-24", "date"), typed("9" * 40, "integer")]
    found = sheets(Answer(("x",), tuple((term,) for term in terms), "table"))
    assert found["answer"][1:] == [("1234567890.123456789",), ("1812-06-24",), ("9" * 40,)]
    (note,) = found["about"]
    assert "more than 15 digits" in str(note[1])
    assert Decimal(str(found["answer"][1][0])) != Decimal(float("1234567890.123456789"))  # the control: it would change


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "-1+cmd", "http://a.example/", "{=1}", "\x1b[31m"])
def test_no_text_is_run_in_a_workbook(text: str) -> None:
    file = io.BytesIO()
    write_workbook(Answer(("x",), ((Literal(text),),), "table"), file)
    cell = openpyxl.load_workbook(file)["answer"]["A2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value == text.replace("\x1b", "\\x1b")


def test_a_text_too_long_for_excel_is_cut_and_that_is_noted() -> None:
    found = sheets(Answer(("x",), ((Literal("a" * 40_000),),), "table"))
    assert str(found["answer"][1][0]) == "a" * 32_766 + "…"
    assert "are cut" in str(found["about"][0][1])


def test_more_rows_than_a_sheet_has_are_refused() -> None:
    with pytest.raises(LimitReached, match="1,048,576 rows"):
        write_workbook(Answer(("x",), ((None,),) * 1_048_576, "table"), io.BytesIO())


def test_a_workbook_says_what_was_asked_and_whose_figures_these_are(kg: Kg, tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    assert kg("ask", "turnover", "--format", "xlsx", "--out", str(out)).returncode == 0
    book = openpyxl.load_workbook(out)
    answer, about = book["answer"], dict(book["about"].iter_rows(values_only=True))
    assert (answer.freeze_panes, answer.auto_filter.ref) == ("A2", "A1:W3")
    assert [cell.value for cell in answer[1]][2:7] == ["stage", "stage_label", "bound", "bound_label", "amount"]
    assert (answer["G3"].value, answer["A3"].number_format) == (28_000_000_000, "yyyy-mm-dd")
    assert str(about["question"]).startswith("What was the goods turnover of a dyad, according to whom")
    assert "Kazinform" in str(about["source"])
    assert "facts and short quotations" in str(about["source"])
