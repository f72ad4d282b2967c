"""A vocabulary of one's own counts: indicators, units, stages, bounds and products of a user have their effect.

All cases are built in one go, each with a control beside it that lacks the word that makes the difference. And a class
of claims of one's own, with a number of its own, is compared without a line of Python.
"""

import shutil
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kg.building import build
from kg.core import assets, terms
from kg.core.errors import KgError
from kg.core.graph import FINDINGS, FLAT, open_build
from kg.core.ontology import read_ontology
from kg.query.answers import answer
from tests.yearbook import ENTITIES, SOURCE

DESCRIPTION = f"{SOURCE} ;\n    dyad:rowValue %s .\n"
COMMON = ("has_attribution_mode reported", "claim_status accepted")
CLASSES = ("Measurement", "TradeFlow", "StageReport", "Toll")

VOCABULARY = {
    "Indicator": """
key,whole_period,tolerance,lasting,additive,two_sided,is_part_of_indicator,is_share_of,is_growth_of,broader
ferry-freight,true,5,,true,,,,,
ferry-stock,,5,,,,,,,
harvest,,20,,,,,,,
catch,,5,,,,,,,
well-depth,,5,true,,,,,,
well-yield,,5,,,,,,,
freight,true,5,,true,,,,,
rail-freight,true,5,,true,,freight,,,
river-freight,true,5,,,,freight,,,
lease,true,5,,,true,,,,
licence-fees,true,5,,,,,,,
harvest-growth,,5,,,,,,harvest,
foreign-share-of-mills,,5,,,,,mills,,
mills,,5,,true,,,,,
coal-use,,5,,,,,,,fuel-use
gas-use,,5,,,,,,,fuel-use
peat-use,,5,,,,,,,
fuel-use,,5,,,,,,,
""",
    "Unit": """
key,converts_to,conversion_factor,least_tolerance,currency
verst,km,1.0668,,
league,,,,
sack,,,2,
box,,,,
XAC,,,,true
XBC,,,,true
kXAC,XAC,1000,,
token,,,,
tonne,,,,
""",
    "Product": "key,broader\ngrain,\nwheat,grain\ntin,\n",
    "Stage": "key,foreseen,does_not_return_to\nopened,,planned|dreamt\ndreamt,true,\nwalled,,\n",
    "Bound": "key,sets_lower,sets_upper,rounds,tolerates_below,tolerates_above\nroughly,false,false,true,true,true\n",
}

