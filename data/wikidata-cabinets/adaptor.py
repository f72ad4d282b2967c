"""Holders of public posts of Kazakhstan and Russia since 2000, as Wikidata had them in 2022: posts, persons, holdings.

An end that is printed as a day is the first day on which the holder no longer holds: on most of these days the list
lets the successor begin (306 of 483), and one day must not have two presidents. An end that is not printed says that
Wikidata knew of none, not that the holder holds today: nobody is vouched for beyond the last day that a list mentions.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.adapt.files import Raw
from kg.core.errors import CellInvalid
from kg.load.cells import fault
from kg.load.rows import Row


@dataclass(frozen=True, slots=True)
class State:
    """A state whose posts a list gives: its file prefix, key, name, Wikidata item, and when the list stops vouching."""

    prefix: str
    key: str
    name: str
    item: str
    vouched_until: str


# The day after the last one that any row of the list mentions.
STATES: Final = (
    State("kz", "KZ", "Kazakhstan", "Q232", "2022-06-12"),
    State("ru", "RU", "Russia", "Q159", "2022-07-16"),
)

# Posts that the list of holders prints otherwise than the list of positions does.
SAME_POST: Final = {
    "KZ": {
        "President": "President of Kazakhstan",
        "Prime Minister": "Prime Minister of Kazakhstan",
        "Deputy Prime Minister": "Deputy Prime Minister of Kazakhstan",
        "First Deputy Prime Minister": "First Deputy Prime Minister of Kazakhstan",
        "Minister of Defence": "Minister of Defense",
        "Minister of Foreign Affairs": "Minister of Foreign Affairs of Kazakhstan",
        "Minister of Healthcare": "Minister of Healthcare of Kazakhstan",
        "Minister of Transport and Communications": "Minister of Transport and Communications of Kazakhstan",
        "State Secretary": "State Secretary of Kazakhstan",
        "Head of the Presidential Administration": "Head of the Presidential Administration of Kazakhstan",
        "Secretary of the Security Council": "Secretary of the Security Council of Kazakhstan",
        "Chairman of the National Security Committee": (
            "Chairman of the National Security Committee of the Republic of Kazakhstan"
        ),
        "Prosecutor General": "Prosecutor General of Kazakhstan",
        "Governor of the National Bank": "Governor of the National Bank of Kazakhstan",
        "Chair of the Senate": "Chair of the Senate of Kazakhstan",
    },
    "RU": {
        "President": "President of Russia",
        "Prime Minister": "Prime Minister of Russia",
        "First Deputy Prime Minister": "First Deputy Chairman of the Government of the Russian Federation",
        "Deputy Prime Minister": "Deputy Chairman of the Government of the Russian Federation",
        "Minister of Defence": "Minister of Defense",
        "Minister of Health": "Russian Minister of Health",
        "Minister of Internal Affairs": "Minister of Internal Affairs of Russia",
        "Director of the Foreign Intelligence Service": "Director of SVR",
        "Secretary of the Security Council": "Secretary of the Security Council of Russia",
        "Prosecutor-General": "Prosecutor General of Russia",
        "Governor of the Central Bank": "President of the Central Bank of Russia",
        "Supreme Commander-in-Chief of the Armed Forces": (
            "Supreme Commander-in-Chief of the Armed Forces of the Russian Federation"
        ),
        "Chairman of the Federation Council": "Chairman of the Federation Council of Russia",
    },
}

# Posts over a territory that two states claim, some of whose holders another state than the list's appointed: they keep
# the name that is printed, which names their jurisdiction, and are given to no state.
OF_NO_STATED_STATE: Final = dict.fromkeys(
    (
        "Prime Minister of Crimea",
        "Head of the Republic of Crimea",
        "Governor of Sevastopol",
        "Governor of the City of Sevastopol",
    )
)

# Holdings without an end of posts for one person, in which the list lets another person follow: by post and person.
OVERTAKEN: Final = dict.fromkeys(
    (
        ("Ambassador to Spain", "Q378027"),
        ("Governor of Sakhalin Oblast", "Q56856429"),
        ("Permanent Representative to the United Nations", "Q28819033"),
    )
)

_HOLDING: Final = ("position", "person", "personID", "start", "end")
# Who a person is beyond the name is nobody's need here; the pages are Wikipedia's.
_PERSONAL: Final = {"kz": ("gender", "DOB", "DOD", "image", "enwiki"), "ru": ()}
# Deputies, neighbours in time and pages of a post say nothing of its holders; most dates of posts are missing.
_UNUSED: Final = ("jurisdiction", "deputy", "list", "start", "end", "before", "after", "enwiki")
_REST_OF_DAY: Final = {4: "-01-01", 7: "-01", 10: ""}
# One name is printed in Japanese: patches.csv gives it in Latin letters.
_COLUMN_OF_SCRIPT: Final = {"LATIN": "label_en", "CYRILLIC": "label_ru", "KATAKANA": "label_en"}


def _list(state: State) -> str:
    return f"{state.prefix}_holders21.csv"


def _holdings(raw: Raw) -> Iterator[tuple[State, Row]]:
    """Yield every holding that is printed, with the state whose list prints it."""
    for state in STATES:
        for row in raw.rows(_list(state), _HOLDING, _PERSONAL[state.prefix]):
            yield state, row


def _positions(raw: Raw, state: State) -> dict[str, Row]:
    """Return the positions of a state by their names in small letters."""
    rows = list(raw.rows(f"{state.prefix}_positions.csv", ("id", "position", "country"), _UNUSED))
    for row in rows:
        if row.cells["country"] not in {"", state.item}:
            fault(
                CellInvalid,
                "The position is another country's.",
                "Decide whose it is.",
                row,
                "country",
                row.cells["country"],
            )
    return {row.cells["position"].casefold(): row for row in rows}


def _slug(text: str) -> str:
    """Write a name in small Latin letters and hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@dataclass(frozen=True, slots=True)
