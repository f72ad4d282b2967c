"""The tables of measures of a network: which rows each has, and of which edges."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeAlias

from kg.core import iri
from kg.core.errors import ArgumentInvalid
from kg.core.likeness import did_you_mean, nearest
from kg.network.asked import NetworkRequest, Where, narrowing_of, network_of
from kg.network.claims import DerivedRow, Flow, claims_as_lines, ends_of, flow_of, measured_claims
from kg.network.declared import read_projection
from kg.network.economics import advantages, gravity
from kg.network.losses import loss
from kg.network.measured import with_measures
from kg.network.measures import Measured, MeasureRow, changed_flows, main_kind, measure
from kg.network.model import Edge, Network
from kg.network.narrowing import MOST_EDGES
from kg.rows.opened import open_rows

_ENDS = ("node", "first", "second", "source", "target", "economy")
"""The columns of tables that name nodes."""
Notes: TypeAlias = tuple[str, ...]
Told: TypeAlias = tuple[list[MeasureRow], Notes]
"""The rows of a table, and what a reader must be told of them."""


def measured_table(
    where: Where, asked: NetworkRequest, table: str, kind: str | None = None, against: int | None = None
) -> Told:
    """Return the rows of a table of measures: nodes, pairs, whole, changes, gravity or advantages.

    All edges are measured, without the backbone that a picture has, but those that the narrowing leaves out. Flows of a
    year are measured among all economies whatever dyad or country is asked for, of which rows are then shown: a share
    in the trade with one partner would be the whole of it. Raises ArgumentInvalid for a kind of which there is no edge,
    and what `network_of` does.
    """
    shown = _shown(where, asked) if table != "whole" else None
    measured = replace(asked, dyad=None, country=None) if shown else asked
    found, year, labels = _measured(where, measured, kind)
    rows, notes = _rows(where, (measured, table, against), (found, year, labels))
    told = (_said(found, year, where.language), *notes)
    return rows if shown is None else [row for row in rows if shown(row)], told


def _rows(
    where: Where,
    asked: tuple[NetworkRequest, str, int | None],
    measured: tuple[Measured, int | None, dict[str, str]],
) -> Told:
    (request, table, against), (found, year, labels) = asked, measured
    match table:
        case "pairs":
            return found.pairs, ()
        case "whole":
            return [{"measure": name, "value": value} for name, value in found.whole.items()], ()
        case "changes":
            before, _, _ = _measured(where, replace(request, year=against), found.kind)
            return changed_flows(before.flows, found.flows), (f"Against {against}.",)
        case "gravity":
            model = gravity(where.folder, found.flows, _year(year), labels)
            return model.rows, tuple(f"{name}: {value:.6g}" for name, value in model.whole.items())
        case "advantages":
            rows = advantages(where.folder, _year(year))
            return rows, () if rows else ("No flow of the year is of one kind of goods.",)
    return found.nodes, found.notes


def _shown(where: Where, asked: NetworkRequest) -> Callable[[MeasureRow], bool] | None:
    """Return which rows are of the dyad and country that are asked for, where these do not narrow what is measured."""
    if asked.query is not None or not read_projection(where.ontology, asked.projection).yearly:
        return None
    to = narrowing_of(where, asked)
    economies = frozenset(map(iri.compress, to.economies or ()))
    country = None if to.country is None else iri.compress(to.country)
    if not economies and country is None:
        return None

    def is_shown(row: MeasureRow) -> bool:
        ends = {row[name] for name in _ENDS if name in row}
        of_dyad = not economies or (ends <= economies)
        return of_dyad and (country is None or country in ends)

    return is_shown


def _measured(where: Where, asked: NetworkRequest, kind: str | None) -> tuple[Measured, int | None, dict[str, str]]:
    whole = replace(asked, most_edges=0 if asked.most_edges == MOST_EDGES else asked.most_edges, placed=False)
    with network_of(where, whole) as network:
        _check_kind(network, kind)
        labels = {node.key: node.label(where.language) for node in network.nodes}
        return measure(network, kind), network.about.year, labels


@contextmanager
def asked_network(where: Where, asked: NetworkRequest) -> Iterator[Network]:
    """Yield the network that is asked for, as `network_of` does, if asked for with its measures as attributes.

    Measured is what `measured_table` measures, of which the network may be a part; what that is, its losses tell.
    """
    with network_of(where, asked) as network:
        if not asked.measures:
            yield network
            return
        measured = replace(asked, dyad=None, country=None) if _shown(where, asked) else asked
        found, year, _ = _measured(where, measured, None)
        losses = (*network.losses, _said(found, year, where.language), *found.notes)
        yield with_measures(replace(network, losses=losses), found)


def claims_of_measures(where: Where, asked: NetworkRequest, kind: str | None = None) -> tuple[list[str], Notes]:
    """Return what is measured of flows as derived claims, N-Quads line by line, and what a reader must be told.

    The claims are of the dyad and country that are asked for; the totals are of all their flows, as in
    `measured_table`. Raises ArgumentInvalid for a network that is not of flows of a year.
    """
    shown = _shown(where, asked) or (lambda _: True)
    whole = replace(asked, dyad=None, country=None, most_edges=0, placed=False)
    with network_of(where, whole) as network:
        columns = {one.name for one in network.edge_columns}
        if asked.query is not None or network.about.year is None or not {"low", "claims"} <= columns:
            raise ArgumentInvalid(
                "Only measures of flows become claims: no arithmetic of others can be shown.",
                remedy="Ask for the network trade.",
                value=asked.projection,
            )
        _check_kind(network, kind)
        edges = [*network.edges]
        kind = kind or main_kind(edges)
        edges = [edge for edge in edges if edge.kind == kind]
    rows = _with_inputs([*measured_claims(_flows(where, edges))], lambda row: shown(ends_of(row)))
    told = f"Written: {len(rows):,} totals and shares of {len(edges):,} flows of the kind {kind}."
    return claims_as_lines(rows, where.ontology), (told, _NO_CLAIMS)


def _with_inputs(rows: Sequence[DerivedRow], is_shown: Callable[[DerivedRow], bool]) -> list[DerivedRow]:
    """Return the claims that are shown, and those of the others that enter their arithmetic."""
    chosen = [*filter(is_shown, rows)]
    needed = {name for row in chosen for name in row["inputs"]} | {row["claim"] for row in chosen}
    return [row for row in rows if row["claim"] in needed]


_NO_CLAIMS = "No claims: concentration, centralities, communities and what else is of the whole network."


def _flows(where: Where, edges: Sequence[Edge]) -> list[Flow]:
    """Return the flows of edges, with the rows of the claims that have the word about them."""
    listed = [(edge, edge.attributes["claims"]) for edge in edges]
    named = [(edge, iri.expand(claims[0])) for edge, claims in listed if isinstance(claims, tuple)]
    with open_rows(where.folder, where.axes) as rows:
        said = {row["claim"]: row for row in rows.claims(name for _, name in named)}
    return [flow_of(edge, said[name]) for edge, name in named]


def _check_kind(network: Network, kind: str | None) -> None:
    kinds = sorted({edge.kind for edge in network.edges}) if kind else []
    if kind and kind not in kinds:
        remedy = did_you_mean(nearest(kind, kinds), f"Choose one of: {', '.join(kinds)}.")
        raise ArgumentInvalid("No edge is of this kind.", remedy=remedy, value=kind)


def _year(year: int | None) -> int:
    if year is None:
        raise ArgumentInvalid("The table is of flows of a year.", remedy="Ask for trade, or give --year.")
    return year


def _said(found: Measured, year: int | None, language: str) -> str:
    """Say what was measured."""
    kind = loss("of kind", language, kind=found.kind) if found.kind else ""
    of_year = loss("of year", language, year=str(year)) if year else ""
    return loss("measured", language, edges=int(found.whole["edges"]), kind=kind, year=of_year)