# A case in a line: what both claims have in common, how they differ, and what is found of the two. What is not said is
# of the dyad XA-XB, realised, exactly, in tonnes, of 2024. Each case that has its way by the user's word stands above
# one that lacks it.
PAIRS = """
indicator=ferry-freight | amount=100 | amount=40 period=2024-Q1 | not-comparable different-period
indicator=ferry-stock | amount=100 | amount=40 period=2024-Q1 | contradiction bounds-apart|one-source
indicator=ferry-freight period=2019 | amount=100 | amount=140 period=2019-Q1 | contradiction part-exceeds-whole
indicator=licence-fees period=2019 | amount=100 | amount=140 period=2019-Q1 | not-comparable different-period
indicator=land-border-length period= | amount=100 unit=verst | amount=106.68 unit=km | same bounds-equal
indicator=well-depth period= | amount=100 unit=verst | amount=110 unit=km | contradiction bounds-apart|one-source
indicator=well-yield period=2019 | amount=100 unit=league | amount=110 unit=km | not-comparable different-unit
indicator=harvest | amount=100 bound=about | amount=115 | narrower bounds-nested
indicator=catch | amount=100 bound=about | amount=115 | contradiction bounds-apart|one-source
indicator=harvest period=2019 | amount=100 bound=roughly | amount=115 | narrower bounds-nested
indicator=harvest period=2018 | amount=100 bound=stated | amount=115 | contradiction bounds-apart|one-source
indicator=catch unit=sack | amount=3 bound=about | amount=5 on=2031-05-02 | narrower bounds-nested
indicator=catch unit=box | amount=3 bound=about | amount=5 on=2031-05-02 | contradiction bounds-apart|one-source
indicator=ferry-stock period=2018 | amount=30 unit=XAC | amount=30 unit=XBC | \
    suspicious different-currency|same-figure-other-currency
indicator=ferry-stock period=2017 | amount=30 unit=XAC | amount=30 unit=token | not-comparable different-unit
indicator=ferry-stock period=2016 | amount=30 unit=kXAC | amount=30000 unit=XAC | same bounds-equal
indicator=ferry-stock period=2015 | amount=30 unit=kXAC | amount=40 unit=USD | not-comparable different-currency
indicator=ferry-stock period=2014 | amount=30 unit=token | amount=40 unit=USD | not-comparable different-unit
indicator=well-depth period= | amount=7 on=2020-01-01 | amount=9 | contradiction bounds-apart|one-source
indicator=well-yield period= | amount=7 on=2020-01-01 | amount=9 | not-comparable different-period
 | amount=100 indicator=freight | amount=150 indicator=rail-freight | contradiction part-exceeds-whole
 | amount=100 indicator=freight | amount=150 indicator=river-freight | -
indicator=lease | amount=100 reporter=XA | amount=130 reporter=XB | \
    not-comparable different-reporter; mirror sides-apart
indicator=licence-fees | amount=100 reporter=XA | amount=130 reporter=XB | contradiction bounds-apart|one-source
amount=1 | indicator=coal-use | indicator=gas-use | not-comparable different-indicator
amount=1 | indicator=coal-use | indicator=peat-use | -
indicator=harvest period= stage=dreamt | amount=50 on=2020-01-01 | amount=90 | not-comparable different-period; raised
indicator=harvest period= stage=walled | amount=50 on=2020-01-01 | amount=90 | not-comparable different-period
indicator=goods-exports unit=USD product=grain | amount=100 | amount=150 product=wheat | \
    contradiction part-exceeds-whole
indicator=goods-exports unit=USD product=grain period=2023 | amount=100 | amount=150 product=tin | \
    not-comparable different-product
"""
CASES = [[cell.strip() for cell in line.split("|", 3)] for line in PAIRS.strip("\n").splitlines()]
USUAL = {"about": "dyad/XA-XB", "stage": "realised", "bound": "exactly", "unit": "tonne", "period": "2024"}
FLOW = {"has_origin": "XA", "has_destination": "XB"}
COLUMNS = {
    "about": "is_about",
    "indicator": "has_indicator",
    "stage": "has_stage",
    "bound": "has_bound",
    "amount": "amount",
    "unit": "has_unit",
    "period": "period",
    "reporter": "has_reporter",
    "on": "asserted_on",
    "product": "has_product",
    "total": "is_part_of_total",
}
# Claims from which others follow: a growth with its level, a share with its total, and a control for each.
INPUTS = """
growth   | about=region/XA-01 indicator=harvest-growth amount=50 unit=percent period=
level    | about=region/XA-01 indicator=harvest amount=300
no-level | about=region/XA-01 indicator=catch amount=300
share    | indicator=foreign-share-of-mills amount=50 unit=percent total=mills
mills    | about=country/XA indicator=mills amount=40
no-share | indicator=peat-use amount=60 unit=percent total=mills period=2011
"""
FOLLOWS = {"300 / (1 + 50 / 100) = 200", "40 * 50 / 100 = 20"}
STAGES = """
key,has_undertaking,has_stage,period,asserted_on
opened,pier,opened,2024-01-01,2024-01-01
planned-again,pier,planned,2024-05-01,2024-05-01
walled,quay,walled,2024-01-01,2024-01-01
planned,quay,planned,2024-05-01,2024-05-01
"""


def cells(text: str) -> dict[str, str]:
    return dict(word.split("=", 1) for word in text.split())


