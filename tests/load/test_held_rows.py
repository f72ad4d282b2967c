"""Rows of a table that are read twice are read from their file once, where memory has room for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.core.errors import FileUnreadable
from kg.load.batch import Batch
from kg.load.rows import read_batches
from kg.load.table import Room, Table

ROOMY, NARROW = 1 << 20, 10


@dataclass
class Reader:
    """Reads a file, and counts how often."""

    path: Path
    reads: int = 0
    faulty: bool = False

    def __call__(self) -> Iterator[Batch]:
        self.reads += 1
        yield from read_batches(self.path)[1]
        if self.faulty:
            raise FileUnreadable("It ends too early.", remedy="Restore it.", path=self.path)


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    path = tmp_path / "Country.csv"
    path.write_text("key,label_en\nXA,One\nXB,Other\n", encoding="utf-8")
    return Reader(path)


def table_of(reader: Reader, room: Room) -> Table:
    made = Table(None, None, reader.path, ("key", "label_en"), (), reader)  # type: ignore[arg-type]
    return made.held(room)


def cells(table: Table) -> list[list[str]]:
    return [[*column] for batch in table.batches() for column in batch.cells.values()]


def test_rows_are_read_once(reader: Reader) -> None:
    room = Room(ROOMY)
    table = table_of(reader, room)
    assert cells(table) == cells(table) == [["XA", "XB"], ["One", "Other"]]
    assert reader.reads == 1
    assert room.left < ROOMY
    table.forget()
    assert room.left == ROOMY
    assert cells(table) == [["XA", "XB"], ["One", "Other"]]
    assert reader.reads == 2


def test_rows_without_room_are_read_again(reader: Reader) -> None:
    room = Room(NARROW)
    table = table_of(reader, room)
    assert cells(table) == cells(table) == [["XA", "XB"], ["One", "Other"]]
    assert (reader.reads, room.left) == (2, NARROW)


def test_what_cannot_be_read_to_its_end_is_not_kept(reader: Reader) -> None:
    reader.faulty = True
    table = table_of(reader, Room(ROOMY))
    for _ in range(2):
        with pytest.raises(FileUnreadable):
            cells(table)
    assert reader.reads == 2


def test_rows_that_were_not_read_to_their_end_are_not_kept(reader: Reader) -> None:
    table = table_of(reader, Room(ROOMY))
    next(table.batches())
    assert cells(table) == [["XA", "XB"], ["One", "Other"]]
    assert reader.reads == 2
