"""A build restricted to two days is, statement for statement, the build of the rows that those days leave."""

import csv
import io
import shutil
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.core import assets, iri, terms
from kg.core.errors import ArgumentInvalid, BuildDamaged, BuildMissing
from kg.core.graph import FLAT, NQUADS, STORE, DefaultGraph, NamedNode, Quad, Store, has_default_graph, open_build
from kg.core.manifest import DERIVED as DERIVED_CLAIMS
from kg.core.manifest import ENDS, FINDINGS, seal
from kg.core.ontology import read_ontology
from kg.core.time_axes import TimeAxes, read_day
from kg.export import forms
from kg.finding import finding_of
from kg.query.library import bind, read_queries
from kg.rdf.statements import stating, straight, union
from kg.reason.rules import derive, read_rules
from kg.restrict import Restriction, restrict
from kg.rows.opened import open_rows
from kg.rows.partition import open_partitions
from kg.session import Graph
from tests import running
from tests.builds import Shared
from tests.engines import ask_oxigraph
from tests.running import Done
from tests.stores import save_store
from tests.yearbook import SOURCE

ONTOLOGY = read_ontology(assets.ontology())
Rows = list[dict[str, str]]
Tables = dict[str, Rows]

# XA and XB, whose figures, posts and firms came to be known over the years 2001 to 2006.
ENTITIES = {
    "Organisation": "key,label_en\nxa-office,Office of XA\n",
    "Country": "key,iso_code,iso_alpha3,label_en,label_kk,label_ru\nXA,XA,XAA,A,А,А\nXB,XB,XBB,B,Б,Б\n",
    "Dyad": "key,has_first_economy,has_second_economy\nXA-XB,XA,XB\n",
    "Person": "key,label_en\nann,Ann\nbob,Bob\n",
    "Post": "key,label_en\nminister,Minister of XA\n",
    "Firm": "key,label_en\nmill,Mill\nmine,Mine\n",
    "Settlement": "key,label_en\nriver-town,River Town\n",
    "Region": "key,iso_code,official_name,is_within\nXA-01,XA-01,North,XA\n",
}
CLAIMS = {
    "Measurement": "key,is_about,amount,is_part_of_total,recorded_on,valid_from,valid_until\n"
    "total,dyad/XA-XB,10,,2003-01-01,2000-01-01,2001-01-01\n"
    "part,dyad/XA-XB,4,total,2002-01-01,2000-01-01,2001-01-01\n"
    "open,dyad/XA-XB,7,,2004-01-01,,\n"
    "later,dyad/XA-XB,12,,2005-01-01,2004-01-01,\n",
    "TradeFlow": "key,is_about,amount,has_reporter,has_origin,has_destination,recorded_on,valid_from,valid_until\n"
    "said-by-a,dyad/XA-XB,5,XA,XA,XB,2002-06-01,2001-01-01,2002-01-01\n"
    "said-by-b,dyad/XA-XB,6,XB,XA,XB,2004-06-01,2001-01-01,2002-01-01\n"
    "back,dyad/XA-XB,2,XB,XB,XA,2004-06-01,2002-01-01,2003-01-01\n",
    "OfficeHolding": "key,has_holder,has_post,recorded_on,valid_from,valid_until\n"
    "ann-is,ann,minister,2002-01-01,2001-05-05,2003-05-05\n"
    "bob-is,bob,minister,2004-01-01,2003-05-05,\n",
    "Ownership": "key,has_owner,has_owned,has_ownership_kind,recorded_on,valid_from,valid_until\n"
    "mill-owns,firm/mill,firm/mine,direct,2006-01-01,,2002-06-06\n",
    "Relation": "key,is_about,has_relation_kind,is_related_to,recorded_on,valid_from,valid_until\n"
    "town-in-north,settlement/river-town,located-in,region/XA-01,2003-03-03,,\n",
    "DerivedClaim": "key,is_about,amount,arithmetic,is_computed_from,recorded_on,valid_from,valid_until\n"
    "rest,dyad/XA-XB,6,10 - 4 = 6,total|part,2002-01-01,,\n"
    "twice,dyad/XA-XB,12,2 * 6 = 12,rest,2001-01-01,,\n"
    "alone,dyad/XA-XB,14,2 * 7 = 14,open,2001-01-01,,\n",
}
SPOKEN = {
    "speech/Measurement": "key,is_about,amount,amount_as_said,words_en,was_derived_from,recorded_on,valid_from,"
    "valid_until\n"
    'said,dyad/XA-XB,9,nine,we traded nine,"#char=0,14",2004-04-04,2000-01-01,2003-01-01\n'
    'said-too,dyad/XA-XB,8,eight,and then eight,"#char=15,29",2002-02-02,,\n',
    "speech/Reading": "key,interprets,has_aggregation\nas-sum,said,sum\nas-level,said,level\nonly,said-too,sum\n",
}
MAPPINGS = (
    "key,has_subject,has_object,has_judgement,has_justification,confidence,judged_by,judged_on\n"
    "mills,firm/mill,firm/mine,same,manual-mapping-curation,0.9,person/ann,2009-01-01\n"
)
TURNOVER = "goods-turnover"
INDICATORS = {"TradeFlow": "goods-exports"}
VALUES = {
    name: f'"{name} has_attribution_mode statistical", "{name} claim_status accepted"'
    + (
        f', "{name} has_indicator {INDICATORS.get(name, TURNOVER)}", "{name} has_stage realised", '
        f'"{name} has_bound exactly", '
        f'"{name} has_unit USD"'
        if name in {"Measurement", "TradeFlow", "DerivedClaim"}
        else ""
    )
    for name in CLAIMS
}
DESCRIBED = SOURCE + " ;\n    dyad:rowValue {values} .\n"
FILE = f'''<https://w3id.org/dyad/id/source/{{name}}> dyad:hasFile <https://example.org/{{name}}.txt> .
<https://example.org/{{name}}.txt> a dyad:SourceFile ; dyad:fileName "{{name}}.txt" ; dyad:sha256 "{"0" * 64}" .
'''
TEXT = "<https://example.org/speech.txt> dyad:characterCount 29 .\n"


