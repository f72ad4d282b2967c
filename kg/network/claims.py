"""Measures of a network of flows as derived claims: totals of economies, and shares of partners, with their arithmetic.

A total is of the flows that there are, and at least that. So a share is at most what its flow makes of the total. Other
measures are of the whole network: no arithmetic of theirs could be shown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any, TypeAlias

from kg.core import columns, iri, terms
from kg.core.concepts import AttributionMode, Bound, ClaimStatus, Indicator, Stage, Unit
from kg.core.graph import Literal, NamedNode, Quad
from kg.core.ontology import RDF_TYPE, Ontology
from kg.network.model import Edge
from kg.rows.derived import DERIVED_COLUMNS, DERIVED_TEXTS

DerivedRow: TypeAlias = dict[str, Any]
_GOODS = "goods-exports"
_PLACES = Decimal("0.000000001")
_WHOLE = 100
_XSD = iri.PREFIXES["xsd"]


@dataclass(frozen=True, slots=True)
class Side:
    """What an economy sends, or gets: the rule that names claims of it, and the indicators of the whole and a part."""

    rule: str
    economy: Callable[[Edge], str]
    of_goods: str
    of_all: str
    share: str


SIDES = (
    Side(
        "exports-in-network",
        lambda edge: edge.source,
        Indicator.TOTAL_GOODS_EXPORTS,
        Indicator.TOTAL_EXPORTS,
        Indicator.PARTNER_SHARE_OF_EXPORTS,
    ),
    Side(
        "imports-in-network",
        lambda edge: edge.target,
        Indicator.TOTAL_IMPORTS,
        Indicator.TOTAL_IMPORTS,
        Indicator.PARTNER_SHARE_OF_IMPORTS,
    ),
)


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow of the network: its edge, the row of the claim that has the word, and the least and most it allows."""

    edge: Edge
    claim: Mapping[str, Any]
    low: Decimal
    high: Decimal | None


def flow_of(edge: Edge, claim: Mapping[str, Any]) -> Flow:
    """Return the flow of an edge; what a claim leaves open below is nothing."""
    low, high = (edge.attributes.get(end) for end in ("low", "high"))
    return Flow(edge, claim, Decimal(str(low or 0)), None if high is None else Decimal(str(high)))


def measured_claims(flows: Sequence[Flow]) -> Iterator[DerivedRow]:
    """Yield the totals of all economies, and the shares of all partners, of flows of one kind in one period."""
    for side in SIDES:
        of_economy: dict[str, list[Flow]] = {}
        for flow in flows:
            of_economy.setdefault(side.economy(flow.edge), []).append(flow)
        for economy, own in of_economy.items():
            total = _total(side, economy, own)
            yield total
            yield from (_share(side, economy, flow, total) for flow in own if flow.high is not None)


def _total(side: Side, economy: str, flows: Sequence[Flow]) -> DerivedRow:
    amount = sum((flow.low for flow in flows), Decimal(0))
    is_of_goods = all(flow.edge.kind.startswith(_GOODS) for flow in flows)
    stated = {
        columns.is_about: economy,
        columns.has_indicator: side.of_goods if is_of_goods else side.of_all,
        columns.has_bound: Bound.AT_LEAST,
        columns.has_unit: Unit.USD,
        columns.amount: amount,
        columns.arithmetic: f"{' + '.join(_digits(flow.low) for flow in flows)} = {_digits(amount)}",
    }
    return _derived(side.rule, [flow.claim for flow in flows], stated)


def _share(side: Side, economy: str, flow: Flow, total: DerivedRow) -> DerivedRow:
    """Return what a flow is at most of the total: its most, over its most and the least of all others."""
    most, least, whole = flow.high or Decimal(0), flow.low, total[columns.amount]
    share = min((_WHOLE * most / (whole - least + most)).quantize(_PLACES, ROUND_CEILING), Decimal(_WHOLE))
    shown = f"{_WHOLE} * {_digits(most)} / ({_digits(whole)} - {_digits(least)} + {_digits(most)}) = {_digits(share)}"
    stated = {
        columns.is_about: flow.claim[columns.is_about],
        columns.has_origin: flow.edge.source,
        columns.has_destination: flow.edge.target,
        columns.stands_in_entry_of: economy,
        columns.has_indicator: side.share,
        columns.has_bound: Bound.AT_MOST,
        columns.has_unit: Unit.PERCENT,
        columns.amount: share,
        columns.arithmetic: shown,
    }
    return _derived(f"share-of-{side.rule}", [flow.claim, total], stated)


def _derived(rule: str, inputs: Sequence[Mapping[str, Any]], stated: DerivedRow) -> DerivedRow:
    """Return a derived claim with what all have: a name that its inputs make, and the latest of their days."""
    names = sorted({row["claim"] for row in inputs})
    claim = iri.mint_hashed("claim", "derived", rule, *names)
    days = {
        day: max((row[day] for row in inputs if row.get(day) is not None), default=None)
        for day in (columns.asserted_on, columns.recorded_on)
    }
    return {
        "claim": claim,
        columns.claim_key: f"derived/{rule}/{iri.own_key(claim)}",
        columns.claim_status: ClaimStatus.ACCEPTED,
        columns.has_attribution_mode: AttributionMode.STATISTICAL,
        columns.has_stage: Stage.REALISED,
        columns.valid_from: min(row[columns.valid_from] for row in inputs),
        columns.valid_until: max(row[columns.valid_until] for row in inputs),
        "inputs": names,
        **days,
        **stated,
    }


def ends_of(row: DerivedRow) -> dict[str, str | int | float | None]:
    """Return the economies that a derived claim is of, as a row of a table of measures names them."""
    if columns.has_origin not in row:
        return {"economy": iri.compress(row[columns.is_about])}
    return {"source": iri.compress(row[columns.has_origin]), "target": iri.compress(row[columns.has_destination])}


def _digits(number: Decimal) -> str:
    return f"{number.normalize():f}"


def claims_as_lines(rows: Iterable[DerivedRow], ontology: Ontology) -> list[str]:
    """Write derived claims as sorted N-Quads lines of the graph of what is derived."""
    return sorted(f"{quad} ." for row in rows for quad in _quads(row, ontology))


def _quads(row: DerivedRow, ontology: Ontology) -> Iterator[Quad]:
    subject, graph = NamedNode(row["claim"]), NamedNode(iri.DERIVED_GRAPH)
    cls = terms.DerivedFlow if columns.has_origin in row else terms.DerivedClaim
    for one in ontology.supers(cls):
        if one.startswith(iri.PREFIXES["dyad"]):
            yield Quad(subject, NamedNode(RDF_TYPE), NamedNode(one), graph)
    for column, predicate in DERIVED_COLUMNS.items():
        value = row.get(column)
        for item in value if isinstance(value, list) else [value]:
            if item is not None:
                yield Quad(subject, NamedNode(predicate), _term(column, item), graph)


def _term(column: str, value: Any) -> NamedNode | Literal:
    if isinstance(value, Decimal):
        return Literal(_digits(value), datatype=NamedNode(f"{_XSD}decimal"))
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(f"{_XSD}date"))
    return Literal(value) if column in DERIVED_TEXTS else NamedNode(value)
