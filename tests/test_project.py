"""A project of one's own: how it begins, what its settings do, and a check that names all faults at once."""

import json
from pathlib import Path

import pytest

from kg.passages import Located, passages_like
from tests.running import Done, kg

ARTICLE = (
    "Alphia and Betia met on Monday.\n"
    "Turnover reached «4.4 bn» dollars in 2024, the minister said — more than ever.\n"
    "More than 30,000 stu-\ndents of Alphia study in Betia. Turnover grew.\n"
)
DESCRIBED = (
    *("new-source", "news", "--label", "News", "--label-ru", "Новости", "--publisher", "The Betia Herald"),
    *("--licence", "cc0-1.0", "--address", "https://example.org/1", "--issued", "2025-01-02"),
    *("--retrieved", "2025-01-03", "--text", "../article.txt", "--tables", "Measurement,StudentFlow"),
    *("--countries", "XA=Alphia,XB=Betia"),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project that stands on the codes, with a source that rests on an article."""
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    assert kg(tmp_path, "init", "mine").returncode == 0
    assert kg(tmp_path / "mine", *DESCRIBED).returncode == 0
    return tmp_path / "mine"


def fill(project: Path, table: str, *rows: str) -> None:
    path = project / "data" / "news" / f"{table}.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def findings(done: Done) -> list[tuple[str, str, int | None, str | None, str | None]]:
    """Return of each finding its rule, file, line, column and value."""
    checks = json.loads(done.stdout)
    return [
        (f["rule"], (f["file"] or "-").rpartition("/")[2], f["line"], f["column"], f["value"])
        for check in checks
        for f in check["findings"]
    ]


def remedy(done: Done, value: str) -> str:
    """Return the message of the finding on a value."""
    (found,) = (f["message"] for check in json.loads(done.stdout) for f in check["findings"] if f["value"] == value)
    return str(found)


def test_a_new_project_has_its_files_and_nothing_is_written_over(tmp_path: Path) -> None:
    done = kg(tmp_path, "init", "mine", "--lang", "kk")
    assert done.returncode == 0
    made = sorted(str(path.relative_to(tmp_path / "mine")) for path in (tmp_path / "mine").rglob("*") if path.is_file())
    assert made == [
        *(".github/workflows/check.yml", ".gitignore", "README.md", "data/.gitkeep", "dyad.toml"),
        *("queries/.gitkeep", "texts/.gitkeep"),
    ]
    assert "дереккөз" in (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")
    assert 'language = "kk"' in (tmp_path / "mine" / "dyad.toml").read_text(encoding="utf-8")
    (tmp_path / "mine" / "README.md").write_text("mine", encoding="utf-8")
    again = kg(tmp_path, "init", "mine")
    assert (again.returncode, "README.md" in again.stderr) == (2, True)
    assert (tmp_path / "mine" / "README.md").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('on_top_off = "codes"', "Did you mean on-top-of?"),
        ('on-top-of = "shiped"', "Did you mean shipped?"),
        ('language = "en-GB"', "It may be one of: en, kk, ru."),
        ('data = "data"', 'Write data = ["…"].'),
        ('texts = ["texts"]', 'Write texts = "…".'),
        ("data = [", "Mend it"),
        ('on-top-of = ["curencies"]', "Did you mean currencies?"),
    ],
)
def test_what_the_settings_cannot_say_is_an_error_with_the_nearest(text: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "dyad.toml").write_text(text + "\n", encoding="utf-8")
    (tmp_path / "data" / "deep").mkdir(parents=True)
    done = kg(tmp_path / "data" / "deep", "check")
    assert done.returncode == 2
    assert expected in done.stderr


def test_a_project_without_a_source_says_how_to_begin_one(tmp_path: Path) -> None:
    kg(tmp_path, "init")
    done = kg(tmp_path, "check")
    assert (done.returncode, "kg new-source" in done.stdout) == (2, True)


def test_code_beside_a_source_runs_where_its_folder_is_named_and_not_where_settings_name_it(tmp_path: Path) -> None:
    kg(tmp_path, "init")
    options = ("--label", "N", "--publisher", "P", "--address", "https://example.org/", "--licence", "MIT")
    assert kg(tmp_path, "new-source", "news", *options).returncode == 0
    (tmp_path / "data" / "news" / "adaptor.py").write_text("print('it ran')\nTABLES = {}\n", encoding="utf-8")
    done = kg(tmp_path, "adapt", "news", ".")
    assert (done.returncode, "There is no such source." in done.stderr, "it ran" in done.stdout) == (2, True, False)
    assert "it ran" in kg(tmp_path, "adapt", "--data", "data", "news", ".").stdout


def test_what_is_needed_of_a_source_must_be_given_where_nobody_can_be_asked(tmp_path: Path) -> None:
    done = kg(tmp_path, "new-source", "news", "--label", "News")
    assert done.returncode == 2
    assert "Give --publisher, --licence, --address." in done.stderr
    options = ("--label", "N", "--publisher", "P", "--address", "https://example.org/")
    done = kg(tmp_path, "new-source", "news", *options, "--licence", "CC BY 4")
    assert (done.returncode, "Did you mean CC-BY-4.0" in done.stderr) == (2, True)
    done = kg(tmp_path, "new-source", "news", *options, "--licence", "MIT", "--tables", "measurements")
    assert (done.returncode, "Did you mean Measurement" in done.stderr) == (2, True)
    assert not (tmp_path / "data").exists()


def test_all_faults_of_all_stages_are_named_in_one_run_and_their_consequences_are_not(project: Path) -> None:
    fill(
        project,
        "Measurement",
        'trade,XB-XA,lots,4.4 bn,realised,usd,goods turnover,stated,2024,"#char=32,64","Turnover reached ""4.4 bn"""',
        'trade,XA-XB,1,1,realized,US dollar,goods-turnover,more than,2024-13,"#char=32,48",Turnover reached',
    )
    fill(project, "StudentFlow", 'students,Betia,XAA,30000,"30,000",ongoing,student,students,more-than,2025,#char=1,2')
    (project / "data" / "news" / "StudentFlow.csv").rename(project / "data" / "news" / "student_flows.csv")
    done = kg(project, "check", "--format", "json")
    assert done.returncode == 1
    assert findings(done) == [
        ("table-unknown", "student_flows.csv", None, None, None),
        ("cell-invalid", "Measurement.csv", 2, "amount", "lots"),
        ("key-unknown", "Measurement.csv", 2, "is_about_dyad", "XB-XA"),
        ("key-unknown", "Measurement.csv", 2, "has_indicator", "goods turnover"),
        ("key-unknown", "Measurement.csv", 2, "has_unit", "usd"),
        ("cell-invalid", "Measurement.csv", 3, "period", "2024-13"),
        ("key-duplicated", "Measurement.csv", 3, "key", "trade"),
        ("key-unknown", "Measurement.csv", 3, "has_unit", "US dollar"),
        ("key-unknown", "Measurement.csv", 3, "has_bound", "more than"),
        ("key-unknown", "Measurement.csv", 3, "has_stage", "realized"),
        ("cell-invalid", "student_flows.csv", 2, "was_derived_from", "#char=1"),
        ("key-unknown", "student_flows.csv", 2, "has_destination", "Betia"),
        ("key-unknown", "student_flows.csv", 2, "has_origin", "XAA"),
        ("words-differ", "Measurement.csv", 2, "words", 'Turnover reached "4.4 bn"'),
    ]
    for value, meant in {
        "usd": "Did you mean USD",
        "US dollar": "Did you mean USD",
        "goods turnover": "Did you mean goods-turnover",
        "more than": "Did you mean more-than",
        "realized": "Did you mean realised",
        "XB-XA": "Write XA-XB",
    }.items():
        assert meant in remedy(done, value)


