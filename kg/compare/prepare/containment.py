"""Find what lies within what: indicators, products, places, dyads, and the members of unions."""

from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING

from kg.compare.prepare.vocabulary import BROADER, Vocabulary, named_pairs, table
from kg.core import terms
from kg.core.graph import Store

if TYPE_CHECKING:
    import pyarrow as pa


def parts_of(known: Vocabulary, store: Store) -> "pa.Table":
    """Find what lies within what: indicators, products, places, and the dyads of places."""
    wholes = known.pairs(terms.isPartOfIndicator)
    products = set(known.individuals(terms.Product))
    wholes += [pair for pair in known.pairs(BROADER) if pair[0] in products]
    found = closed(wholes) | closed(named_pairs(store, terms.isWithin))
    return table({"part": "string", "whole": "string"}, sorted(found | _dyads_within(store, found)))


def closed(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Add to pairs of part and whole those that follow from two of them."""
    above: dict[str, set[str]] = {}
    for part, whole in pairs:
        above.setdefault(part, set()).add(whole)
    found: set[tuple[str, str]] = set()
    for part, direct in above.items():
        pending, seen = list(direct), {part}
        while pending:
            whole = pending.pop()
            if whole not in seen:
                seen.add(whole)
                pending += above.get(whole, ())
        found |= {(part, whole) for whole in seen - {part}}
    return found


def _dyads_within(store: Store, within: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Find the dyads of which each economy is, or lies within, one of another dyad."""
    above: dict[str, list[str]] = {}
    for part, whole in within:
        above.setdefault(part, []).append(whole)
    second = dict(named_pairs(store, terms.hasSecondEconomy))
    economies = {dyad: (one, second[dyad]) for dyad, one in named_pairs(store, terms.hasFirstEconomy) if dyad in second}
    named: dict[frozenset[str], list[str]] = {}
    for dyad, pair in economies.items():
        named.setdefault(frozenset(pair), []).append(dyad)
    found = set()
    for dyad, pair in economies.items():
        if any(one in above for one in pair):
            wholes = (frozenset(ends) for ends in product(*([one, *above.get(one, ())] for one in pair)))
            found |= {(dyad, whole) for ends in wholes for whole in named.get(ends, ()) if whole != dyad}
    return found


def members_of(store: Store) -> "pa.Table":
    """Return who belongs to which union for as long as it lasts."""
    pairs = sorted(set(named_pairs(store, terms.hasMember)))
    return table({"member": "string", "union": "string"}, [(member, union) for union, member in pairs])