def measured() -> dict[str, dict[str, str]]:
    """Return the measurements and flows by their keys: two for each case, `<case>a` and `<case>b`, and the inputs."""
    found: dict[str, dict[str, str]] = {}
    for number, (common, *two, _) in enumerate(CASES):
        found |= {f"{number}{key}": USUAL | cells(common) | cells(text) for key, text in zip("ab", two, strict=True)}
    inputs = (line.split("|") for line in INPUTS.strip().splitlines())
    return found | {key.strip(): USUAL | cells(text) for key, text in inputs}


def table(rows: Mapping[str, Mapping[str, str]], columns: Mapping[str, str], more: Mapping[str, str]) -> str:
    head = ",".join(["key", *columns.values(), *more])
    lines = (",".join([key, *(row.get(name, "") for name in columns), *more.values()]) for key, row in rows.items())
    return "\n".join([head, *lines]) + "\n"


def labelled(text: str) -> str:
    """Add the three labels that every concept has to a table whose rows begin with their keys."""
    head, *rows = text.strip().splitlines()
    return "\n".join([f"{head},label_en,label_kk,label_ru", *(f"{row},name,атау,имя" for row in rows)]) + "\n"


def folder(place: Path, **tables: str) -> Path:
    """Write a folder of one source: the tables given, beside the places that they stand on."""
    source = place / "data" / "yearbook"
    source.mkdir(parents=True)
    values = [f'"{cls} {value}"' for cls in CLASSES if cls in tables for value in COMMON]
    (source / "source.ttl").write_text(DESCRIPTION % ", ".join(values), encoding="utf-8")
    for name, text in (ENTITIES | tables).items():
        (source / f"{name}.csv").write_text(text.lstrip("\n"), encoding="utf-8")
    return source.parent


def vocabulary(**changed: str) -> dict[str, str]:
    return {name: labelled(text) for name, text in (VOCABULARY | changed).items()}


