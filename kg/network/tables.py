"""The tables of measures of a network: which rows each has, and of which edges."""

from dataclasses import replace
from typing import TypeAlias

from kg.core.errors import ArgumentInvalid
from kg.core.likeness import did_you_mean, nearest
from kg.network.asked import NetworkRequest, Where, network_of
from kg.network.economics import advantages, gravity
from kg.network.measures import Measured, Row, changes, measure
from kg.network.model import Network
from kg.network.narrowing import MOST_EDGES

Told: TypeAlias = tuple[list[Row], tuple[str, ...]]
"""The rows of a table, and what a reader must be told of them."""


def measured_table(
    where: Where, asked: NetworkRequest, table: str, kind: str | None = None, against: int | None = None
) -> Told:
    """Return the rows of a table of measures: nodes, pairs, whole, changes, gravity or advantages.

    All edges are measured, without the backbone that a picture has, but those that the narrowing leaves out. Raises
    ArgumentInvalid for a kind of which there is no edge, and what `network_of` does.
    """
    found, year, labels = _measured(where, asked, kind)
    notes = (_said(found, year), *found.notes)
    match table:
        case "pairs":
            return found.pairs, notes
        case "whole":
            return [{"measure": name, "value": value} for name, value in found.whole.items()], notes
        case "changes":
            before, _, _ = _measured(where, replace(asked, year=against), found.kind)
            return changes(before.flows, found.flows), (*notes, f"Against {against}.")
        case "gravity":
            model = gravity(where.folder, found.flows, _year(year), labels)
            return model.rows, (*notes, *(f"{name}: {value:.6g}" for name, value in model.whole.items()))
        case "advantages":
            rows = advantages(where.folder, _year(year))
            return rows, notes if rows else (*notes, "No flow of the year is of one kind of goods.")
    return found.nodes, notes


def _measured(where: Where, asked: NetworkRequest, kind: str | None) -> tuple[Measured, int | None, dict[str, str]]:
    whole = replace(asked, most_edges=0) if asked.most_edges == MOST_EDGES else asked
    with network_of(where, whole) as network:
        _check_kind(network, kind)
        labels = {node.key: node.label(where.language) for node in network.nodes}
        return measure(network, kind), network.about.year, labels


def _check_kind(network: Network, kind: str | None) -> None:
    kinds = sorted({edge.kind for edge in network.edges}) if kind else []
    if kind and kind not in kinds:
        remedy = did_you_mean(nearest(kind, kinds), f"Choose one of: {', '.join(kinds)}.")
        raise ArgumentInvalid("No edge is of this kind.", remedy=remedy, value=kind)


def _year(year: int | None) -> int:
    if year is None:
        raise ArgumentInvalid("The table is of flows of a year.", remedy="Ask for trade, or give --year.")
    return year


def _said(found: Measured, year: int | None) -> str:
    """Say what was measured."""
    of_year = f" of {year}" if year else ""
    return f"Measured: {found.whole['edges']:,} edges{f' of the kind {found.kind}' if found.kind else ''}{of_year}."