class Post:
    """A post: its key, its state, the row in which it is printed first, and its position in Wikidata if known."""

    key: str
    state: State
    row: Row
    position: Row | None

    @property
    def printed(self) -> str:
        """Return the name under which its holders are listed."""
        return self.row.cells["position"]


def _post(state: State, row: Row, positions: Mapping[str, Row], same: Mapping[str, str]) -> Post:
    """Find the post that a holding names, however it is capitalised."""
    printed = row.cells["position"]
    position = positions.get(same.get(printed, printed).casefold())
    key = position.cells["id"] if position else f"{state.prefix}-{_slug(printed)}"
    return Post(key, state, row, position)


def _posts(raw: Raw) -> Iterator[Post]:
    """Yield every post once, as it is printed first; stop for a post that is called the same as one not listed."""
    positions = {state: _positions(raw, state) for state in STATES}
    same = {state: raw.decisions(_list(state), SAME_POST[state.key]) for state in STATES}
    known: dict[str, Post] = {}
    for state, row in _holdings(raw):
        post = _post(state, row, positions[state], same[state])
        if post.position is None and post.printed in same[state]:
            fault(
                CellInvalid,
                "The list of positions lacks the position that this is said to be.",
                "Mend SAME_POST.",
                row,
                "position",
                post.printed,
            )
        known.setdefault(post.key, post)
    yield from known.values()


def posts(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Post table for every post, its state in its name."""
    of_no_stated_state = raw.decisions(_list(STATES[1]), OF_NO_STATED_STATE)
    for post in _posts(raw):
        stated = post.printed not in of_no_stated_state
        cells = {"key": post.key, "label_en": f"{post.printed} ({post.state.name})" if stated else post.printed}
        if post.position:
            cells |= {"wikidata_id": post.key}
            if post.position.cells["position"].casefold() != post.printed.casefold():
                cells |= {"alt_label_en": post.position.cells["position"]}
        yield cells


def states_of_posts(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Relation table for every post that is stated to be a post of a country."""
    for post in _posts(raw):
        if post.printed not in OF_NO_STATED_STATE:
            row = post.position or post.row
            yield {
                "key": f"{post.key}.{post.state.key}",
                "is_about_post": post.key,
                "is_related_to_country": post.state.key,
                "was_derived_from": f"{row.path.name}#row={row.line}",
            }


def _label(row: Row) -> tuple[str, str]:
    """Return the column to which the printed name of a person belongs, by its script, and the name."""
    name = row.cells["person"]
    script = unicodedata.name(next(filter(str.isalpha, name), "?")).split(" ")[0]
    column = _COLUMN_OF_SCRIPT.get(script)
    if column is None:
        fault(
            CellInvalid,
            "The name is in a script that nobody has decided about.",
            "Decide which language it is.",
            row,
            "person",
            name,
        )
    if script == "CYRILLIC" and re.search("[әғқңөұүһі]", name.casefold()):
        column = "label_kk"
    return column, name


def persons(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the Person table for everyone who held a post."""
    names: dict[str, str] = {}
    for _, row in _holdings(raw):
        item, (column, name) = row.cells["personID"], _label(row)
        if item not in names:
            yield {"key": item, column: name, "wikidata_id": item}
        elif names[item] != name:
            fault(
                CellInvalid,
                f"The person is also printed as «{names[item]}».",
                "Decide which name is meant.",
                row,
                "person",
                name,
            )
        names[item] = name


def _day(row: Row, column: str) -> str:
    """Return a printed day, the first day of a printed month or year, or nothing where nothing is printed."""
    text = row.cells[column]
    if not text:
        return ""
    day = text + _REST_OF_DAY.get(len(text), "?")
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        fault(
            CellInvalid,
            "The value is no year, month or day.",
            "Print it as 2012, 2012-05 or 2012-05-18.",
            row,
            column,
            text,
        )


def _period(row: Row, state: State) -> dict[str, str]:
    """Return the period of a holding, and the printed dates where they are not simply its first and last day."""
    start, end = row.cells["start"], row.cells["end"]
    first, last = _day(row, "start"), _day(row, "end") or state.vouched_until
    if first >= last or last > state.vouched_until:
        fault(
            CellInvalid,
            "The holding ends before it begins, or a day is later than the list.",
            f"Mend the dates, or say that the list vouches beyond {state.vouched_until}.",
            row,
            "start",
            f"{start} to {end}",
        )
    cells = {"valid_from": first, "valid_until": last}
    if not (len(start) == len(end) == len("2012-05-18")):
        printed = (f"{name} {text}" for name, text in (("start", start), ("end", end)) if text)
        cells["time_as_said_en"] = ", ".join(printed)
    return cells


def holdings(raw: Raw) -> Iterator[dict[str, str]]:
    """Yield a row of the OfficeHolding table for every holding that is printed."""
    positions = {state: _positions(raw, state) for state in STATES}
    overtaken = raw.decisions(_list(STATES[1]), OVERTAKEN)
    for state, row in _holdings(raw):
        post, person = _post(state, row, positions[state], SAME_POST[state.key]), row.cells["personID"]
        yield {
            "key": f"{post.key}.{person}.{row.cells['start']}.{row.cells['end']}",
            "has_holder": person,
            "has_post": post.key,
            **_period(row, state),
            "was_derived_from": f"{row.path.name}#row={row.line}",
            "claim_status": "candidate" if not row.cells["end"] and (post.printed, person) in overtaken else "accepted",
        }


TABLES = {"Post": posts, "Person": persons, "OfficeHolding": holdings, "Relation": states_of_posts}