def found_in(build_: Path) -> dict[frozenset[str], set[str]]:
    """Return what is found of each two claims, by their keys within the source."""
    keys = {row["claim"]: row["claim_key"].partition("/")[2] for row in pq.read_table(build_ / FLAT).to_pylist()}
    found: dict[frozenset[str], set[str]] = {}
    for row in pq.read_table(build_ / FINDINGS).to_pylist():
        pair = frozenset(keys.get(row[end], row[end]) for end in ("first", "second"))
        kind = "mirror" if row["class"] == "dyad:MirrorPair" else row["verdict"] or row["outcome"]
        kinds = row["change"] if kind is None else [kind]
        found.setdefault(pair, set()).add(f"{'|'.join(kinds)} {'|'.join(row['reasons'])}".strip())
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build all cases at once and return the folder of the build."""
    rows = measured()
    flows = {key: row for key, row in rows.items() if "product" in row}
    others = {key: row for key, row in rows.items() if key not in flows}
    place = tmp_path_factory.mktemp("own")
    projects = "key,label_en\npier,Pier\nquay,Quay\n"
    without_product = {name: column for name, column in COLUMNS.items() if name != "product"}
    data = folder(
        place,
        Measurement=table(others, without_product, {}),
        TradeFlow=table(flows, COLUMNS, FLOW),
        StageReport=STAGES,
        Project=projects,
        **vocabulary(),
    )
    return build([data], assets.ontology(), place / "build").folder


@pytest.fixture(scope="module")
def found(built: Path) -> dict[frozenset[str], set[str]]:
    return found_in(built)


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: " ".join(CASES[number][:3]))
def test_a_word_of_ones_own_decides(number: int, found: dict[frozenset[str], set[str]]) -> None:
    *_, expected = CASES[number]
    wanted = set() if expected == "-" else set(expected.split("; "))
    assert found.get(frozenset({f"{number}a", f"{number}b"}), set()) == wanted


def test_a_stage_of_ones_own_is_one_from_which_nothing_returns(found: dict[frozenset[str], set[str]]) -> None:
    assert found[frozenset({"opened", "planned-again"})] == {"suspicious stages-turn-back"}
    assert frozenset({"walled", "planned"}) not in found


def test_shares_and_growth_of_ones_own_are_calculated_with(built: Path) -> None:
    rows = answer(open_build(built), "SELECT ?sum { ?c dyad:arithmetic ?sum }").rows
    assert sorted(row[0].value for row in rows) == sorted(FOLLOWS)  # type: ignore[union-attr]


# A table and a row of it that is refused: what would be accepted and ignored.
REFUSED = {
    "a factor to nothing": ("Unit", "key,conversion_factor\nverst,1.0668\n"),
    "no factor": ("Unit", "key,converts_to\nverst,km\n"),
    "two steps": ("Unit", "key,converts_to,conversion_factor\nverst,mile,0.6629\n"),
    "seven places": ("Unit", "key,converts_to,conversion_factor\nverst,km,1.0668001\n"),
    "an unknown unit": ("Unit", "key,converts_to,conversion_factor\nverst,furlong,5\n"),
    "no tolerance": ("Indicator", "key,tolerance\nharvest,0\n"),
    "a tolerance of all": ("Indicator", "key,tolerance\nharvest,100\n"),
    "yes": ("Indicator", "key,whole_period\nharvest,yes\n"),
    "two families": ("Indicator", "key,broader\nharvest,exports|students\n"),
    "a product that is none": ("Product", "key,broader\nwheat,km\n"),
    "an unknown word": ("Product", "key,narrower\ngrain,all\n"),
}


@pytest.mark.parametrize(("name", "text"), REFUSED.values(), ids=REFUSED.keys())
def test_what_would_have_no_effect_is_refused(name: str, text: str, tmp_path: Path) -> None:
    measurement = table({"a": USUAL | cells("indicator=students unit=student amount=1")}, COLUMNS, {})
    measurement = measurement.replace("has_product", "note_en")
    data = folder(tmp_path, Measurement=measurement, **{name: labelled(text)})
    with pytest.raises(KgError) as raised:
        build([data], assets.ontology(), tmp_path / "build")
    assert raised.value.path is not None
    assert raised.value.path.name == f"{name}.csv"


# --- A class of claims of one's own -------------------------------------------------------------------------------

TOLLS = """
@prefix dyad: <https://w3id.org/dyad/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

dyad:Toll a owl:Class ; rdfs:subClassOf dyad:Claim ;
    dyad:edgeSource dyad:assertedBy ; dyad:edgeTarget dyad:isTakenAt ;
    dyad:edgeDirected true ;
    dyad:figure dyad:due ; dyad:figureSubject dyad:isTakenAt ;
    dyad:figureBound <https://w3id.org/dyad/id/bound/stated> ; dyad:figureUnit <https://w3id.org/dyad/id/unit/USD> ;
    dyad:figureIndicator <https://w3id.org/dyad/id/indicator/toll> ;
    rdfs:label "toll"@en, "ақы"@kk, "сбор"@ru ;
    skos:definition "A claim that a place takes a due from those who pass."@en .

dyad:due a owl:DatatypeProperty ; rdfs:domain dyad:Toll ; rdfs:range xsd:decimal ;
    rdfs:label "due"@en, "алым"@kk, "плата"@ru ;
    skos:definition "What is taken from each who passes, in dollars."@en .

dyad:isTakenAt a owl:ObjectProperty ; rdfs:domain dyad:Toll ; rdfs:range dyad:Territory ;
    rdfs:label "is taken at"@en, "қай жерде алынады"@kk, "где взимается"@ru ;
    skos:definition "Relates a toll to the territory that takes it."@en .

<https://w3id.org/dyad/id/indicator/toll> a dyad:Indicator ;
    skos:inScheme <https://w3id.org/dyad/id/scheme/indicators> ;
    rdfs:label "toll taken"@en, "алынған ақы"@kk, "взимаемый сбор"@ru ;
    skos:definition "What is taken from each who passes."@en .
"""
TOLL_SHAPES = """
@prefix dyad: <https://w3id.org/dyad/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/dyad/shape#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

