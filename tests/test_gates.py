"""The gates of the repository itself, each with a control that must make it fail."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import pytest
from grimp import build_graph

from kg.core import assets, columns, concepts, errors, iri, segments, terms
from kg.core.files import ADAPTOR
from kg.core.graph import NamedNode
from kg.core.ontology import Ontology, read_ontology
from kg.core.shapes import target_classes
from kg.shapegen import MEASURED, measured_shapes
from kg.termgen import columns_module, concepts_module, segments_module, terms_module
from tests import conftest
from tests.adaptors.raw_files import adapted, folder_of

ROOT = Path(__file__).parents[1]
MODULE_BUDGET = 300
FORBIDDEN = re.compile(
    r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|deb[.]debian[.]org|/wor[k]/|/far[m]/|bash_job[s]"
)


def tracked(pattern: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", pattern], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


# --- the generated terms ----------------------------------------------------------------------------------------


MADE = {"terms.py", "columns.py", "concepts.py", "segments.py"}
GENERATED = {
    terms: terms_module,
    columns: columns_module,
    concepts: concepts_module,
    segments: segments_module,
}


@pytest.mark.parametrize(("module", "generated"), GENERATED.items(), ids=lambda made: made.__name__)
def test_what_is_generated_is_that_of_the_ontology(module: ModuleType, generated: Callable[[Path], str]) -> None:
    assert Path(module.__file__ or "").read_text(encoding="utf-8") == generated(assets.ontology())


def test_the_shapes_of_indicators_are_what_the_indicators_carry(tmp_path: Path) -> None:
    assert (assets.ontology() / MEASURED).read_text(encoding="utf-8") == measured_shapes(assets.ontology())
    shutil.copytree(assets.ontology(), tmp_path / "ontology")
    concepts_file = tmp_path / "ontology" / "concepts.ttl"
    text = concepts_file.read_text(encoding="utf-8")
    assert "dyad:measuredIn unit:college" in text
    concepts_file.write_text(text.replace("dyad:measuredIn unit:college", "dyad:measuredIn unit:company"), "utf-8")
    assert "InCollege" not in measured_shapes(tmp_path / "ontology")


@pytest.mark.parametrize(
    ("module", "file", "old", "new"),
    [
        (terms, "claim.ttl", "dyad:words a", "dyad:wordes a"),
        (columns, "shapes/claim.ttl", "sh:path dyad:amountTo", "sh:path dyad:amountsTo"),
        (concepts, "finding.ttl", "verdict:same a", "verdict:sane a"),
        (segments, "place.ttl", 'iriSegment "region"', 'iriSegment "area"'),
    ],
    ids=lambda part: getattr(part, "__name__", None),
)
def test_what_is_edited_by_hand_would_be_noticed(
    module: ModuleType, file: str, old: str, new: str, tmp_path: Path
) -> None:
    shutil.copytree(assets.ontology(), tmp_path / "ontology")
    path = tmp_path / "ontology" / file
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert Path(module.__file__ or "").read_text(encoding="utf-8") != GENERATED[module](tmp_path / "ontology")


CONCEPTS = [
    (name, concept)
    for name, list_ in vars(concepts).items()
    if isinstance(list_, type)
    for concept in map(str, vars(list_).values())
    if concept.startswith(iri.ID)
]
SEGMENTS = {iri.key_of(concept).partition("/")[0] for _, concept in CONCEPTS}
# Names of one word (`amount`, `words`) mean other things too, and so do keys of other lists than those of findings.
OF_FINDINGS = {"Verdict", "Reason", "Change", "Outcome"}
NAMES = {name for name in vars(columns) if "_" in name.strip("_")}
NAMES |= {iri.own_key(concept) for name, concept in CONCEPTS if name in OF_FINDINGS}
OTHERS = {"kg/wording/headings.py"}  # names of columns of queries, `reached` among them


def bare(path: Path) -> set[str]:
    """Return what a module writes as text that has a constant: columns, what findings name, and IRIs of concepts."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and node.value in NAMES:
            found.add(str(node.value))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "mint":
            (segment, *_) = node.args
            if isinstance(segment, ast.Constant) and segment.value in SEGMENTS:
                found.add(ast.unparse(node))
    return found


