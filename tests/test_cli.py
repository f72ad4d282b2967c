"""The command line as a user meets it: output, errors, exit codes."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from pkgutil import resolve_name

import pyarrow.parquet as pq
import pytest

from kg.checks.run import check_all
from kg.checks.tables import Content
from kg.cli import answering, exporting
from kg.core import assets, iri
from kg.export import forms
from kg.query.forms import ANSWER_FORMS as ANSWERED
from tests import running
from tests.running import KG, Done
from tests.seed import ARTICLE, copy_small_seed

HERE = Path(__file__).parent
Kg = Callable[..., Done]


@pytest.fixture
def kg(seed_build: Path) -> Kg:
    """Return a function that runs `kg` beside the seed's build, in this process."""
    return partial(running.kg, seed_build.parent)


@pytest.fixture
def kg_process(seed_build: Path) -> Kg:
    """Return a function that runs `kg` beside the seed's build, in a process of its own."""
    return partial(running.kg_process, seed_build.parent)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ask", "turnover"), 0),
        (("query", "-"), 0),
        (("sources", "--lang", "kk"), 0),
        (("check", str(HERE / "gexf" / "faulty.gexf")), 1),
        (("why", "nosuch"), 2),
        (("nosuch",), 2),
    ],
)
def test_a_process_ends_and_says_as_a_run_in_this_process_does(
    arguments: tuple[str, ...], code: int, kg: Kg, kg_process: Kg
) -> None:
    text = "SELECT ?claim { ?claim a dyad:OfficeHolding }"
    here, there = kg(*arguments, text=text), kg_process(*arguments, text=text)
    assert there == here
    assert there.returncode == code
    assert there.stdout + there.stderr != ""


def test_the_first_question_names_figure_bound_speaker_and_words(kg_process: Kg) -> None:
    done = kg_process("ask", "turnover", "--set", "dyad=KZ-RU")
    assert done.returncode == 0
    for part in ("amount, bn USD", "more than 28", "Arman Shaqqaliev", "Өткен жылы 28 млрд АҚШ долларынан асты"):
        assert part in done.stdout
    assert "What was the goods turnover" in done.stderr


@pytest.mark.parametrize(
    ("language", "expected"),
    [("kk", "Арман Шаққалиев"), ("ru", "Министр торговли и интеграции Казахстана"), ("en", "Arman Shaqqaliev")],
)
def test_labels_come_in_the_language_asked_for(language: str, expected: str, kg: Kg) -> None:
    assert expected in kg("ask", "turnover", "--lang", language).stdout


def test_the_questions_are_listed_in_every_language(kg: Kg) -> None:
    for language in ("kk", "ru", "en"):
        lines = kg("ask", "--lang", language).stdout.splitlines()
        named = {line.split()[0] for line in lines if line.startswith("  ") and not line.startswith("   ")}
        assert named == {path.stem for path in assets.queries().glob("*.rq")}


def test_a_build_tells_its_steps_on_standard_error(kg: Kg, seed_data: Path, tmp_path: Path) -> None:
    done = kg("build", "--without-shipped", "--data", str(seed_data), "--out", str(tmp_path / "build"))
    assert done.returncode == 0
    steps = [line for line in done.stderr.splitlines() if line.endswith(" …")]
    assert steps[0].startswith("loading ")
    assert steps[-3:] == ["checking and reasoning …", "comparing claims …", "writing …"]
    assert "NOT VERIFIED" in done.stderr
    assert done.stdout.startswith(f"{tmp_path / 'build'}: 89 claims of 3 sources")


def test_a_query_comes_from_a_file_or_standard_input(kg_process: Kg, tmp_path: Path) -> None:
    text = "SELECT (COUNT(?c) AS ?claims) WHERE { ?c a dyad:Claim MINUS { ?c a dyad:DerivedClaim } }"
    (tmp_path / "count.rq").write_text(text, encoding="utf-8")
    for done in (
        kg_process("query", str(tmp_path / "count.rq"), "--format", "csv"),
        kg_process("query", "-", "--format", "csv", text=text),
    ):
        assert (done.returncode, done.stdout.split()) == (0, ["claims", "89"])