shape:Toll a sh:NodeShape ; sh:targetClass dyad:Toll ; sh:property shape:Due-property, shape:TakenAt-property .
shape:Due-property sh:path dyad:due ; sh:datatype xsd:decimal ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:message "Give the due."@en, "Укажите плату."@ru, "Алымды беріңіз."@kk .
shape:TakenAt-property sh:path dyad:isTakenAt ; sh:class dyad:Territory ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:message "Name the territory."@en, "Укажите территорию."@ru, "Аумақты көрсетіңіз."@kk .
"""
# Bare dues: 2.5, 2.52 and 3 meet by rounding, as 2.45 to 2.55, 2.515 to 2.525 and 2.5 to 3.5; 9 meets none of them.
# What is taken elsewhere is another due.
TAKEN = """
key,is_taken_at,due,valid_from,valid_until
bare,country/XA,2.5,2024-01-01,2025-01-01
finer,country/XA,2.52,2024-06-01,2025-01-01
other,country/XA,3,2024-06-01,2025-01-01
dearer,country/XA,9,2024-06-01,2025-01-01
elsewhere,country/XB,9,2024-06-01,2025-01-01
"""


def with_tolls(place: Path, terms: str = TOLLS) -> Path:
    """Copy the ontology and add the class of tolls to it."""
    ontology = place / "ontology"
    shutil.copytree(assets.ontology(), ontology)
    (ontology / "toll.ttl").write_text(terms, encoding="utf-8")
    (ontology / "shapes" / "toll.ttl").write_text(TOLL_SHAPES, encoding="utf-8")
    return ontology


def tolls(place: Path, ontology: Path) -> tuple[dict[frozenset[str], set[str]], dict[str, Any]]:
    """Build with tolls; return what is found of each two, and the ends of the values that each allows."""
    built_ = build([folder(place, Toll=TAKEN)], ontology, place / "build").folder
    query = "SELECT ?key ?low ?high { ?c dyad:claimKey ?key ; dyad:lower ?low ; dyad:upper ?high }"
    ends = {row[0].value: (row[1].value, row[2].value) for row in answer(open_build(built_), query).rows}  # type: ignore[union-attr]
    return found_in(built_), ends


def test_a_class_with_a_number_of_its_own_is_compared_without_a_line_of_python(tmp_path: Path) -> None:
    found, ends = tolls(tmp_path, with_tolls(tmp_path))
    rounded = {frozenset(pair): {"compatible by-rounding"} for pair in combinations(("bare", "finer", "other"), 2)}
    apart = {
        frozenset({key, "dearer"}): {"contradiction bounds-apart|one-source"} for key in ("bare", "finer", "other")
    }
    assert found == rounded | apart
    assert ends == {
        "yearbook/bare": ("2.45", "2.55"),
        "yearbook/finer": ("2.515", "2.525"),
        "yearbook/other": ("2.5", "3.5"),
        "yearbook/dearer": ("8.5", "9.5"),
        "yearbook/elsewhere": ("8.5", "9.5"),
    }


def test_a_class_that_declares_no_figure_is_not_compared(tmp_path: Path) -> None:
    declared = TOLLS.index("    dyad:figure dyad:due"), TOLLS.index('    rdfs:label "toll"@en')
    found, ends = tolls(tmp_path, with_tolls(tmp_path, TOLLS[: declared[0]] + TOLLS[declared[1] :]))
    assert (found, ends) == ({}, {})


def test_an_ontology_is_read_once_for_the_same_files_and_anew_when_one_changed(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(assets.ontology(), tmp_path / "ontology"))
    first = read_ontology(folder)
    assert read_ontology(folder) is first
    path = folder / "place.ttl"
    path.write_text(path.read_text("utf-8").replace('rdfs:label "country"@en', 'rdfs:label "land"@en'), "utf-8")
    changed = read_ontology(folder)
    assert (first.label(terms.Country, "en"), changed.label(terms.Country, "en")) == ("country", "land")
