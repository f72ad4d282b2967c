"""`kg find` and `kg show`: things by any name, typing errors forgiven, and what is known of each."""

import json
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from kg.building import build
from kg.core import assets, iri, terms
from kg.core.manifest import MANIFEST, NAMES, check_build, read_manifest
from kg.core.ontology import read_ontology
from kg.names.opened import Names
from kg.names.resolve import meant
from tests.running import Done
from tests.running import kg as run
from tests.yearbook import MEASUREMENT, write_yearbook

ROOT = Path(__file__).parents[1]
Kg = Callable[..., Done]
TYPED: Final = 50
ENOUGH: Final = 45
TWINS: Final = dict(zip("аеорсухіАЕОРСУХІaeopcyxiAEOPCYXI", "aeopcyxiAEOPCYXIаеорсухіАЕОРСУХІ", strict=True))
"""Letters that look alike, each with its twin in the other script."""


@pytest.fixture
def kg(seed_build: Path) -> Kg:
    return partial(run, seed_build.parent)


@pytest.fixture(scope="module")
def names(seed_build: Path) -> Names:
    return Names(seed_build, read_ontology(ROOT / "ontology"))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["Kazakhstan"], "country/KZ"),
        (["Kazahstan"], "country/KZ"),
        (["казахстн", "--class", "country"], "country/KZ"),
        (["Қазақстн", "--class", "Country"], "country/KZ"),
        (["kaz"], "country/KZ"),
        (["goods", "turnover"], "indicator/goods-turnover"),
        (["товарооборт"], "indicator/goods-turnover"),
        (["turnover"], "turnover"),
        (["student-asymetry"], "student-asymmetry"),
        (["Tokayev", "--class", "person"], "person/a72c76b5435499bb08ba"),
        (["Rusia – Kazakhstan", "--class", "dyad"], "dyad/KZ-RU"),
        (["Russia, Kazakhstan"], "dyad/KZ-RU"),
        (["kazinform-2025-11-12"], "source/kazinform-2025-11-12"),
        (["realized"], "stage/realised"),
    ],
)
def test_the_best_is_found_first(words: list[str], first: str, kg: Kg) -> None:
    done = kg("find", *words, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["key"] == first


def test_a_find_is_a_table_or_csv_and_says_that_there_is_more(kg: Kg) -> None:
    done = kg("find", "Kazakhstan", "--limit", "1")
    assert done.stdout.splitlines()[:2] == [
        "key         name        kind     claims",
        "country/KZ  Kazakhstan  country       8",
    ]
    assert "--limit 0 shows all" in done.stderr
    table = kg("find", "Kazakhstan", "--limit", "0", "--format", "csv", "--lang", "ru").stdout
    assert table.startswith("key,cls,kind,label,name,claims\r\ncountry/KZ,Country,страна,Казахстан,,")
    assert kg("find", "Kazakhstan", "--limit", "0").stderr == ""


def test_nothing_found_is_said_and_ends_with_1(kg: Kg) -> None:
    done = kg("find", "qqqqxx")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "nothing is called «qqqqxx» or nearly so\n"


def test_a_class_that_is_none_is_met_with_the_nearest(kg: Kg) -> None:
    done = kg("find", "Kazakhstan", "--class", "Contry")
    assert done.returncode == 2
    assert "Did you mean Country or EntryTerms?" in done.stderr


def test_a_thing_is_shown_in_the_language_of_the_reader(kg: Kg) -> None:
    page = kg("show", "ru-kz", "--lang", "ru").stdout
    assert page.startswith("Казахстан–Россия  диада  dyad/KZ-RU\nhttps://w3id.org/dyad/id/dyad/KZ-RU\n")
    assert "первая экономика  Казахстан country/KZ" in page
    assert "← относится к диаде  " in page
    assert "Утверждения, где это названо: " in page
    assert "kg ask turnover dyad=KZ-RU\n      Каким был товарооборот" in page
    assert "kazinform-2025-11-12" in page.partition("Источники")[2]
    assert "\nСұрақтар" not in page
    assert "Оны атайтын мәлімдемелер: " in kg("show", "ru-kz", "--lang", "kk").stdout


def test_a_language_without_a_name_is_said_to_have_none(tmp_path: Path) -> None:
    write_yearbook(tmp_path / "data", Measurement=MEASUREMENT)
    build([tmp_path / "data"], assets.ontology(), tmp_path / "build")
    page = run(tmp_path, "show", "organisation/xa-office", "--lang", "ru").stdout.splitlines()
    assert [line.split(maxsplit=1) for line in page[2:5]] == [
        ["en", "Office of XA"],
        ["kk", "название неизвестно"],
        ["ru", "название неизвестно"],
    ]
    shown = json.loads(run(tmp_path, "show", "organisation/xa-office", "--format", "json").stdout)
    assert shown["labels"] == {"en": "Office of XA", "kk": None, "ru": None}
    pair = json.loads(run(tmp_path, "show", "dyad/XA-XB", "--format", "json").stdout)
    assert pair["labels"] == {"en": "A–B", "kk": "А–Б", "ru": "А–Б"}, "a pair is called by its sides"


def test_a_thing_is_shown_to_programs(kg: Kg) -> None:
    shown = json.loads(kg("show", "Kazakhstan", "--format", "json").stdout)
    assert (shown["key"], shown["kind"], shown["labels"]["kk"]) == ("country/KZ", "country", "Қазақстан")
    assert ["ISO alpha-3 code", "KAZ"] in shown["codes"]
    assert sum(one["claims"] for one in shown["said"]) == shown["claims"] > 0
    assert {one["name"] for one in shown["questions"]} >= {"neighbours", "loans"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "Kazahstan"], "Did you mean country/KZ (Kazakhstan)"),
        (["show", "KZ-UZ"], "This graph says nothing of dyad/KZ-UZ."),
        (["show", "K\x07"], "Write one key or name"),
        (["why", "Kazakhstan"], "`kg show country/KZ` (Kazakhstan)"),
        (["why", "turnovr-2024"], "Did you mean kazinform-2025-11-12/turnover-2024"),
        (["why", "kazinform-2025-11-12/turnovr-2024"], "Did you mean kazinform-2025-11-12/turnover-2024"),
        (["sources", "kazinfrom-2025-11-12"], "Did you mean kazinform-2025-11-12?"),
        (["ask", "turnvoer"], "Did you mean turnover"),
        (["ask", "turnover", "Rusia-Kazakhstan"], "Did you mean KZ-RU (Kazakhstan–Russia)"),
        (["ask", "turnover", "--set", "dyad=Rusia-Kazakhstan"], "Did you mean KZ-RU (Kazakhstan–Russia)"),
        (["conflicts", "--about", "Kazahstan"], "Did you mean country/KZ (Kazakhstan)"),
        (["conflicts", "Rusia-Kazakhstan"], "Did you mean KZ-RU (Kazakhstan–Russia)"),
        (["targets", "--dyad", "Rusia-Kazakhstan"], "Did you mean KZ-RU (Kazakhstan–Russia)"),
        (["mirror", "Rusia-Kazakhstan", "--lang", "kk"], "Did you mean KZ-RU (Қазақстан–Ресей)"),
        (["explain", "name-unknwon"], "Did you mean name-unknown"),
    ],
)
def test_every_command_meets_a_wrong_name_with_the_right_one(words: list[str], said: str, kg: Kg) -> None:
    done = kg(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("command", ["conflicts", "targets", "mirror"])
def test_a_dyad_is_an_argument_of_pages_too(command: str, kg: Kg) -> None:
    asked = kg(command, "Ресей–Қазақстан")
    assert asked.returncode == 0
    assert asked.stdout == kg(command, "--dyad", "KZ-RU").stdout
    assert kg(command, "KZ-RU", "--dyad", "KZ-RU").returncode == 2


# --- typing errors ----------------------------------------------------------------------------------------------


def swapped(text: str, place: int) -> str:
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def dropped(text: str, place: int) -> str:
    return text[:place] + text[place + 1 :]


def doubled(text: str, place: int) -> str:
    return text[:place] + text[place] + text[place:]


def twinned(text: str, _: int) -> str:
    """Write the first letter of a text that has a twin in the other script as that."""
    at = next((number for number, letter in enumerate(text) if letter in TWINS), None)
    return text if at is None else text[:at] + TWINS[text[at]] + text[at + 1 :]


ERRORS: tuple[Callable[[str, int], str], ...] = (swapped, dropped, doubled, twinned)
CASES: tuple[Callable[[str], str], ...] = (str.lower, str.upper, str)


def typed(names: Names, classes: set[str], chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield labels with a typing error, in any of three languages, each with the class and key of what was meant."""
    things = names.few(classes, 10_000)
    while things:
        thing = chance.choice(things)
        label = names.label(thing, chance.choice(["en", "kk", "ru"]))
        if len(label) >= 5:
            place = chance.randrange(len(label) - 1)
            wrong = chance.choice(CASES)(chance.choice(ERRORS)(label, place))
            yield iri.expand(thing.cls), wrong, thing.key


def right_first(names: Names, cls: str, wrong: str, key: str) -> bool:
    """Tell whether a text means a thing, or is refused with the thing as the first of what may be meant."""
    try:
        return iri.key_of(meant(names, cls, wrong)) == key
    except ValueError as error:
        return str(error).partition("Did you mean ")[2].startswith(f"{key.partition('/')[2]} (")


def test_of_fifty_typing_errors_forty_five_are_met_with_the_right_one(names: Names) -> None:
    classes = {terms.Country, terms.Indicator, terms.Unit, terms.Stage, terms.Person, terms.MediaOutlet}
    wrong = typed(names, classes, random.Random(13))  # noqa: S311
    met = [right_first(names, *next(wrong)) for _ in range(TYPED)]
    assert sum(met) >= ENOUGH


def test_a_resolver_that_guesses_would_be_noticed(names: Names) -> None:
    assert not right_first(names, terms.Country, "Qqqqq", "country/KZ")
    assert not right_first(names, terms.Country, "Kazakhstn", "country/UZ")
    assert right_first(names, terms.Country, "Kazakhstn", "country/KZ")


# --- the index --------------------------------------------------------------------------------------------------


def test_a_build_without_an_index_gets_the_same_when_it_is_first_asked(seed_build: Path, tmp_path: Path) -> None:
    folder = without_index(seed_build, tmp_path)
    assert Names(folder, read_ontology(assets.ontology())).called("Kazakhstan")
    assert check_build(folder, [NAMES]).parts == read_manifest(seed_build).parts
    assert (folder / NAMES).read_bytes() == (seed_build / NAMES).read_bytes()


def test_a_build_that_cannot_be_changed_is_asked_all_the_same(
    seed_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = without_index(seed_build, tmp_path)
    monkeypatch.chdir(folder)  # in which the command runs, so that it cannot be replaced
    assert Names(folder, read_ontology(assets.ontology())).called("Kazakhstan")
    assert not (folder / NAMES).exists()


def test_an_index_that_is_damaged_is_said_to_be(seed_build: Path, tmp_path: Path) -> None:
    folder = tmp_path / "build"
    copy(seed_build, folder)
    size = (folder / NAMES).stat().st_size
    (folder / NAMES).unlink()
    (folder / NAMES).write_bytes(b"\0" * size)
    done = run(tmp_path, "show", "KZ")
    assert done.returncode == 2
    assert "The index of names cannot be read" in done.stderr


def copy(build: Path, folder: Path) -> None:
    """Copy a build by links."""
    for path in build.rglob("*"):
        if path.is_file():
            place = folder / path.relative_to(build)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.hardlink_to(path)


def without_index(build: Path, place: Path) -> Path:
    """Copy a build without its index of names, as an older Dyad would have made it, and return its folder."""
    folder = place / "build"
    copy(build, folder)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del manifest["parts"][NAMES]
    for name in (NAMES, MANIFEST):
        (folder / name).unlink()
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder
