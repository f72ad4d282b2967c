"""Seeded faults: each gives one clear error with its place and remedy, and leaves the previous build as it was."""

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.building import build
from kg.core import assets
from kg.core.errors import KgError
from kg.core.manifest import seal
from tests.seed import copy_small_seed

SEED = "kazinform-2025-11-12"


class World:
    """A copy of what ships, to break."""

    def __init__(self, root: Path) -> None:
        self.data = root / "data"
        self.ontology = root / "ontology"
        self.out = root / "build"
        self.texts: Path | None = None
        copy_small_seed(self.data)
        shutil.copytree(assets.ontology(), self.ontology)

    def path(self, name: str) -> Path:
        folder, _, rest = name.partition("/")
        return {"data": self.data, "ontology": self.ontology}[folder] / rest

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old}"
        self.path(name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        with self.path(name).open("a", encoding="utf-8") as file:
            file.write(text)

    def build(self) -> None:
        build([self.data], self.ontology, self.out, self.texts)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def fingerprint(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


MEASUREMENT = f"data/{SEED}/Measurement.csv"
DESCRIPTION = f"data/{SEED}/source.ttl"

CHANGED = -1  # the error names the line on which the text was changed

# fault: (what is broken, file and old and new text, slug of the error, file named, line or None, exit code)
FAULTS: dict[str, tuple[str, str, str, str, int | None, int]] = {
    "unknown column": (MEASUREMENT, "has_bound,bound", "has_bond,bound", "column-unknown", 1, 1),
    "missing required label": (
        f"data/{SEED}/Venue.csv",
        ",label_en,label_kk,label_ru",
        ",alt_label_en,alt_label_kk,alt_label_ru",
        "cell-missing",
        2,
        1,
    ),
    "missing required column": (MEASUREMENT, ",claim_status", ",note_ru", "column-missing", 1, 1),
    "bad decimal": (MEASUREMENT, "28000000000", "28 000 000 000", "cell-invalid", CHANGED, 1),
    "decimal comma": (MEASUREMENT, ",4400000000,", ',"4,4",', "cell-invalid", CHANGED, 1),
    "impossible day": (MEASUREMENT, "2024-01-01", "2024-02-30", "cell-invalid", CHANGED, 1),
    "unknown key": (
        MEASUREMENT,
        "dyad/KZ-RU,goods-turnover,realised",
        "dyad/KZ-RX,goods-turnover,realised",
        "key-unknown",
        CHANGED,
        1,
    ),
    "unknown concept": (MEASUREMENT, "more-than", "morethan", "key-unknown", CHANGED, 1),
    "duplicate key": (MEASUREMENT, "turnover-target", "turnover-2024", "key-duplicated", CHANGED, 1),
    "missing required cell": (MEASUREMENT, ",28000000000,28 млрд,", ",,28 млрд,", "cell-missing", CHANGED, 1),
    "row too short": (MEASUREMENT, ",USD,,,2024-01-01", ",USD,,2024-01-01", "cell-count-wrong", CHANGED, 1),
    "stray white space": (MEASUREMENT, "turnover-2024", " turnover-2024", "cell-invalid", CHANGED, 1),
    "Latin letter in a Cyrillic name": (f"data/{SEED}/Settlement.csv", "Орал", "Opал", "name-mixed", CHANGED, 1),
    "table of no class": ("", "", "", "table-unknown", None, 1),
    "table of findings": ("", "", "", "table-unknown", None, 1),
    "period that ends before it begins": (
        MEASUREMENT,
        "2025-01-01,Өткен",
        "2023-01-01,Өткен",
        "cell-invalid",
        CHANGED,
        1,
    ),
    "no licence": (
        DESCRIPTION,
        "dcterms:license <https://w3id.org/dyad/id/licence/facts-and-quotations> ;",
        "",
        "shapes-violated",
        8,
        1,
    ),
    "source without a day": (
        DESCRIPTION,
        'dyad:retrievedOn "2026-11-23"',
        'dyad:retrievedOn "2026-13-23"',
        "source-invalid",
        None,
        1,
    ),
    "broken Turtle": (DESCRIPTION, "dcterms:publisher <", "dcterms:publisher <<", "file-unreadable", 12, 2),
    "promised rows missing": (DESCRIPTION, "Measurement 19", "Measurement 20", "count-too-small", None, 1),
    "range in the wrong order": ("", "", "", "cell-invalid", 2, 1),
    "share of more than its whole": (
        MEASUREMENT,
        ",50,50,percent,,foreign",
        ",150,150,percent,,foreign",
        "cell-invalid",
        CHANGED,
        1,
    ),
    "passage without its words": (
        MEASUREMENT,
        "Қазақстан-Ресей XXI өңіраралық ынтымақтастық форумы,",
        ",",
        "cell-missing",
        CHANGED,
        1,
    ),
    "unused patch": ("", "", "", "patch-unused", 2, 1),
    "patch without a reason": ("", "", "", "patch-invalid", 2, 1),
    "table not in UTF-8": ("", "", "", "file-unreadable", 2, 2),
    "term that nothing declares": (
        "ontology/claim.ttl",
        "subClassOf dyad:Measurement",
        "subClassOf dyad:Mesurement",
        "ontology-faulty",
        None,
        1,
    ),
    "misspelt property of a source": (
        DESCRIPTION,
        "dyad:minimumCount",
        "dyad:minimunCount",
        "source-invalid",
        CHANGED,
        1,
    ),
    "blank node in a description": (
        DESCRIPTION,
        'dcterms:language "kk"',
        'dcterms:language "kk" ; dcterms:creator []',
        "source-invalid",
        None,
        1,
    ),
    "table in another form": ("", "", "", "table-unknown", None, 1),
    "source without a description": ("", "", "", "file-unreadable", None, 2),
    "misspelt constraint": ("ontology/shapes/claim.ttl", "sh:minCount", "sh:minCuont", "ontology-faulty", None, 1),
    "broken shape file": (
        "ontology/shapes/claim.ttl",
        "sh:targetClass dyad:Claim ;",
        "sh:targetClass dyad:Claim",
        "file-unreadable",
        None,
        2,
    ),
    "checkpoint as an owner": ("", "", "", "key-unknown", 2, 1),
}


def table(world: World, name: str) -> None:
    (world.data / SEED / name).write_text("key\na\n", encoding="utf-8")


def patch(world: World, row: str) -> None:
    header = "table,key,column,printed,meant,reason\n"
    (world.data / SEED / "patches.csv").write_text(header + row, encoding="utf-8")


def falling_range(world: World) -> None:
    header, *rows = world.path(MEASUREMENT).read_text(encoding="utf-8").splitlines()
    lines = [f"{header},amount_to", f"{rows[0]},1", *(f"{row}," for row in rows[1:])]
    world.path(MEASUREMENT).write_text("\n".join(lines) + "\n", encoding="utf-8")


def not_utf8(world: World) -> None:
    path = world.data / SEED / "Settlement.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1251"))