def test_an_answer_is_written_typed_and_whole(kg: Kg, tmp_path: Path) -> None:
    out = tmp_path / "turnover.parquet"
    assert kg("ask", "turnover", "--format", "parquet", "--out", str(out)).returncode == 0
    amounts = pq.read_table(out)["amount"].to_pylist()
    assert sorted(map(int, amounts)) == [28_000_000_000, 30_000_000_000]
    assert [path.name for path in tmp_path.iterdir()] == ["turnover.parquet"]


def test_an_answer_without_rows_says_so(kg: Kg) -> None:
    done = kg("ask", "turnover", "KZ-UZ")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no rows" in done.stderr
    assert "Nobody in this graph says anything of Kazakhstan–Uzbekistan (KZ-UZ)." in done.stderr
    assert "asylum" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (("ask", "turnovr"), 2, "turnover"),
        (("ask", "turnover", "--set", "dyed=KZ-RU"), 2, "dyad"),
        (("ask", "turnover", "--set", "dyad"), 2, "parameter-invalid"),
        (("ask", "turnover", "--set", "dyad=KZ-RU> } { ?s"), 2, "parameter-invalid"),
        (("ask", "turnover", "--build", "nowhere"), 2, "build-missing"),
        (("why", "nosuch"), 2, "claim-unknown"),
        (("why", "\udcff"), 2, "claim-unknown"),
        (("build", "--data", "nowhere"), 2, "argument-invalid"),
        (("build", "--data", str(assets.data())), 1, "source-invalid"),
        (("build", "--with-packs=nosuch"), 2, "share-alike"),
        (("adapt", "nosuch", "."), 2, "argument-invalid"),
        (("adapt", "register", "."), 2, "written by hand"),
        (("check", "nowhere.ttl"), 2, "file-unreadable"),
        (("ask", "turnover", "--format", "docx"), 2, "Invalid value"),
        (("nosuch",), 2, "No such command"),
        (("query", "nosuch.rq"), 2, "nosuch.rq"),
        (("ask", "turnover", "--endpoint", "http://127.0.0.1:9/sparql"), 2, "endpoint-failed"),
    ],
)
def test_a_mistake_is_answered_with_a_clear_error(arguments: tuple[str, ...], code: int, named: str, kg: Kg) -> None:
    done = kg(*arguments)
    assert done.returncode == code
    assert named in done.stderr + done.stdout


def test_a_query_with_a_mistake_names_its_line(kg: Kg) -> None:
    done = kg("query", "-", text="SELECT ?s\nWHERE { ?s ?p }")
    assert done.returncode == 2
    assert "line 2, column 16, value «WHERE { ?s ?p }»" in done.stderr