def rows_of(text: str) -> Rows:
    """Read the rows of a table, each with the place where it stood when there were all of them."""
    rows = list(csv.DictReader(io.StringIO(text)))
    places = {} if "interprets" in rows[0] else {"was_derived_from": "#row={line}"}
    return [{name: place.format(line=line) for name, place in places.items()} | row for line, row in enumerate(rows, 2)]


WHOLE: Tables = {name: rows_of(text) for name, text in (CLAIMS | SPOKEN).items()}
READING = "speech/Reading"


def keys_of(tables: Tables) -> set[str]:
    """Name the claims of some tables."""
    sources = {name: "speech" if "/" in name else "yearbook" for name in tables if name != READING}
    return {iri.mint_hashed("claim", sources[name], row["key"]) for name in sources for row in tables[name]}


def stays(row: dict[str, str], known: date | None, valid: date | None) -> bool:
    """Judge a row of a claim as a reader would: days as texts sort as days do."""
    recorded = known is None or row["recorded_on"] <= str(known)
    begun = valid is None or not row["valid_from"] or row["valid_from"] <= str(valid)
    return recorded and begun and (valid is None or not row["valid_until"] or str(valid) < row["valid_until"])


def left(tables: Tables, known: date | None, valid: date | None) -> Tables:
    """Return the rows that two days leave: without what rests on others, and without the mention of others."""
    kept = {name: [row for row in tables[name] if stays(row, known, valid)] for name in tables if name != READING}
    keys: set[str] = set()
    while keys != (keys := {row["key"] for rows in kept.values() for row in rows}):
        computed = kept["DerivedClaim"]
        kept["DerivedClaim"] = [row for row in computed if set(row["is_computed_from"].split("|")) <= keys]
    kept["Measurement"] = [
        row | {"is_part_of_total": row["is_part_of_total"] if row["is_part_of_total"] in keys else ""}
        for row in kept["Measurement"]
    ]
    return kept | {READING: [row for row in tables[READING] if row["interprets"] in keys]}