def test_a_name_or_a_code_in_the_place_of_a_key_is_answered_with_the_key(project: Path) -> None:
    row = 'students,{},{},30000,"30,000",ongoing,student,students,more-than,2025,"#char=111,127",More than 30,000'
    fill(project, "StudentFlow", row.format("Betia", "Алфия").replace("30,000\n", ""))
    done = kg(project, "check", "--format", "json")
    assert [f[0] for f in findings(done)] == ["cell-count-wrong"]
    fill(project, "StudentFlow", row.format("Betia", "KAZ").replace(",More than 30,000", ',"More than 30,000"'))
    done = kg(project, "check", "--format", "json")
    assert [(f[0], f[4]) for f in findings(done)] == [("key-unknown", "Betia")]
    assert "Did you mean country/XB" in remedy(done, "Betia")


@pytest.mark.parametrize("pair", ["XB-XA", "xa-xb", "XA–XB", "Alphia-Betia", "betia — XA", "XA_XB"])
def test_a_pair_written_otherwise_is_answered_with_its_key(pair: str, project: Path) -> None:
    row = '{},1,1,realised,{},goods-turnover,stated,2024,"#char=0,4",Turnover reached «4.4 bn»'
    fill(project, "Measurement", f"trade,{row.format(pair, 'bln USD')}")
    done = kg(project, "check", "--format", "json")
    assert {(f[0], f[3]) for f in findings(done)} == {
        ("key-unknown", "is_about_dyad"),
        ("key-unknown", "has_unit"),
        ("words-differ", "words"),
    }
    assert "Write XA-XB" in remedy(done, pair)
    assert "Did you mean USD?" in remedy(done, "bln USD")
    assert "the words stand at #char=32,57; mend the place." in remedy(done, "Turnover reached «4.4 bn»")


