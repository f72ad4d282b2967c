"""Fixtures that several tests stand on."""

import gc
import os
import shutil
import signal
from collections.abc import Generator, Iterator
from pathlib import Path
from tempfile import mkdtemp

import pyarrow.parquet as pq
import pytest
from hypothesis import settings

from kg.compare.prepare.facts import read_facts, write_facts
from kg.core import assets, iri
from kg.core.graph import FLAT, NQUADS, STORE, Store, load_lines
from kg.core.manifest import DERIVED, ENDS, FINDINGS, KNOWN, NAMES, seal
from kg.core.ontology import read_ontology
from kg.core.rdf_files import read_quads
from kg.names.gathered import gather_names
from kg.names.index import write_names
from kg.rdf.publish import Known, write_known
from kg.rdf.statements import stating
from kg.reason.rules import derive, read_rules
from kg.rows.partition import open_partitions
from tests.builds import Shared, begun, sharing, sweep
from tests.flat import add_findings, flat_of, write_rows
from tests.seed import copy_seed, copy_small_seed
from tests.stores import save_store

ROOT = Path(__file__).parents[1]
REGIONAL = (
    *("iso-3166", "register", "country-pairs", "cldr-subdivisions"),
    *("kz-regions", "kz-road-checkpoints", "kz-road-checkpoint-regions", "kazinform-2025-11-12"),
)

# The same examples each time, and no time limit: a gate must not depend on the machine or on chance.
settings.register_profile("dyad", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=3000, print_blob=True)  # `make fuzz`: others each time
settings.load_profile("dyad")

BEGUN = pytest.StashKey[float]()

# Workers take whole files, in this order: the longest begin first, for the file that ends last decides when all is
# done. The first builds what ships, which those that read it then need not wait for.
FIRST = (
    *("test_docs", "test_restrict", "test_spark", "test_queries", "test_incremental", "test_cli", "test_release"),
    *("test_gates", "test_network", "test_faults", "test_pages", "test_build", "test_rebuild", "test_properties"),
    *("test_own_vocabulary", "test_api", "test_shapes", "test_match", "test_export", "test_world_trade"),
    *("test_our_shapes", "test_plugins", "test_crash", "test_screens", "test_wheel"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files of tests into the order in which they are best begun; within a file nothing changes."""
    places = {name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(FIRST)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Search for nothing that nobody holds while tests are collected, and leave them out of each later search."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    """Hear the signals that whoever runs the tests in the background ignores, and keep out of the cache of whoever.

    The workers of a run have one cache: what each would compile again is compiled once.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ["XDG_CACHE_HOME"] = mkdtemp(prefix="kg-tests-cache-")
        sweep(shared_folder(config))
        config.stash[BEGUN] = begun(shared_folder(config))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Keep of what the runs share what this one used, and nothing else that it kept."""
    if BEGUN in config.stash:
        sweep(shared_folder(config), config.stash[BEGUN])
        shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)


def shared_folder(config: pytest.Config) -> Path:
    """Return where the runs share what takes long to make: in the cache of pytest, if it has one, for the next run."""
    if config.pluginmanager.hasplugin("cacheprovider"):
        return config.cache.mkdir("shared")
    folder = Path(os.environ["XDG_CACHE_HOME"], "shared")
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of material that is not ours to commit; skip loudly without it, or fail if it is required."""
    folder = os.environ.get("DYAD_SHARED")
    if folder and (ROOT / folder).is_dir():
        return (ROOT / folder).resolve()
    reason = "NOT TESTED: DYAD_SHARED names no folder with the article, the suites and the gold facts"
    if os.environ.get("DYAD_REQUIRE_SHARED") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def once(pytestconfig: pytest.Config) -> Iterator[Shared]:
    """Yield what the workers share, where a build that several tests read is made once."""
    with sharing(shared_folder(pytestconfig)) as shared:
        yield shared


@pytest.fixture(scope="session")
def seed_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the article and what it stands on."""
    return copy_seed(tmp_path_factory.mktemp("seed") / "data")


@pytest.fixture(scope="session")
def seed_build(seed_data: Path, once: Shared) -> Path:
    """Build the seed once and return the folder of the build."""
    return once.build([seed_data])


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the article and its two countries, which is built in half the time."""
    return copy_small_seed(tmp_path_factory.mktemp("small") / "data")


@pytest.fixture(scope="session")
def shipped_build(once: Shared) -> Path:
    """Build all that ships by default with `kg build`, once, and return the folder of the build."""
    return once.shipped() / "build"


@pytest.fixture(scope="session")
def share_alike_build(once: Shared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the pack of share-alike sources with those that speak of the same regions, and return the folder."""
    beside = tmp_path_factory.mktemp("regions") / "data"
    beside.mkdir()
    for name in REGIONAL:
        (beside / name).symlink_to(assets.data() / name, target_is_directory=True)
    return once.build([beside, *assets.packs("share-alike")])


@pytest.fixture(scope="session")
def world_build(once: Shared) -> Path:
    """Return a folder with the invented world as `kg build` would have written it."""
    names = ("world.trig", "flat.py", "stores.py", "conftest.py", "rules")
    made_of = [ROOT / "ontology", *(ROOT / "tests" / name for name in names)]
    return once.made("world", made_of, write_world) / "build"


@pytest.fixture(scope="session")
def world(world_build: Path) -> Store:
    """Return the invented world as a build would hold it: the ontology, what two sources say, and what follows."""
    store = Store()
    load_lines(store, (world_build / NQUADS).read_text(encoding="utf-8").split("\n"))
    return store


def write_world(folder: Path) -> None:
    """Derive and find all that follows in the invented world, and write it to `build` in a folder."""
    ontology, out, scratch = read_ontology(ROOT / "ontology"), folder / "build", folder / "scratch"
    store = Store()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        store.extend(read_quads(path, iri.ONTOLOGY_GRAPH))
    store.extend(read_quads(ROOT / "tests" / "world.trig"))
    derived = derive(store, [*read_rules(ROOT / "ontology" / "rules"), *read_rules(ROOT / "tests" / "rules")])
    concluded = [line for line in derived if not line.startswith(f"<{iri.mint('claim', '')}")]
    about = Known(ontology, (), concluded)
    facts = read_facts(ontology, store)
    for made in (out, scratch):
        made.mkdir()
    add_findings(store, ontology, scratch)
    save_store(sorted(f"{quad} ." for quad in store), out / NQUADS, out / STORE)
    pq.write_table(flat_of(store, ontology), out / FLAT)
    for part in (FINDINGS, DERIVED, ENDS):
        shutil.copy(scratch / part, out)
    write_rows(store, ontology, out)
    write_known(about, out)
    write_facts(facts, out / KNOWN)
    with stating() as engine:
        write_names(gather_names(out, engine, open_partitions(out, ontology), ontology), out / NAMES)
    seal(out, {})


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_left_for_threads() -> Iterator[None]:
    """Collect what a module leaves: an answer of the store may end in no other thread, where later tests work."""
    yield
    gc.collect()