def test_no_column_or_concept_is_a_bare_text(tmp_path: Path) -> None:
    modules = {path.relative_to(ROOT).as_posix(): path for path in tracked("kg/*.py")}
    found = {name: names for name, path in modules.items() if path.name not in MADE and (names := bare(path))}
    assert found.keys() == OTHERS
    for text in ("'has_stage'", "{'not-comparable': 0}", "iri.mint('bound', 'about')", "[iri.mint('bound', key)]"):
        (tmp_path / "bare.py").write_text(f"found = {text}\n", encoding="utf-8")
        assert bare(tmp_path / "bare.py"), text


def types(folder: Path) -> dict[str, str]:
    """Return what mypy says against the modules in a folder, by the rules of the repository; it keeps what it knows."""
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--config-file", str(ROOT / "pyproject.toml")]
    done = subprocess.run([*command, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    said = (line.partition(": error: ") for line in done.stdout.splitlines())
    return {Path(place.partition(":")[0]).name: told for place, _, told in said}


def test_adaptors_are_typed_as_all_code_is_and_a_misspelt_term_is_an_error(tmp_path: Path) -> None:
    for source in adapted():  # under names of their own: mypy knows a module by its name, which cannot have a hyphen
        shutil.copy(folder_of(source) / ADAPTOR, tmp_path / f"{source.replace('-', '_')}.py")
    (tmp_path / "typo.py").write_text("from kg.core import terms\n\nprint(terms.hasOwnr)\n", encoding="utf-8")
    (tmp_path / "untyped.py").write_text("def steps(raw):\n    return []\n", encoding="utf-8")
    found = types(tmp_path)
    assert found.keys() == {"typo.py", "untyped.py"}
    assert 'maybe "hasOwner"' in found["typo.py"]
    assert "Function is missing a type annotation" in found["untyped.py"]


def unused_classes(ontology: Ontology) -> set[str]:
    """Name the classes that no shape checks, directly or through a class above or below, and no rule or query names."""
    dyad = iri.PREFIXES["dyad"]
    checked = {name for cls in target_classes(ontology) for name in (*ontology.subs(cls), *ontology.supers(cls))}
    texts = [path.read_text(encoding="utf-8") for path in (*tracked("ontology/rules/*.rq"), *tracked("queries/*.rq"))]
    named = {dyad + name for text in texts for name in re.findall(r"dyad:([A-Z]\w+)", text)}
    owl_class = NamedNode(iri.PREFIXES["owl"] + "Class")
    declared = {str(q.subject).strip("<>") for q in ontology.terms.quads_for_pattern(None, None, owl_class)}
    return {name for name in declared if name.startswith(dyad)} - checked - named


def test_every_class_is_used(tmp_path: Path) -> None:
    assert unused_classes(read_ontology(assets.ontology())) == set()
    shutil.copytree(assets.ontology(), tmp_path / "ontology")
    with (tmp_path / "ontology" / "agent.ttl").open("a", encoding="utf-8") as file:
        file.write("dyad:Ghost a owl:Class .\n")
    assert unused_classes(read_ontology(tmp_path / "ontology")) == {iri.PREFIXES["dyad"] + "Ghost"}


# --- architecture -----------------------------------------------------------------------------------------------


def contracts(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin", "PYTHONSAFEPATH": "1"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def sabotaged(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "kg", tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


WRONG_WAYS = (
    ("kg.reason.rules", "kg.query.answers"),
    ("kg.core.graph", "kg.building"),
    ("kg.compare.rules.sums", "kg.tell.lines"),
    ("kg.compare.prepare.claims", "kg.compare.find"),
    ("kg.tell.lines", "kg.compare.form"),
    ("kg.rdf.publish", "kg.compare.form"),
    ("kg.network.tables", "kg.compare.prepare.facts"),
    ("kg.checks.remembered", "kg.checks.tables"),
    ("kg.building", "kg.checks.builds"),
    ("kg.claim", "kg.finding"),
    ("kg.building", "kg.fetch.source"),
    ("kg.session", "kg.fetch.source"),
    ("kg.building", "kg.adapt.run"),
    ("kg.session", "kg.adapt.adaptor"),
    ("kg.load.tables", "kg.adapt.adaptor"),
    ("kg.query.remote", "kg.fetch.web"),
)


def test_each_import_the_wrong_way_breaks_a_contract(sabotaged: Path) -> None:
    for module, wrong in WRONG_WAYS:
        with sabotaged.joinpath(*module.split(".")).with_suffix(".py").open("a", encoding="utf-8") as file:
            file.write(f"\nimport {wrong}\n")
    done = contracts(sabotaged)
    assert done.returncode == 1
    refused = re.findall(r"^- +(kg[\w.]*) -> (kg[\w.]*) \(l\.[\d, l.]+\)\n(?! )", done.stdout, re.MULTILINE)
    assert {*WRONG_WAYS} - {*refused} == set()


def test_a_module_that_no_layer_knows_breaks_a_contract(sabotaged: Path) -> None:
    (sabotaged / "kg" / "unplaced.py").write_text('"""A module that no layer knows."""\n', encoding="utf-8")
    assert contracts(sabotaged).returncode == 1


def test_the_contracts_hold(sabotaged: Path) -> None:
    done = contracts(sabotaged)
    assert done.returncode == 0, done.stdout


def guarded() -> list[str]:
    """Name the modules from outside that some contract keeps to their rooms."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    found = [name for contract in contracts for name in contract.get("forbidden_modules", [])]
    return sorted(name for name in found if name.partition(".")[0] != "kg")


def test_no_room_may_import_what_is_not_its_own(sabotaged: Path) -> None:
    kinds, rooms = guarded(), sorted((sabotaged / "kg").rglob("*.py"))
    for path in rooms:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f"\nimport {kind}" for kind in kinds)
    refused = set(re.findall(r"^- +(kg[\w.]*) -> (\w+) ", contracts(sabotaged).stdout, re.MULTILINE))
    graph = build_graph("kg", include_external_packages=True, exclude_type_checking_imports=True)
    own = {
        module: graph.find_modules_directly_imported_by(module) & {*kinds} for module in graph.find_descendants("kg")
    }
    assert len(own) == len(rooms) - 1
    for module, its in own.items():
        package = module.rpartition(".")[0]
        near = {kind for other in own if package != "kg" and other.rpartition(".")[0] == package for kind in own[other]}
        assert {kind for kind in kinds if (module, kind) not in refused} <= its | near, module


def test_every_engine_and_every_way_out_is_kept_to_its_rooms() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"]
    distributions = {re.split(r"[^\w-]", line)[0].lower() for line in wanted}
    modules = {
        name
        for name, owners in packages_distributions().items()
        for owner in owners
        if owner.lower() in distributions and name.isidentifier() and not name.startswith("_") and name != "tests"
    }
    ways_out = {"socket", "ssl", "http", "urllib", "asyncio", "subprocess", "multiprocessing", "ctypes", "signal"}
    assert modules >= {"ibis", "rdflib", "SPARQLWrapper"}
    assert modules | ways_out | {"duckdb"} <= set(guarded())


def too_long(paths: list[Path]) -> list[str]:
    return [path.name for path in paths if len(path.read_text(encoding="utf-8").splitlines()) > MODULE_BUDGET]


def test_modules_keep_their_budget(tmp_path: Path) -> None:
    assert too_long([path for path in tracked("kg/*.py") if path.name not in MADE]) == []
    (tmp_path / "long.py").write_text("pass\n" * (MODULE_BUDGET + 1), encoding="utf-8")
    assert too_long([tmp_path / "long.py"]) == ["long.py"]


def rooms(kg: Path) -> set[str]:
    """Name the packages of a folder with a slash, and its modules."""
    found = (path for path in kg.iterdir() if path.name not in {"__init__.py", "_assets", "__pycache__"})
    return {f"{path.name}/" if path.is_dir() else path.name for path in found}


def rooms_listed() -> set[str]:
    """Name the rooms that the list in CONTRIBUTING.md has."""
    section = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Where things stand")[2]
    entries = re.findall(r"^- ((?:`[\w.]+/?`(?:, )?)+):", section, re.MULTILINE)
    return {name for entry in entries for name in re.findall(r"`([^`]+)`", entry)}


def test_a_newcomer_is_told_of_every_room(sabotaged: Path) -> None:
    assert rooms(sabotaged / "kg") == rooms_listed()
    (sabotaged / "kg" / "unlisted").mkdir()
    assert rooms(sabotaged / "kg") - rooms_listed() == {"unlisted/"}


# --- one name for one thing -------------------------------------------------------------------------------------

ALIKE = {"adapt", "ask", "build", "check", "explain", "export", "fetch", "find", "show"} | {"compare_two", "main"}
ALIKE |= {"conflicts", "mirror", "query", "targets", "why"}
"""A command, the function that it calls and the tool that does it, and what does the same elsewhere."""


def homonyms(kg: Path) -> set[str]:
    """Name the public classes, functions and types that two modules define, but for what the ontology generates."""
    found: dict[str, set[Path]] = {}
    for path in (path for path in kg.rglob("*.py") if path.name not in MADE):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.setdefault(node.name, set()).add(path)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found.setdefault(node.target.id, set()).add(path)
    return {name for name, paths in found.items() if len(paths) > 1 and not name.startswith("_")}


def test_one_name_means_one_thing(sabotaged: Path) -> None:
    assert homonyms(sabotaged / "kg") <= ALIKE
    (sabotaged / "kg" / "again.py").write_text("class Partition: ...\n", encoding="utf-8")
    assert homonyms(sabotaged / "kg") - ALIKE == {"Partition"}


# --- what is printed --------------------------------------------------------------------------------------------

PRINTING = re.compile(
    r"click[.](echo|secho|style|prompt|confirm|pause|progressbar|getchar)|\b(print|pprint|input|Console)[(]"
    r"|sys[.]__?std|sys[.]std(out|err)|os[.]write[(]|(?<!logging)[.]basicConfig|getLogger(?!.*NullHandler)|excepthook"
)


def printing(paths: Iterable[Path]) -> set[str]:
    return {path.name for path in paths if PRINTING.search(path.read_text(encoding="utf-8"))}


def test_one_module_prints(tmp_path: Path) -> None:
    assert printing(tracked("kg/*.py")) == {"terminal.py", "ending.py"}
    for line in ("click.echo(name)", "print(name)", "sys.stderr.write(name)", "Console(stderr=True).print(name)"):
        (tmp_path / "loud.py").write_text(f"{line}\n", encoding="utf-8")
        assert printing([tmp_path / "loud.py"]) == {"loud.py"}


# --- the repository ---------------------------------------------------------------------------------------------


def test_nothing_names_a_registry_or_a_path_of_one_machine(tmp_path: Path) -> None:
    for path in tracked("*"):
        if path.suffix not in {".png", ".parquet"}:
            assert FORBIDDEN.search(path.read_text(encoding="utf-8")) is None, path
    assert FORBIDDEN.search(f"see https://{chr(112)}ypi.org/simple") is not None


def test_every_action_is_pinned_to_a_commit() -> None:
    pinned = re.compile(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+")
    files = [*tracked(".github/*"), *tracked("action.yml")]
    used = [use for path in files for use in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))]
    assert used
    assert [use for use in used if not pinned.fullmatch(use)] == []
    assert pinned.fullmatch("actions/checkout@v4") is None


def test_every_test_is_collected(request: pytest.FixtureRequest) -> None:
    written = {
        (path.name, name)
        for path in tracked("tests/*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = [path.name for path in tracked("tests/*.py") if re.match(r"(_test|.*_test\.py)", path.name)]
    assert named == []
    if {item.path.name for item in request.session.items} >= {name for name, _ in written}:
        collected = {(item.path.name, item.name.partition("[")[0]) for item in request.session.items}
        assert written - collected == set()
        assert {*written, ("test_gates.py", "test_that_nobody_collects")} - collected != set()


def missing_files(names: Iterable[str]) -> list[str]:
    """Name the files of tests that are not there."""
    return sorted(set(names) - {path.stem for path in tracked("tests/*.py")})


def test_the_order_of_files_names_files_once_each() -> None:
    assert len(set(conftest.FIRST)) == len(conftest.FIRST)
    assert missing_files(conftest.FIRST) == []
    assert missing_files([*conftest.FIRST, "test_nothing"]) == ["test_nothing"]


def error_headings(text: str) -> set[str]:
    return set(re.findall(r"^## ([a-z-]+)$", text, re.MULTILINE))


def test_every_error_has_its_heading() -> None:
    def leaves(cls: type[errors.KgError]) -> list[type[errors.KgError]]:
        return [leaf for sub in cls.__subclasses__() for leaf in (leaves(sub) or [sub])]

    slugs = {cls("", remedy="").slug for cls in leaves(errors.KgError)}
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert error_headings(text) == slugs
    assert error_headings(text.replace("## cell-invalid", "## cell-invalidated")) != slugs
