"""`kg locate`."""

from pathlib import Path

import click

from kg.cli.terminal import hand_out, say, warn


@click.command()
@click.argument("text", type=click.Path(path_type=Path))
@click.argument("phrase")
@click.option("--text-folder", type=click.Path(path_type=Path), help="Folder in which TEXT lies if it is a mere name.")
@click.option("--lang", "language", default="en", metavar="TAG", help="Language of the text.  [default: en]")
def locate(text: Path, phrase: str, text_folder: Path | None, language: str) -> int:
    """Find where PHRASE stands in the file TEXT, and print the cells of the row that a claim of it needs.

    Places are in characters (Unicode code points) from 0, the end excluded. Exit code 1 says that the words stand
    there otherwise, or not at all.
    """
    import csv
    import io

    from kg.core import columns
    from kg.core.files import digest
    from kg.passages import passages_like
    from kg.texts import read_text

    path = _found(text, text_folder)
    read = read_text(path)
    places = passages_like(read, phrase)
    say(f"{path}: {len(read)} characters, SHA-256 {digest(path)}", err=True)
    if not places:
        warn("Nothing in the text is like the phrase.")
        return 1
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    writer.writerow([columns.was_derived_from, f"{columns.words}_{language}"])
    for place in places:
        if place.differs:
            warn(f"{place.fragment} differs in {', '.join(place.differs)}: «{place.words}»")
        if len(place.lines) > 1:
            warn(f"{place.fragment} goes over the end of a line: record one of its lines.")
        writer.writerows([line.fragment, line.words] for line in place.lines)
    if len(places) > 1:
        say(f"The phrase stands in {len(places)} places.", err=True)
    hand_out(rows.getvalue())
    return 1 if any(place.differs for place in places) else 0


def _found(text: Path, folder: Path | None) -> Path:
    """Return the file of a text, by its path or its name in the folder of texts; raise FileUnreadable."""
    from kg.core.errors import FileUnreadable
    from kg.core.files import find_file
    from kg.core.likeness import did_you_mean, nearest

    if text.exists():
        return text
    found = find_file(text.name, folder) if folder is not None and folder.is_dir() else None
    if found is None:
        folders = filter(None, [text.parent, folder])
        there = [file.name for place in folders if place.is_dir() for file in sorted(place.iterdir())]
        remedy = did_you_mean(nearest(text.name, there), "Name the file of a text.")
        raise FileUnreadable("The text is not there.", remedy=remedy, path=text)
    return found