def test_why_shows_the_exact_words_of_every_claim(kg: Kg, seed_build: Path, shared: Path) -> None:
    text = (shared / "seed" / "kazinform-2025-11-12.kk.txt").read_bytes().decode()
    rows = pq.read_table(seed_build / "claims.parquet").to_pylist()
    for row in rows[:: len(rows) // 6]:
        start, end = map(int, row["was_derived_from"].rpartition("=")[2].split(","))
        done = kg("why", row["claim"], "--text", str(shared / "seed"))
        assert done.returncode == 0
        assert f"[{text[start:end]}]" in done.stdout
        assert row["claim_key"] in done.stdout


def test_why_does_not_show_a_context_that_is_not_the_one_read(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "kazinform-2025-11-12.kk.txt").write_text("another text", encoding="utf-8")
    done = kg("why", "turnover-2024", "--text", str(tmp_path))
    assert "is not the text that was read" in done.stdout
    assert "another text" not in done.stdout


def test_sources_show_licence_and_vintage(kg: Kg) -> None:
    done = kg("sources")
    lines = done.stdout.splitlines()
    assert any(re.match(r"kazinform-2025-11-12 +2025-11-12 +89 +36 +facts and short quot", line) for line in lines)
    assert any(line.startswith("facts and short quotations: Use the facts") for line in lines)
    assert "Measurement" in kg("sources", "kazinform-2025-11-12").stdout
    unknown = kg("sources", "nowhere")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "kazinform-2025-11-12" in unknown.stderr


# --- check ------------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a small folder of sources in which two of them name a country differently."""
    data = tmp_path / "data"
    copy_small_seed(data)
    (data / ARTICLE / "Country.csv").write_text("key,iso_code,label_en\nKZ,KZ,Kazakhstan\nRU,RU,Russian Federation\n")
    return data


def test_what_ships_conforms_and_the_share_alike_pack_with_it(kg: Kg, shared: Path) -> None:
    done = kg("check", "--with-packs=share-alike", "--text", str(shared / "seed"))
    assert done.returncode == 0, done.stdout
    for part in ("lint: conforms", "queries: conforms", "tables: conforms", "shapes: conforms", "words: conforms, 89"):
        assert part in done.stdout
    assert "consistency: conforms" in done.stdout


def test_a_finding_has_file_row_and_a_message_in_each_language(kg: Kg, broken: Path) -> None:
    done = kg("check", "--without-shipped", "--data", str(broken), "--format", "json", "--lang", "ru")
    assert done.returncode == 1
    findings = [f for check in json.loads(done.stdout) for f in check["findings"]]
    assert {f["rule"] for f in findings} == {"Labels-property MaxCount", "Labels-property UniqueLang"}
    for finding in findings:
        assert finding["file"].endswith("Country.csv")
        assert (finding["line"], finding["column"]) == (3, "label")
        assert "на английском, казахском или русском" in finding["message"]


def test_a_finding_is_an_annotation_on_github(kg: Kg, broken: Path) -> None:
    done = kg("check", "--without-shipped", "--data", str(broken), "--format", "github")
    assert done.returncode == 1
    first = done.stdout.splitlines()[0]
    assert first.startswith("::error file=")
    assert "Country.csv,line=3,title=Labels-property MaxCount::column label: " in first


@pytest.mark.parametrize(
    ("text", "code", "outcome"),
    [
        ("<{id}unit/x> a dyad:Unit ; rdfs:label 'a'@en, 'b'@kk, 'c'@ru .", 0, "conforms"),
        ("<{id}unit/x> a dyad:Unit .", 1, "violations"),
        ("<{id}unit/x> a dyad:Unite ; rdfs:label 'a'@en .", 3, "nothing matched"),
        ("<{id}unit/x> a dyad:Unit ; rdfs:label .", 2, "unusable input"),
        ("<{id}unit/x> a dyad:Unit ; rdfs:label 'a'@en, 'b'@kk, 'c'@ru . <{id}unit/y> a dyad:Unite .", 1, "violations"),
    ],
)
def test_the_four_outcomes_are_told_apart(text: str, code: int, outcome: str, kg: Kg, tmp_path: Path) -> None:
    prefixes = "".join(f"@prefix {name}: <{iri.PREFIXES[name]}> .\n" for name in ("dyad", "rdfs"))
    (tmp_path / "data.ttl").write_text(prefixes + text.format(id=iri.ID) + "\n", encoding="utf-8")
    done = kg("check", str(tmp_path / "data.ttl"))
    assert done.returncode == code
    assert done.stdout.split(",")[0].partition(": ")[2] == outcome


def test_a_finding_in_turtle_has_its_line_and_an_inconsistency_names_its_statement(kg: Kg, tmp_path: Path) -> None:
    done = kg("check", str(HERE / "checkpoint-as-owner.ttl"), "--report", f"json={tmp_path / 'found.json'}")
    assert done.returncode == 1
    findings = json.loads((tmp_path / "found.json").read_bytes())[0]["findings"]
    owners = [f for f in findings if f["rule"] == "Owner-property Class"]
    assert [(f["line"], f["value"]) for f in owners] == [(5, "checkpoint/xa-gate")]
    assert "dyad:hasOwner checkpoint/xa-gate — stated dyad:Checkpoint, implied dyad:Agent" in done.stdout
    assert "checkpoint-as-owner.ttl:" in done.stdout
    if "NOT CHECKED: consistency by HermiT" not in done.stdout:
        assert "HermiT: inconsistent" in done.stdout
        axiom, row = (done.stdout.index(place) for place in ("ontology/axioms.ttl:", "checkpoint-as-owner.ttl:"))
        assert axiom < row, "the axiom does not come before the row that clashes with it"


def test_a_gexf_file_is_checked_as_gephi_reads_it(kg: Kg, tmp_path: Path) -> None:
    assert kg("export", "--format", "gexf", "--out", str(tmp_path / "good.gexf")).returncode == 0
    assert kg("check", str(tmp_path / "good.gexf")).returncode == 0
    done = kg("check", str(HERE / "gexf" / "faulty.gexf"))
    assert done.returncode == 1
    assert "gephi-loses" in done.stdout


def test_a_table_that_cannot_be_loaded_is_no_success(kg: Kg, broken: Path) -> None:
    (broken / "register" / "Nonsense.csv").write_text("key\na\n", encoding="utf-8")
    done = kg("check", "--without-shipped", "--data", str(broken))
    assert done.returncode == 1
    assert "table-unknown" in done.stdout


def test_without_java_the_check_says_what_it_left_out(kg_process: Kg, broken: Path, tmp_path: Path) -> None:
    (broken / ARTICLE / "Country.csv").unlink()
    done = kg_process("check", "--without-shipped", "--data", str(broken), PATH=str(tmp_path))
    assert done.returncode == 0, done.stdout
    assert "NOT CHECKED: consistency by HermiT" in done.stdout


# --- start-up ---------------------------------------------------------------------------------------------------


def test_help_loads_no_engine() -> None:
    script = (
        "import sys\nfrom kg.cli.commands import cli\n"
        "cli.main(['ask', '--help'], standalone_mode=False)\n"
        "cli.main(['--help'], standalone_mode=False)\n"
        "print(sorted(m for m in sys.modules if m.partition('.')[0] in "
        "{'rdflib', 'pyoxigraph', 'pandas', 'pyarrow', 'rich', 'networkx', 'pyshacl', 'owlready2', 'babel'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "sources" in done.stdout


def test_a_reader_that_stops_early_is_no_error(seed_build: Path) -> None:
    command = f"{KG} ask checkpoints --format csv | head -c 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=seed_build.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_the_formats_that_are_offered_are_those_that_can_be_written() -> None:
    (offered,) = (param.metavar for param in exporting.export.params if param.name == "form")
    assert offered is not None
    assert offered.startswith("[gexf|graphml|gephi|neo4j|cytoscape|node-link|parquet|svg|png|html|nq|")
    assert {*offered[1:-1].split("|")} ^ {"…", "csv-safe"} == set(forms())
    assert {*answering.FORMATS} - {"table", "records"} == {*ANSWERED}
    assert all(callable(resolve_name(form.writer)) for form in ANSWERED.values())


def test_a_query_that_does_not_parse_is_a_finding_of_the_check(seed_data: Path, tmp_path: Path) -> None:
    shutil.copytree(assets.queries(), tmp_path / "queries")
    turnover = tmp_path / "queries" / "turnover.rq"
    turnover.write_text(turnover.read_text(encoding="utf-8").replace("ORDER BY", "ORDRE BY"), encoding="utf-8")
    reports = check_all(Content(assets.ontology(), [seed_data], queries=[tmp_path / "queries"], whole=True))
    report = next(report for report in reports if report.check == "queries")
    assert [(finding.rule, finding.path) for finding in report.findings] == [("query-invalid", turnover)]
