"""The pages of networks: the projections there are, and the picture of one, narrowed, with its legend and losses."""

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from kg.core.errors import ArgumentInvalid
from kg.network.asked import NetworkRequest, Where, network_of
from kg.network.declared import projection_names, read_projection
from kg.network.legend import description
from kg.serve.pages.site import Look
from kg.show.network_svg import draw_network

_DRAWN: Final = 300
_TEXTS: Final = ("dyad", "country", "indicator", "ego")


def networks_page(look: Look) -> dict[str, Any]:
    """Gather the page of all projections."""
    names = projection_names(look.ontology)
    told = [
        (read_projection(look.ontology, name).labels.get(look.language, name), look.asked.link(f"/network/{name}"))
        for name in names
    ]
    return {"title": look.word("networks"), "projections": told}


def network_page(look: Look, projection: str) -> dict[str, Any]:
    """Gather the picture of a network, narrowed as the address says; raise ArgumentInvalid for a value of no use."""
    where = Where(look.site.served.folder, look.ontology, look.language, look.asked.axes)
    with network_of(where, network_request(look, projection)) as network:
        edges = len([*network.edges])
        return {
            "title": network.about.said(look.language),
            "projection": projection,
            "drawing": draw_network(network, look.asked.to_thing) if edges else None,
            "told": [*description(network)],
            "losses": network.losses,
            "sources": [labels.get(look.language, "") for labels in network.about.sources],
            "nodes": [(node.label(look.language), look.asked.to_thing(node.key), node.degree) for node in network.nodes],
            "edges": edges,
            "values": look.asked.values,
        }


def network_request(look: Look, projection: str) -> NetworkRequest:
    """Read what a network is narrowed to from an address; raise ArgumentInvalid for what is no number."""
    given = look.asked.values
    texts = {name: given[name] for name in _TEXTS if name in given}
    return NetworkRequest(
        projection,
        **texts,
        year=None if "year" not in given else int(_number("year", given["year"])),
        min_weight=None if "min-weight" not in given else _number("min-weight", given["min-weight"]),
        backbone=None if "backbone" not in given else float(_number("backbone", given["backbone"])),
        most_edges=min(int(_number("max-edges", given.get("max-edges", _DRAWN))), _DRAWN),
    )


def _number(name: str, text: object) -> Decimal:
    try:
        return Decimal(str(text))
    except InvalidOperation as error:
        raise ArgumentInvalid("This is no number.", remedy="Write one in digits.", column=name, value=f"{text}") from error
