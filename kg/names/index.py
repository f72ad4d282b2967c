"""Write the index of names of a build: a small database that finds things by whatever they are called."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from kg.core import iri
from kg.core.likeness import skeleton
from kg.load.spelling import called
from kg.names.gathered import Called, Gathered

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE thing (id INTEGER PRIMARY KEY, key TEXT NOT NULL COLLATE NOCASE, class TEXT NOT NULL,
    canonical INTEGER NOT NULL, claims INTEGER NOT NULL);
CREATE TABLE name (id INTEGER PRIMARY KEY, thing INTEGER NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL,
    property TEXT NOT NULL, text TEXT NOT NULL, called TEXT NOT NULL);
CREATE TABLE link (subject INTEGER NOT NULL, predicate TEXT NOT NULL, object INTEGER NOT NULL);
CREATE TABLE tally (thing INTEGER NOT NULL, class TEXT NOT NULL, indicator TEXT NOT NULL, source TEXT NOT NULL,
    claims INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE VIRTUAL TABLE part USING fts5(text, content = '', tokenize = 'trigram');
"""
_INDEXES = """
INSERT INTO part(part) VALUES ('optimize');
CREATE UNIQUE INDEX thing_key ON thing (key COLLATE BINARY);
CREATE INDEX thing_any_key ON thing (key);
CREATE INDEX thing_class ON thing (class);
CREATE INDEX name_called ON name (called);
CREATE INDEX name_thing ON name (thing);
CREATE INDEX link_subject ON link (subject);
CREATE INDEX link_object ON link (object);
CREATE INDEX tally_thing ON tally (thing);
"""


def write_names(gathered: Gathered, out: Path) -> None:
    """Write the index of names of a build to a file; of the same it is the same."""
    with closing(sqlite3.connect(out)) as index:
        index.executescript(_TABLES)
        _fill(index, gathered)
        index.executescript(_INDEXES)
        index.commit()


def _fill(index: sqlite3.Connection, gathered: Gathered) -> None:
    """Fill the tables; IRIs are shortened, and things stand by their numbers, for these are most of what there is."""
    claims = Counter[str]()
    for tally in gathered.tallies:
        claims[tally.thing] += tally.claims
    numbers = {thing: number for number, thing in enumerate(gathered.classes, 1)}
    ones = {thing: numbers.get(gathered.canonical.get(thing, ""), number) for thing, number in numbers.items()}
    things = (
        (numbers[thing], iri.key_of(thing), iri.compress(cls), ones[thing], claims[thing])
        for thing, cls in gathered.classes.items()
    )
    index.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?)", things)
    _fill_names(index, [(number, one) for number, one in enumerate(gathered.names, 1) if one.thing in numbers], numbers)
    links = (
        (numbers[link.subject], iri.compress(link.predicate), numbers[link.object])
        for link in gathered.links
        if link.subject in numbers and link.object in numbers
    )
    index.executemany("INSERT INTO link VALUES (?, ?, ?)", links)
    tallies = (
        (numbers[one.thing], one.cls, iri.own_key(one.indicator), one.source, one.claims, one.first, one.last)
        for one in gathered.tallies
        if one.thing in numbers
    )
    index.executemany("INSERT INTO tally VALUES (?, ?, ?, ?, ?, ?, ?)", tallies)


def _fill_names(index: sqlite3.Connection, names: list[tuple[int, Called]], numbers: dict[str, int]) -> None:
    rows = (
        (number, numbers[one.thing], one.kind, one.language, iri.compress(one.property), one.text, called(one.text))
        for number, one in names
    )
    index.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    parts = ((number, skeleton(one.text)) for number, one in names)
    index.executemany("INSERT INTO part(rowid, text) VALUES (?, ?)", parts)
