"""What a reader asks of a network, in words, and the network that a build has for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from math import isfinite
from pathlib import Path

from kg.core import terms
from kg.core.errors import ArgumentInvalid
from kg.core.languages import LANGUAGES
from kg.core.ontology import Ontology
from kg.core.time_axes import TimeAxes
from kg.names.opened import Names
from kg.names.resolve import meant
from kg.network.declared import ALL, read_projection
from kg.network.model import Network
from kg.network.narrowing import MOST_EDGES, Narrowing
from kg.network.project import flow_years, projected
from kg.rows.opened import open_rows

_YEARS = range(1000, 10000)


@dataclass(frozen=True, slots=True)
class NetworkRequest:
    """A projection by its name, or a query of one's own as SPARQL, and to what it is narrowed, by any names of things.

    `backbone` is the level of the disparity filter, `steps` how far `ego` reaches, `most_edges` 0 for any number;
    `dynamic` asks for what held when, `measures` for what is measured of nodes and pairs. Who does not draw the nodes
    need not have them `placed`, which takes longer than all else where there are many.
    """

    projection: str = ALL
    query: str | None = None
    dyad: str | None = None
    country: str | None = None
    indicator: str | None = None
    ego: str | None = None
    year: int | None = None
    min_weight: Decimal | float | None = None
    backbone: float | None = None
    steps: int = 1
    most_edges: int = MOST_EDGES
    dynamic: bool = False
    measures: bool = False
    placed: bool = True


@dataclass(frozen=True, slots=True)
class Where:
    """The build whose networks are asked for, with its ontology; the language of names, and the days of its claims."""

    folder: Path
    ontology: Ontology
    language: str = "en"
    axes: TimeAxes | None = None


@contextmanager
def network_of(where: Where, asked: NetworkRequest) -> Iterator[Network]:
    """Yield the network that a build has for what is asked, as `projected` does.

    Raises ArgumentInvalid for a name of nothing, with what is nearest, and for a number that cannot be.
    """
    if where.language not in LANGUAGES:
        remedy = f"Choose {', '.join(LANGUAGES)}."
        raise ArgumentInvalid("There are no labels in this language.", remedy=remedy, value=where.language)
    to = narrowing_of(where, asked)
    table = None
    if asked.query is None:
        projection = read_projection(where.ontology, asked.projection)
    else:
        from kg.network.own import answered, own_projection
        from kg.query.limits import Limits

        table = answered(where.folder, asked.query, Limits())
        projection = own_projection(table, asked.projection)
    with projected(where.folder, where.ontology, projection, to, where.axes, own=table) as network:
        yield replace(network, language=where.language)


def narrowing_of(where: Where, asked: NetworkRequest) -> Narrowing:
    """Return to what is narrowed, things by IRI; raise ArgumentInvalid for a name of nothing and a number of no use."""
    _check_numbers(asked)
    names = Names(where.folder, where.ontology, where.language)

    def named(cls: str, text: str | None) -> str | None:
        try:
            return None if text is None else meant(names, cls, text)
        except ValueError as error:
            raise ArgumentInvalid("Nothing has this name.", remedy=f"{error}", value=text) from error

    dyad = named(terms.Dyad, asked.dyad)
    return Narrowing(
        dyad=dyad,
        economies=None if dyad is None else _economies(names, dyad),
        country=named(terms.Country, asked.country),
        indicator=named(terms.Indicator, asked.indicator),
        ego=named(terms.Entity, asked.ego),
        year=asked.year,
        min_weight=asked.min_weight,
        backbone=asked.backbone,
        steps=asked.steps,
        most_edges=asked.most_edges,
        dynamic=asked.dynamic,
        placed=asked.placed,
        language=where.language,
    )


def _economies(names: Names, dyad: str) -> tuple[str, str]:
    """Return the two economies of a dyad."""
    own = names.of_iri(dyad)
    ends = [names.linked(own, end) for end in (terms.hasFirstEconomy, terms.hasSecondEconomy)] if own else []
    if not ends or not all(ends):
        raise ArgumentInvalid(
            "The build does not say which economies the dyad is of.", remedy="Name another.", value=dyad
        )
    return ends[0][0].iri, ends[1][0].iri


def _check_numbers(asked: NetworkRequest) -> None:
    """Raise ArgumentInvalid for a number that nothing can be narrowed by."""
    if asked.year is not None and asked.year not in _YEARS:
        raise ArgumentInvalid("This is no year.", remedy="Write it with four digits, as 2023.", value=str(asked.year))
    if asked.backbone is not None and not 0 < asked.backbone < 1:
        raise ArgumentInvalid(
            "The level of the filter lies between 0 and 1.",
            remedy="Take 0.05, or less for fewer edges.",
            value=str(asked.backbone),
        )
    if asked.min_weight is not None and not (isfinite(asked.min_weight) and asked.min_weight >= 0):
        raise ArgumentInvalid(
            "The least weight is no number from 0 on.", remedy="Take 12.", value=str(asked.min_weight)
        )
    if asked.steps < 1 or asked.most_edges < 0:
        raise ArgumentInvalid("There are no fewer steps than 1, and no fewer edges than 0.", remedy="Take 1, and 3000.")


def years_of(where: Where, asked: NetworkRequest) -> list[NetworkRequest]:
    """Return what is asked, once for each year of which there are flows; the one year, if one is asked for."""
    if asked.year is not None:
        return [asked]
    with open_rows(where.folder, where.axes) as rows:
        years = sorted(row["year"] for row in flow_years(rows))
    return [replace(asked, year=year) for year in years]