def test_a_header_that_nearly_names_a_column_with_its_class_is_answered_with_it(project: Path) -> None:
    path = project / "data" / "news" / "Measurement.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("is_about_dyad", "Is_about_dyad"), encoding="utf-8")
    assert "Did you mean is_about_dyad" in kg(project, "check").stdout


def test_a_table_that_cannot_be_read_makes_no_description_wrong(project: Path) -> None:
    (project / "data" / "news" / "Measurement.csv").write_text("key;amount\na;1\n", encoding="utf-8")
    done = kg(project, "check", "--format", "json")
    assert [f[0] for f in findings(done)] == ["column-unknown"]


def test_a_description_at_fault_makes_no_row_wrong(project: Path) -> None:
    description = project / "data" / "news" / "source.ttl"
    text = description.read_text(encoding="utf-8")
    description.write_text(text.replace("dyad:retrievedOn", "dyad:retrivedOn"), encoding="utf-8")
    fill(
        project,
        "Measurement",
        'a,XA-XB,4400000000,4.4 bn,realised,USD,goods-turnover,stated,2024,"#char=32,57",Turnover reached «4.4 bn»',
    )
    done = kg(project, "check", "--format", "json")
    assert [(f[0], f[3]) for f in findings(done)] == [
        ("source-invalid", "dyad:retrievedOn"),
        ("source-invalid", "dyad:retrivedOn"),
    ]
    description.write_text(text, encoding="utf-8")
    assert (kg(project, "check").returncode, findings(kg(project, "check", "--format", "json"))) == (0, [])


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Turnover reached", [Located(32, 48, "Turnover reached")]),
        ("Turnover", [Located(32, 40, "Turnover"), Located(165, 173, "Turnover")]),
        ('reached "4.4 bn"', [Located(41, 57, "reached «4.4 bn»", ("quotation marks",))]),
        ("said - more", [Located(88, 99, "said — more", ("dashes",))]),
        ("turnover  grew", [Located(165, 178, "Turnover grew", ("spaces", "capitals"))]),
        ("students of", [Located(128, 141, "stu-\ndents of", ("hyphens at line ends",))]),
        ("the minster sad", [Located(75, 92, "the minister said", ("words",))]),
        ("nothing like it at all, zyx", []),
    ],
)
def test_a_phrase_is_found_with_what_differs(phrase: str, expected: list[Located]) -> None:
    assert passages_like(ARTICLE, phrase) == expected


def test_a_phrase_is_printed_as_the_row_to_paste(project: Path) -> None:
    done = kg(project, "locate", "article.txt", "Turnover reached «4.4 bn»")
    assert done.returncode == 0
    assert done.stdout == 'was_derived_from,words_en\n"#char=32,57",Turnover reached «4.4 bn»\n'
    assert "180 characters, SHA-256 " in done.stderr
    assert kg(project, "locate", "article.txt", "said - more").returncode == 1
    done = kg(project, "locate", "articel.txt", "said")
    assert (done.returncode, "article.txt" in done.stderr) == (2, True)