def written(folder: Path, tables: Tables) -> Path:
    """Write the two sources with some rows of their claims, and return the folder of sources."""
    for name in ("yearbook", "speech"):
        (folder / name).mkdir(parents=True)
        values = VALUES["Measurement"] if name == "speech" else ", ".join(VALUES.values())
        text = DESCRIBED.replace("source/yearbook", f"source/{name}").replace("{values}", values)
        text += FILE.format(name=name) + (TEXT if name == "speech" else "")
        (folder / name / "source.ttl").write_text(text, encoding="utf-8")
    for name, text in (ENTITIES | {"Mapping": MAPPINGS}).items():
        (folder / "yearbook" / f"{name}.csv").write_text(text, encoding="utf-8")
    for name, rows in tables.items():
        path = folder / (name if "/" in name else f"yearbook/{name}")
        with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(WHOLE[name][0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def whole(once: Shared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once.build([written(tmp_path_factory.mktemp("whole") / "data", WHOLE)])


@pytest.fixture(scope="module")
def rebuilt(once: Shared, tmp_path_factory: pytest.TempPathFactory) -> Callable[[date | None, date | None], Path]:
    """Return a function that builds the rows that two days leave, and each set of rows once."""
    return lambda *days: once.build([written(tmp_path_factory.mktemp("rebuilt") / "data", left(WHOLE, *days))])


def at(folder: Path, known: date | None = None, valid: date | None = None) -> Restriction:
    return restrict(folder, assets.ontology(), TimeAxes(known, valid))


def lines_of(store: Store) -> tuple[set[str], set[str]]:
    """Return the named and the default statements of a store, without those on nameless nodes."""
    named = {f"{quad} ." for quad in store if quad.graph_name != DefaultGraph() and "_:" not in str(quad)}
    union = [str(quad.triple) for quad in store if quad.graph_name == DefaultGraph() and "_:" not in str(quad)]
    assert len(union) == len(set(union))
    return named, set(union)


def saved(restriction: Restriction, folder: Path) -> Path:
    for name in (FLAT, NQUADS):
        with restriction.part(name) as part:
            shutil.copy(part, folder / name)
    return folder


DAYS = [
    (date(2003, 6, 1), None),
    (date(2002, 1, 1), None),
    (None, date(2001, 12, 31)),
    (None, date(2002, 1, 1)),
    (date(2004, 6, 1), date(2000, 12, 31)),
    (date(2000, 1, 1), None),
    (date(2009, 1, 1), None),
    (None, date(1990, 1, 1)),
]


@pytest.mark.parametrize(("known", "valid"), DAYS)
def test_what_two_days_leave_is_what_would_be_built_of_their_rows(
    known: date | None, valid: date | None, whole: Path, rebuilt: Callable[..., Path], tmp_path: Path
) -> None:
    expected, found = rebuilt(known, valid), at(whole, known, valid)
    saved(found, tmp_path)
    assert (tmp_path / NQUADS).read_bytes() == (expected / NQUADS).read_bytes()
    assert found.flat().to_pylist() == pq.read_table(expected / FLAT).to_pylist()
    assert pq.read_table(tmp_path / FLAT).equals(found.flat())
    assert lines_of(found.store()) == lines_of(open_build(expected))
    assert (found.claims, found.left_out) == (16, 16 - found.flat().num_rows)
    assert named(whole, TimeAxes(known, valid)) == named(expected, TimeAxes())


def named(folder: Path, axes: TimeAxes) -> tuple[list[str], list[str]]:
    """Name the claims and the findings of a build, as readers of its rows see them on two days."""
    with open_rows(folder, axes) as rows:
        claims, findings = rows.ask("SELECT claim FROM claims"), rows.ask("FROM findings")
    assert all(row["finding"] == finding_of(row) for row in findings)
    return sorted(row["claim"] for row in claims), sorted(row["finding"] for row in findings)


days = st.none() | st.dates(date(1999, 12, 1), date(2006, 12, 31))


@settings(max_examples=5)
@given(known=days, valid=days)
def test_any_two_days_leave_what_would_be_built_of_their_rows(
    whole: Path, rebuilt: Callable[..., Path], known: date | None, valid: date | None
) -> None:
    found = at(whole, known, valid)
    assert set(found.flat()["claim"].to_pylist()) == keys_of(left(WHOLE, known, valid))
    expected = rebuilt(known, valid)
    assert lines_of(found.store()) == lines_of(open_build(expected))


def test_the_comparison_would_notice_another_day(whole: Path, rebuilt: Callable[..., Path]) -> None:
    day = date(2002, 6, 1)
    expected = lines_of(open_build(rebuilt(day, None)))
    found = at(whole, day)
    assert lines_of(found.store()) == expected
    assert lines_of(at(whole, date(2002, 5, 31)).store()) != expected
    straight = {str(quad.triple) for quad in concluded(whole) if quad.predicate.value == terms.exportsTo}
    assert straight & expected[1] == {f"<{iri.ID}country/XA> <{terms.exportsTo}> <{iri.ID}country/XB>"} < straight


def concluded(build: Path) -> list[Quad]:
    """Return what follows about entities from what the sources of a build state, by queries."""
    store, derived = Store(), NamedNode(iri.DERIVED_GRAPH)
    store.load(path=str(build / NQUADS))
    store.remove_graph(derived)
    derive(store, [*read_rules(assets.ontology() / "rules"), *read_rules(Path(__file__).with_name("rules"))])
    return list(store.quads_for_pattern(None, None, None, derived))


def test_shortcuts_and_classes_are_those_that_queries_conclude(whole: Path, seed_build: Path) -> None:
    for build_ in (whole, seed_build):
        ends, derived = (terms.lower, terms.upper), NamedNode(iri.DERIVED_GRAPH)
        store = Store()
        store.load(path=str(build_ / NQUADS))
        computed = {q.subject for q in store.quads_for_pattern(None, None, NamedNode(terms.DerivedClaim), derived)}
        computed |= {q.subject for q in store.quads_for_pattern(None, None, NamedNode(terms.Finding), derived)}
        found = {
            q
            for q in store.quads_for_pattern(None, None, None, derived)
            if q.predicate.value not in ends and q.subject not in computed
        }
        assert found == set(concluded(build_))


def test_a_condition_of_a_shortcut_that_is_left_out_would_be_noticed(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ontology = read_ontology(assets.ontology())
    claims = [one for one in open_partitions(whole, ontology) if one.schema.is_claim]

    def found() -> set[str]:
        selects = [select for one in claims for select in straight(one, ontology)]
        with stating() as engine:
            return {line for (line,) in engine.execute(f"SELECT triple FROM ({union(selects)})")}  # noqa: S608

    expected = {str(quad.triple) for quad in concluded(whole)}
    assert found() <= expected
    monkeypatch.setattr("kg.rdf.statements._condition", lambda *_: "true")
    assert found() - expected


# --- What the parts do, one by one ----------------------------------------------------------------------------------


def test_named_graphs_hold_entities_and_the_classes_of_claims_unless_all_is_asked_for(
    whole: Path, tmp_path: Path
) -> None:
    lines = (whole / NQUADS).read_text(encoding="utf-8").splitlines()
    said = {
        line for line in lines if line.startswith(f"<{iri.ID}claim/") and "graph/source/" in line.rsplit(" <", 1)[1]
    }
    save_store(lines, tmp_path / "all.nq", tmp_path / "all", all_graphs=True)
    everything, union = lines_of(Store.read_only(str(tmp_path / "all")))
    named, same = lines_of(open_build(whole))
    assert union == same
    assert everything == {line for line in lines if "_:" not in line}
    of_type, follows = f"> <{iri.PREFIXES['rdf']}type> ", f"<{iri.DERIVED_GRAPH}> ."
    assert said & named == {line for line in said if of_type in line} != set()
    resting = (f"<{iri.ID}claim/", f"<{iri.ID}finding/")
    about_entities = {line for line in everything - named if not line.startswith(resting)}
    assert about_entities == {line for line in everything if not line.startswith(resting) and line.endswith(follows)}


def test_without_days_the_build_itself_is_opened(whole: Path) -> None:
    found = at(whole)
    assert lines_of(found.store()) == lines_of(open_build(whole))
    assert found.flat().equals(pq.read_table(whole / FLAT))
    assert (found.gone, found.left_out, str(found.axes)) == (frozenset(), 0, "")


def test_nothing_is_written_into_the_build(whole: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in whole.rglob("*")}
    found = at(whole, date(2003, 6, 1))
    found.store()
    saved(found, tmp_path)
    assert {path: path.stat().st_mtime_ns for path in whole.rglob("*")} == before


def test_what_rests_on_a_claim_goes_with_it_and_what_mentions_it_stays(whole: Path) -> None:
    found = at(whole, date(2002, 1, 1))
    ids = {key: iri.mint_hashed("claim", "yearbook", key) for key in ("total", "part", "rest", "twice", "alone")}
    kept = set(found.flat()["claim"].to_pylist())
    assert ids["part"] in kept
    assert not {ids["total"], ids["rest"], ids["twice"], ids["alone"]} & kept
    assert found.flat()["is_part_of_total"].null_count == found.flat().num_rows
    assert iri.mint_hashed("reading", "speech", "as-sum") not in str(list(found.store()))
    assert pq.read_table(whole / FLAT)["is_part_of_total"].null_count == 15


def test_a_claim_is_explained_without_the_mention_of_one_that_is_left_out(whole: Path) -> None:
    total = iri.key_of(NAMES["total"])
    told, then = (Graph(whole, as_known_on=day).why("yearbook/part") for day in (None, date(2002, 1, 1)))
    assert total in dict(told.statements).values()
    assert total not in dict(then.statements).values()
    assert len(told.statements) == len(then.statements) + 1


def derived(store: Store, predicate: str) -> set[tuple[str, str]]:
    """Return the pairs that a store has a predicate of, which no source states."""
    quads = [*store.quads_for_pattern(None, NamedNode(predicate), None)]
    said = {quad.triple for quad in quads if quad.graph_name != DefaultGraph()}
    found = {quad.triple for quad in quads} - said
    return {(iri.compress(str(t.subject).strip("<>")), iri.compress(str(t.object).strip("<>"))) for t in found}


def test_shortcuts_are_derived_anew(whole: Path) -> None:
    once, twice = ("country/XA", "country/XB"), ("country/XB", "country/XA")
    assert derived(at(whole, date(2002, 5, 31)).store(), terms.exportsTo) == set()
    assert derived(at(whole, date(2002, 6, 1)).store(), terms.exportsTo) == {once}
    assert derived(at(whole, date(2004, 6, 1)).store(), terms.exportsTo) == {once, twice}
    assert derived(at(whole, None, date(2001, 6, 1)).store(), terms.exportsTo) == {once}
    within = derived(at(whole, date(2003, 3, 3)).store(), terms.isWithin)
    assert within == {("settlement/river-town", "region/XA-01"), ("settlement/river-town", "country/XA")}
    assert derived(at(whole, date(2003, 3, 2)).store(), terms.isWithin) == set()
    assert len(derived(at(whole, date(1999, 1, 1)).store(), terms.isIdentifiedWith)) == 2


def excluded(folder: Path, axes: TimeAxes, claims: pa.Table) -> list[str]:
    """Return which of some claims, flat, two days exclude."""
    pq.write_table(claims.append_column("source", pa.array(["s"] * len(claims))), folder / FLAT)
    texts, many = pa.string(), pa.list_(pa.string())
    columns = {
        FINDINGS: dict.fromkeys(("class", "first", "second"), texts) | {"others": many},
        ENDS: {"claim": texts},
        DERIVED_CLAIMS: {"claim": texts, "inputs": many} | dict.fromkeys(DAYS_OF_CLAIMS, pa.date32()),
    }
    for part, kinds in columns.items():
        pq.write_table(pa.table({name: pa.array([], kind) for name, kind in kinds.items()}), folder / part)
    seal(folder, {})
    with open_rows(folder, axes) as rows:
        return sorted(row["claim"] for row in rows.ask("FROM gone"))


def flat_of(*rows: tuple[date | None, date | None, date | None]) -> pa.Table:
    columns = list(zip(*rows, strict=True))
    typed = {name: pa.array(column, pa.date32()) for name, column in zip(DAYS_OF_CLAIMS, columns, strict=True)}
    return pa.table({"claim": pa.array([f"c{n}" for n in range(len(rows))])} | typed)


def test_a_period_is_half_open_and_an_open_end_holds_for_ever(tmp_path: Path) -> None:
    day, next_day = date(2001, 1, 1), date(2001, 1, 2)
    table = flat_of((day, None, None), (day, day, None), (day, None, day), (day, next_day, None), (day, day, next_day))
    assert excluded(tmp_path, TimeAxes(None, day), table) == ["c2", "c3"]


def test_a_claim_recorded_nobody_says_when_was_known_on_no_day(tmp_path: Path) -> None:
    day = date(2001, 1, 1)
    table = flat_of((None, None, None), (day, None, None))
    assert excluded(tmp_path, TimeAxes(day), table) == ["c0"]
    assert excluded(tmp_path, TimeAxes(day), table.drop_columns(["recorded_on"])) == ["c0", "c1"]
    assert excluded(tmp_path, TimeAxes(None, day), table.drop_columns(["valid_from", "valid_until"])) == []


DAYS_OF_CLAIMS = ("recorded_on", "valid_from", "valid_until")
NAMES = {key: iri.mint_hashed("claim", "yearbook", key) for key in ("total", "part", "open", "later")}
NAMES |= {"computed": f"{iri.ID}claim/computed"}
FINDING = {"class": "dyad:Comparison", "verdict": "compatible", "others": [], "change": [], "reasons": []}
FINDINGS_ = {
    "direct": FINDING | {"first": NAMES["part"], "second": NAMES["open"]},
    "indirect": FINDING | {"first": NAMES["computed"], "second": NAMES["later"]},
}
COMPUTED = {
    "claim": NAMES["computed"],
    "class": "dyad:DerivedClaim",
    "claim_key": "computed/1",
    "is_about": f"{iri.ID}dyad/XA-XB",
    "arithmetic": "1 + 1",
    "amount": Decimal(2),
    "inputs": [NAMES["total"], NAMES["part"]],
}


@pytest.fixture(scope="module")
def with_findings(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a build with a finding on two claims, a computed claim on two, and a finding on that one."""
    folder = tmp_path_factory.mktemp("findings") / "build"
    shutil.copytree(whole, folder)
    for name, rows in ((FINDINGS, list(FINDINGS_.values())), (DERIVED_CLAIMS, [COMPUTED])):
        schema = pq.read_schema(whole / name)
        pq.write_table(
            pa.Table.from_pylist(rows, schema=pa.schema([pa.field(one.name, one.type) for one in schema])),
            folder / name,
        )
    seal(folder, {})
    return folder


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (date(2005, 1, 1), {"direct", "computed", "indirect"}),
        (date(2004, 12, 31), {"direct", "computed"}),
        (date(2003, 6, 1), {"computed"}),
        (date(2002, 6, 1), set()),
    ],
)
def test_a_finding_stays_only_with_all_that_it_rests_on(known: date, expected: set[str], with_findings: Path) -> None:
    names = {"computed": NAMES["computed"]}
    for key, row in FINDINGS_.items():
        names[key] = finding_of(row)
    _, found = lines_of(at(with_findings, known).store())
    assert {key for key, name in names.items() if any(line.startswith(f"<{name}> ") for line in found)} == expected


def test_a_build_without_the_flat_claims_says_what_to_do(whole: Path, tmp_path: Path) -> None:
    save_store([], tmp_path / NQUADS, tmp_path / STORE)
    seal(tmp_path, {})
    assert not has_default_graph(at(tmp_path).store())
    with pytest.raises(BuildDamaged, match="no such part"):
        at(tmp_path, date(2003, 1, 1))
    with pytest.raises(BuildMissing):
        at(tmp_path / "nowhere", date(2003, 1, 1))


@pytest.mark.parametrize(
    "text", ["2025", "2025-13-01", "2025-02-29", "20250101", "2025-W01-1", "soon", "", "２０２５-01-01"]
)
def test_what_is_no_day_is_refused_by_the_name_of_its_option(text: str) -> None:
    with pytest.raises(ArgumentInvalid, match="--valid-on") as raised:
        read_day("--valid-on", text)
    assert raised.value.value == text


def test_a_day_is_read_however_python_has_it() -> None:
    day = date(2025, 11, 12)
    assert {read_day("x", given) for given in ("2025-11-12", day, datetime(2025, 11, 12, 8))} == {day}  # noqa: DTZ001
    assert read_day("x", None) is None


# --- In Python ------------------------------------------------------------------------------------------------------


def test_a_graph_is_opened_at_two_days(whole: Path, rebuilt: Callable[..., Path]) -> None:
    graph = kg.open(whole, as_known_on="2003-06-01", valid_on=date(2000, 6, 1))
    expected = kg.open(rebuilt(date(2003, 6, 1), date(2000, 6, 1)))
    assert len(graph.claims()) == len(expected.claims()) == 6
    assert graph.claims().equals(expected.claims())
    assert graph.ask("turnover", dyad="XA-XB").equals(expected.ask("turnover", dyad="XA-XB"))
    assert sorted(graph.network().edges) == sorted(expected.network().edges)
    assert len(graph.rdflib()) == len(expected.rdflib()) < len(kg.open(whole).rdflib())


def test_every_question_is_answered_as_of_a_build_of_its_own(whole: Path, rebuilt: Callable[..., Path]) -> None:
    known = date(2004, 6, 1)
    here, there, full = at(whole, known).store(), open_build(rebuilt(known, None)), open_build(whole)
    changed = []
    for name, query in read_queries(assets.queries()).items():
        text = bind(query, query.test, ONTOLOGY)
        answer = ask_oxigraph(here, text)
        assert answer == ask_oxigraph(there, text), name
        changed += [name] if answer != ask_oxigraph(full, text) else []
    assert "turnover" in changed


# --- On the command line --------------------------------------------------------------------------------------------


def run(folder: Path, *arguments: str, text: str = "") -> Done:
    return running.kg(folder.parent, *arguments, text=text)


COUNT = "SELECT (COUNT(DISTINCT ?c) AS ?claims) WHERE { ?c a dyad:Claim }"


@pytest.mark.parametrize(
    ("options", "claims"),
    [
        ((), 16),
        (("--as-known-on", "2003-06-01"), 8),
        (("--valid-on", "2000-06-01"), 10),
        (("--as-known-on", "2003-06-01", "--valid-on", "2000-06-01"), 6),
        (("--as-known-on", "1999-01-01"), 0),
    ],
)
def test_a_query_sees_what_was_known_on_a_day_about_another(options: tuple[str, ...], claims: int, whole: Path) -> None:
    done = run(whole, "query", "-", "--format", "csv", *options, text=COUNT)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["claims", str(claims)], "")


def test_a_question_sees_what_was_known_on_a_day(whole: Path) -> None:
    ask = ("ask", "turnover", "--set", "dyad=XA-XB", "--format", "csv")
    later, earlier = run(whole, *ask), run(whole, *ask, "--as-known-on", "2002-01-01")
    assert len(later.stdout.splitlines()) > len(earlier.stdout.splitlines()) > 1
    never = run(whole, *ask, "--as-known-on", "1999-01-01")
    assert (never.returncode, len(never.stdout.splitlines())) == (0, 1)
    assert "no rows\n--as-known-on 1999-01-01 leaves it out: without it there are " in never.stderr
    shown = run(whole, *ask[:-1], "table", "--valid-on", "2004-06-01")
    assert "2004-01-01" in shown.stdout


PICTURES = frozenset({"svg", "png", "html"})  # which say themselves what is left out
OF_ONE_FILE = [name for name, form in forms().items() if name not in PICTURES and " " not in form.extension]


@pytest.mark.parametrize("form", OF_ONE_FILE)
def test_an_export_is_that_of_a_build_of_its_own_and_says_what_it_leaves_out(
    form: str, whole: Path, rebuilt: Callable[..., Path], tmp_path: Path
) -> None:
    days = ("--as-known-on", "2003-06-01", "--valid-on", "2000-06-01")
    name, safe = form.removesuffix("-safe"), form.endswith("-safe")
    export = ("export", "--format", name, *(["--safe"] if safe else []), "--out")
    done = run(whole, *export, str(tmp_path / "one"), *days)
    other = run(rebuilt(date(2003, 6, 1), date(2000, 6, 1)), *export, str(tmp_path / "other"))
    assert (done.returncode, other.returncode) == (0, 0)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes() != b""
    told = "Left out: 10 of 16 claims, which were not known on 2003-06-01 or do not hold on 2000-06-01.\n"
    assert done.stderr == told + other.stderr
    assert "claims, which" not in other.stderr


def test_an_export_of_all_that_is_says_so(whole: Path, tmp_path: Path) -> None:
    done = run(whole, "export", "--format", "nq", "--out", str(tmp_path / "all"), "--as-known-on", "2009-01-01")
    assert done.stderr == "Left out: 0 of 16 claims, which were not known on 2009-01-01.\n"
    assert (tmp_path / "all").read_bytes() == (whole / NQUADS).read_bytes()


@pytest.mark.parametrize("command", [("ask", "turnover"), ("query", "-"), ("export", "--format", "csv")])
@pytest.mark.parametrize("option", ["--as-known-on", "--valid-on"])
def test_a_wrong_day_is_answered_with_the_name_of_its_option(
    command: tuple[str, ...], option: str, whole: Path
) -> None:
    done = run(whole, *command, option, "12.11.2025", text=COUNT)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{option} is no day" in done.stderr
    assert "12.11.2025" in done.stderr


@pytest.mark.parametrize("option", ["--as-known-on", "--valid-on"])
def test_a_server_is_not_asked_for_a_day(option: str, whole: Path) -> None:
    ask = ("ask", "turnover", "--endpoint", "http://127.0.0.1:9/sparql")
    done = run(whole, *ask, option, "2025-11-12")
    assert (done.returncode, done.stdout) == (2, "")
    assert "argument-invalid" in done.stderr
    assert "--endpoint" in done.stderr
    assert "endpoint-failed" in run(whole, *ask).stderr
