"""The pages of networks: the projections there are, and the picture of one, narrowed, with its legend and losses."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from kg.core.errors import ArgumentInvalid
from kg.core.likeness import did_you_mean, nearest
from kg.core.output import scratch
from kg.network.as_json import save_node_link
from kg.network.asked import NetworkRequest, Where, network_of
from kg.network.declared import projection_names, read_projection
from kg.network.gexf import save_gexf
from kg.network.graphml import save_graphml
from kg.network.legend import description
from kg.network.model import Network
from kg.query.answers import Answer
from kg.serve.pages.site import Look
from kg.show.cards import capital
from kg.show.network_svg import draw_network

_DRAWN: Final = 300
NETWORK_FORMS: Final[Mapping[str, tuple[Callable[[Network, Path], tuple[str, ...]], str]]] = {
    "json": (save_node_link, "application/json"),
    "gexf": (save_gexf, "application/gexf+xml"),
    "graphml": (save_graphml, "application/graphml+xml"),
}
"""The forms in which a network is downloaded: what writes it, and the media type."""


def gather_networks(look: Look) -> dict[str, Any]:
    """Gather the page of all projections."""
    names = projection_names(look.ontology)
    told = [
        (read_projection(look.ontology, name).labels.get(look.language, name), look.asked.link(f"/network/{name}"))
        for name in names
    ]
    return {"title": look.word("networks"), "projections": told}


def gather_network(look: Look, projection: str) -> dict[str, Any]:
    """Gather the picture of a network, narrowed as the address says; raise ArgumentInvalid for a value of no use."""
    where = Where(look.site.served.folder, look.ontology, look.language, look.asked.axes)
    with network_of(where, network_request(look, projection)) as network:
        edges = len([*network.edges])
        return {
            "title": capital(network.about.said(look.language)),
            "projection": projection,
            "drawing": draw_network(network, look.asked.to_thing) if edges else None,
            "told": [*description(network)][1:],
            "losses": network.losses,
            "sources": [labels.get(look.language, "") for labels in network.about.sources],
            "nodes": [
                (node.label(look.language), look.asked.to_thing(node.key), node.degree) for node in network.nodes
            ],
            "edges": edges,
            "downloads": [(form, look.asked.again(format=form)) for form in NETWORK_FORMS],
            "values": look.asked.values,
        }


def network_file(look: Look, form: str, projection: str) -> tuple[bytes, str, str]:
    """Write a network in a form, with its media type and the name of a file for it; raise ArgumentInvalid for none."""
    if form not in NETWORK_FORMS:
        remedy = did_you_mean(nearest(form, NETWORK_FORMS), f"Choose one of: {', '.join(NETWORK_FORMS)}.")
        raise ArgumentInvalid("Networks are not written in that form.", remedy=remedy, column="format", value=form)
    save, media = NETWORK_FORMS[form]
    where = Where(look.site.served.folder, look.ontology, look.language, look.asked.axes)
    with network_of(where, network_request(look, projection)) as network, scratch() as folder:
        path = folder / f"{projection}.{form}"
        save(network, path)
        return path.read_bytes(), media, path.name


def network_download(look: Look, found: Answer, query: str) -> list[tuple[str, str]]:
    """Return the link by which an answer is downloaded as a network, where its columns are those of one."""
    if look.asked.axes or not {"source", "target"} <= {*found.variables}:
        return []
    return [("gexf", look.asked.link("/sparql", query=query, format="gexf"))]


def network_request(look: Look, projection: str) -> NetworkRequest:
    """Read what a network is narrowed to from an address; raise ArgumentInvalid for what is no number."""
    given = look.asked.values
    return NetworkRequest(
        projection,
        dyad=given.get("dyad"),
        country=given.get("country"),
        indicator=given.get("indicator"),
        ego=given.get("ego"),
        year=None if "year" not in given else int(_number("year", given["year"])),
        min_weight=None if "min-weight" not in given else _number("min-weight", given["min-weight"]),
        backbone=None if "backbone" not in given else float(_number("backbone", given["backbone"])),
        most_edges=min(int(_number("max-edges", given.get("max-edges", _DRAWN))), _DRAWN),
    )


def _number(name: str, text: object) -> Decimal:
    try:
        return Decimal(str(text))
    except InvalidOperation as error:
        raise ArgumentInvalid(
            "This is no number.", remedy="Write one in digits.", column=name, value=f"{text}"
        ) from error