def checkpoint_owner(world: World) -> None:
    (world.data / SEED / "Ownership.csv").write_text(
        "key,has_owner,has_owned,was_derived_from,words_kk,has_attribution_mode,claim_status\n"
        'a,checkpoint/syrym,project/syrym-modernisation,"#char=1332,1365",«Сырым»,narrator,accepted\n',
        encoding="utf-8",
    )


BREAK: dict[str, Callable[[World], object]] = {
    "table of no class": lambda world: table(world, "Mesurement.csv"),
    "table of findings": lambda world: table(world, "Comparison.csv"),
    "range in the wrong order": falling_range,
    "unused patch": lambda world: patch(world, "Measurement.csv,turnover-2024,amount,27,28,misprint\n"),
    "patch without a reason": lambda world: patch(world, "Measurement.csv,turnover-2024,amount,28000000000,28,\n"),
    "table not in UTF-8": not_utf8,
    "checkpoint as an owner": checkpoint_owner,
    "table in another form": lambda world: (world.data / SEED / "Person.csv").rename(world.data / SEED / "Person.xlsx"),
    "source without a description": lambda world: (world.data / SEED / "source.ttl").unlink(),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gives_one_clear_error_and_leaves_the_build(fault: str, world: World) -> None:
    world.out.mkdir()
    (world.out / "kg.nq").write_text("the previous build\n", encoding="utf-8")
    seal(world.out, {})
    before = fingerprint(world.out)
    name, old, new, slug, line, code = FAULTS[fault]
    if fault in BREAK:
        BREAK[fault](world)
    else:
        whole = world.path(name).read_text(encoding="utf-8")
        if line == CHANGED:
            line = whole[: whole.index(old)].count("\n") + 1
        world.replace(name, old, new)
    with pytest.raises(KgError) as raised:
        world.build()
    error = raised.value
    assert (error.slug, error.exit_code) == (slug, code), str(error)
    assert error.path is not None
    assert error.remedy
    if line is not None:
        assert error.line == line, str(error)
    assert fingerprint(world.out) == before
    assert [path.name for path in world.out.parent.glob(".build.*")] == []


def test_a_table_without_rows_is_no_fault(world: World) -> None:
    columns = "key,has_owner,has_owned,was_derived_from,has_attribution_mode,claim_status\n"
    (world.data / SEED / "Ownership.csv").write_text(columns, encoding="utf-8")
    assert build([world.data], world.ontology, world.out).claims == 89


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        (("2 млрд АҚШ долларынан асты", "3 млрд АҚШ долларынан асты"), "text-changed"),
        (("Екі мемлекеттің", "Екі  мемлекеттің"), "text-changed"),
    ],
)
def test_a_changed_text_fails(fault: tuple[str, str], rule: str, world: World, shared: Path, tmp_path: Path) -> None:
    text = (shared / "seed" / f"{SEED}.kk.txt").read_bytes().decode()
    world.texts = tmp_path / "texts"
    world.texts.mkdir()
    (world.texts / f"{SEED}.kk.txt").write_bytes(text.replace(*fault, 1).encode())
    with pytest.raises(KgError, match=rule) as raised:
        world.build()
    assert (raised.value.slug, raised.value.exit_code) == ("quote-not-found", 1)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("#char=2340,2378", "#char=2341,2379", "words-differ"),
        ("Өткен жылы 28 млрд АҚШ долларынан асты", "Өткен жылы 28 миллиард доллардан асты", "words-differ"),
        (",астамға,", ",шамамен,", "not-as-said"),
    ],
)
def test_a_shifted_place_and_a_paraphrase_fail(old: str, new: str, rule: str, world: World, shared: Path) -> None:
    world.texts = shared / "seed"
    world.replace(MEASUREMENT, old, new)
    with pytest.raises(KgError, match=rule) as raised:
        world.build()
    assert raised.value.path is not None
    assert raised.value.path.name == "Measurement.csv"
    table = world.path(MEASUREMENT).read_text(encoding="utf-8")
    assert raised.value.line == table[: table.index(new)].count("\n") + 1


def test_the_untouched_copy_builds_with_the_true_text_whose_absence_is_said_loudly(world: World, shared: Path) -> None:
    world.texts = shared / "seed"
    assert build([world.data], world.ontology, world.out, world.texts).notes == ()
    assert (world.out / "kg.nq").stat().st_size > 100_000
    notes = build([world.data], world.ontology, world.out, None).notes
    assert len(notes) == 1
    assert notes[0].startswith("NOT VERIFIED: the words of 89 claims")


def test_a_folder_of_other_things_is_not_overwritten(world: World) -> None:
    world.out.mkdir()
    (world.out / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(KgError) as raised:
        world.build()
    assert raised.value.slug == "argument-invalid"
    assert (world.out / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_a_message_says_what_where_and_what_to_do(world: World) -> None:
    world.replace(MEASUREMENT, "28000000000", "28bn")
    with pytest.raises(KgError) as raised:
        world.build()
    text = str(raised.value)
    assert re.search(r"Measurement\.csv:13, column amount, value «28bn»", text)
    assert "remedy: Write a plain number" in text
    assert "see:    kg explain cell-invalid" in text
