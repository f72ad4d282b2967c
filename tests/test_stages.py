"""One command for every stage: each can be chosen, and says whether it was checked; a baseline accepts and shrinks."""

import json
from pathlib import Path

import pytest

from kg.validation.baseline import KnownFinding, baseline_of, beyond, read_baseline, write_baseline
from kg.validation.report import CheckOutcome, Report, Violation, exit_code, judged_by, not_checked, report
from kg.validation.stage_names import CHECK_STAGES
from tests.running import Done, kg
from tests.seed import copy_small_seed

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ;
    sh:property [ sh:path ex:age ; sh:minInclusive 0 ; sh:maxCount 1 ] .
"""
PEOPLE = "@prefix ex: <http://example.org/> .\nex:ada a ex:Person ; ex:age -5 .\nex:bek a ex:Person ; ex:age {} .\n"
MORE = "\n\n[] a ex:Person ; ex:age -1 .\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return copy_small_seed(tmp_path / "data")


def outcomes(done: Done) -> dict[str, str]:
    return {one["check"]: one["outcome"] for one in json.loads(done.stdout)}


def spoil(data: Path, source: str, table: str, old: str, new: str) -> None:
    path = data / source / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


# --- Stages ----------------------------------------------------------------------------------------------------------


def test_each_stage_says_whether_it_was_checked(data: Path) -> None:
    done = kg(data.parent, "check", "--data", "data", "--without-shipped", "--only", "tables, lint", "--format", "json")
    assert (done.returncode, list(outcomes(done))) == (0, [*CHECK_STAGES])
    assert outcomes(done) == dict.fromkeys(CHECK_STAGES, "not checked") | {"tables": "conforms", "lint": "conforms"}
    reasons = {one["check"]: one["notes"] for one in json.loads(done.stdout)}
    assert (reasons["shapes"], reasons["tables"]) == (["not named by --only"], [])


def test_words_without_texts_are_not_checked_and_nothing_checked_at_all_is_no_success(data: Path) -> None:
    arguments = ("check", "--data", "data", "--without-shipped", "--format", "json")
    done = kg(data.parent, *arguments, "--skip", "shapes,consistency")
    assert (done.returncode, outcomes(done)["words"], outcomes(done)["tables"]) == (0, "not checked", "conforms")
    done = kg(data.parent, *arguments, "--only", "words")
    assert (done.returncode, set(outcomes(done).values())) == (3, {"not checked"})


@pytest.mark.parametrize(
    ("option", "names", "said"),
    [("--only", "tables,shape", "Did you mean shapes?"), ("--skip", "quotes-of-all", "The stages are: lint, queries")],
)
def test_a_name_of_no_stage_is_met_with_the_nearest(option: str, names: str, said: str, tmp_path: Path) -> None:
    done = kg(tmp_path, "check", option, names)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_stages_that_leave_nothing_are_refused(tmp_path: Path) -> None:
    done = kg(tmp_path, "check", "--only", "lint", "--skip", "lint,shapes")
    assert done.returncode == 2
    assert "Every stage that --only names is left out" in done.stderr


def test_faults_of_tables_that_are_not_told_are_said_to_be_there(data: Path) -> None:
    spoil(data, "kazinform-2025-11-12", "Measurement", ",28000000000,", ",twenty-eight,")
    done = kg(data.parent, "check", "--data", "data", "--without-shipped", "--only", "shapes", "--format", "json")
    shapes = next(one for one in json.loads(done.stdout) if one["check"] == "shapes")
    assert any("1 faults of the tables are not told" in note for note in shapes["notes"])
    told = kg(data.parent, "check", "--data", "data", "--without-shipped", "--only", "tables", "--format", "json")
    assert (told.returncode, outcomes(told)["tables"]) == (1, "violations")


def test_files_and_shapes_know_the_stages_that_they_have(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(SHAPES, "utf-8")
    (tmp_path / "p.ttl").write_text(PEOPLE.format(3), "utf-8")
    done = kg(tmp_path, "check", "--shapes", "s.ttl", "--data", "p.ttl", "--only", "shapes")
    assert (done.returncode, "--only goes not with --shapes" in done.stderr) == (2, True)
    done = kg(tmp_path, "check", "p.ttl", "--only", "shapes", "--format", "json")
    assert outcomes(done)["consistency"] == "not checked"


def test_a_warning_fails_where_that_is_asked_for() -> None:
    found = report("lint", [Violation("r", "warning", {"en": ""}, "x")], 1)
    assert [judged_by(found, level).outcome.exit_code for level in ("error", "warning", "info")] == [0, 1, 1]
    assert judged_by(not_checked("lint", "why"), "info").outcome is CheckOutcome.NOT_CHECKED


def test_a_word_that_is_a_stage_is_met_with_the_command_that_checks_it(tmp_path: Path) -> None:
    assert "Did you mean kg check --only lint?" in kg(tmp_path, "lint").stderr


# --- What a build holds ----------------------------------------------------------------------------------------------


def test_contradictions_and_answers_are_told_of_a_build_that_is_of_these_sources(
    seed_data: Path, seed_build: Path, tmp_path: Path
) -> None:
    goldens = tmp_path / "goldens"
    goldens.mkdir()
    asked = ("ask", "turnover", "KZ-RU", "--build", str(seed_build), "--format", "csv", "--labels", "none")
    right = kg(tmp_path, *asked).stdout
    (goldens / "turnover,KZ-RU.csv").write_text(right, "utf-8")
    arguments = ("check", "--data", str(seed_data), "--without-shipped", "--build", str(seed_build), "--format", "json")
    judging = (*arguments, "--goldens", str(goldens))
    done = kg(tmp_path, *judging, "--only", "contradictions,goldens")
    first, second = json.loads(done.stdout)[-2:]
    assert (done.returncode, second["outcome"], second["checked"]) == (1, "conforms", 1)
    (clash,) = first["findings"]
    assert (clash["rule"], Path(clash["file"]).name, clash["line"]) == ("contradiction", "Measurement.csv", 18)
    (goldens / "turnover,KZ-RU.csv").write_text(right.replace("28000000000", "29000000000"), "utf-8")
    (goldens / "turnover.csv").write_text("a,b\n", "utf-8")
    done = kg(tmp_path, *judging, "--only", "goldens")
    wrong = json.loads(done.stdout)[-1]["findings"]
    assert [(one["rule"], one["line"], one["column"]) for one in wrong] == [
        ("answer-differs", next(n for n, row in enumerate(right.splitlines(), 1) if "28000000000" in row), "amount"),
        ("answer-columns", 1, None),
    ]
    assert wrong[0]["value"] == "28000000000"


def test_a_build_of_other_sources_is_not_taken_for_these(data: Path, seed_build: Path) -> None:
    arguments = ("--without-shipped", "--build", str(seed_build), "--only", "contradictions", "--format", "json")
    done = kg(data.parent, "check", "--data", "data", *arguments)
    (found,) = json.loads(done.stdout)[-2]["findings"]
    assert (done.returncode, found["rule"], found["value"]) == (2, "build-outdated", "iso-3166, register")


# --- Baselines -------------------------------------------------------------------------------------------------------


@pytest.fixture
def shaped(tmp_path: Path) -> Path:
    (tmp_path / "s.ttl").write_text(SHAPES, "utf-8")
    (tmp_path / "p.ttl").write_text(PEOPLE.format(-7), "utf-8")
    return tmp_path


def judge(folder: Path, *arguments: str) -> Done:
    return kg(folder, "check", "--shapes", "s.ttl", "--data", "p.ttl", "--format", "json", *arguments)


def test_what_is_known_is_accepted_wherever_it_stands_and_what_is_new_fails(shaped: Path) -> None:
    assert judge(shaped).returncode == 1
    assert judge(shaped, "--write-baseline", "b.json").returncode == 0
    moved = "# a line more\n\n" + PEOPLE.format(-7)
    (shaped / "p.ttl").write_text(moved, "utf-8")
    done = judge(shaped, "--baseline", "b.json")
    assert (done.returncode, json.loads(done.stdout)[0]["notes"]) == (0, ["2 known findings are accepted"])
    (shaped / "p.ttl").write_text(moved + MORE, "utf-8")
    done = judge(shaped, "--baseline", "b.json")
    assert (done.returncode, [one["value"] for one in json.loads(done.stdout)[0]["findings"]]) == (1, ["-1"])
    (shaped / "p.ttl").write_text(PEOPLE.format(-8), "utf-8")
    done = judge(shaped, "--baseline", "b.json")
    assert (done.returncode, [one["value"] for one in json.loads(done.stdout)[0]["findings"]]) == (1, ["-8"])


def test_what_no_longer_occurs_is_told_and_a_ratchet_takes_it_out_and_puts_nothing_in(shaped: Path) -> None:
    judge(shaped, "--write-baseline", "b.json")
    (shaped / "p.ttl").write_text(PEOPLE.format(3) + MORE, "utf-8")
    before = (shaped / "b.json").read_text("utf-8")
    done = judge(shaped, "--baseline", "b.json")
    (gone,) = json.loads(done.stdout)[-1]["findings"]
    assert (gone["rule"], gone["severity"], gone["value"]) == ("no-longer PersonShape age MinInclusive", "info", "-7")
    assert (shaped / "b.json").read_text("utf-8") == before
    done = judge(shaped, "--baseline", "b.json", "--ratchet")
    left = json.loads((shaped / "b.json").read_text("utf-8"))["accepted"]
    assert (done.returncode, [(one["node"], one["value"]) for one in left]) == (1, [("http://example.org/ada", "-5")])


def test_a_baseline_is_not_begun_twice_and_a_ratchet_needs_one(shaped: Path) -> None:
    judge(shaped, "--write-baseline", "b.json")
    for arguments, said in (
        (("--write-baseline", "b.json"), "a baseline only shrinks"),
        (("--ratchet",), "Nothing is there to shrink"),
        (("--baseline", "b.json", "--write-baseline", "c.json"), "One baseline is read and another begun"),
    ):
        done = judge(shaped, *arguments)
        assert (done.returncode, said in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"form": "x", "accepted": []}', '{"form": "dyad-baseline/1", "accepted": [{"check": "a"}]}'],
)
def test_a_file_that_is_no_baseline_is_refused(text: str, shaped: Path) -> None:
    (shaped / "b.json").write_text(text, "utf-8")
    done = judge(shaped, "--baseline", "b.json")
    assert (done.returncode, "The file is no baseline" in done.stderr) == (2, True)


def test_faults_of_tables_are_known_by_their_table_column_and_value(data: Path) -> None:
    arguments = ("check", "--data", "data", "--without-shipped", "--only", "tables,shapes")
    spoil(data, "kazinform-2025-11-12", "Measurement", ",28000000000,", ",twenty-eight,")
    assert kg(data.parent, *arguments, "--write-baseline", "b.json").returncode == 0
    (known,) = read_baseline(data.parent / "b.json").accepted
    assert known == KnownFinding(
        "tables", "cell-invalid", "kazinform-2025-11-12/Measurement.csv", "amount", "twenty-eight"
    )
    assert kg(data.parent, *arguments, "--baseline", "b.json").returncode == 0
    spoil(data, "kazinform-2025-11-12", "Measurement", ",30000000000,", ",thirty,")
    assert kg(data.parent, *arguments, "--baseline", "b.json").returncode == 1


BAD = Violation("r", "error", {"en": "mend"}, "x:y", "p", "v")


def test_a_finding_that_is_accepted_once_is_new_the_second_time(tmp_path: Path) -> None:
    baseline = baseline_of(tmp_path / "b.json", [report("shapes", [BAD], 1)])
    write_baseline(baseline)
    assert read_baseline(baseline.path) == baseline
    (twice, _), left = beyond([report("shapes", [BAD, BAD], 1)], baseline)
    assert (len(twice.findings), left) == (1, baseline)


def test_what_was_not_checked_stays_accepted_and_what_could_not_be_used_never_is(tmp_path: Path) -> None:
    unusable = Report("shapes", CheckOutcome.UNUSABLE, (BAD,), 0)
    ended = Report("tables", CheckOutcome.VIOLATIONS, (BAD,), 0)
    assert not baseline_of(tmp_path / "b", [unusable, ended]).accepted
    baseline = baseline_of(tmp_path / "b", [report("shapes", [BAD], 1), report("tables", [BAD], 1)])
    for made in (unusable, ended, not_checked("shapes", "why")):
        (first, *_), left = beyond([made], baseline)
        assert (first, left) == (made, baseline)
    assert exit_code(beyond([ended], baseline)[0]) == 1
