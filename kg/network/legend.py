"""Say beside a file of a network what it shows: nodes and edges, sizes, colours, sources, and what is left out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kg.network.model import Network

WORDS: Final = MappingProxyType(
    {
        "nodes": {"en": "Nodes", "kk": "Түйіндер", "ru": "Узлы"},
        "edges": {"en": "Edges", "kk": "Қабырғалар", "ru": "Рёбра"},
        "weight": {"en": "Weight", "kk": "Салмақ", "ru": "Вес"},
        "size": {"en": "Size of a node, by its root", "kk": "Түйін өлшемі (түбірі)", "ru": "Размер узла, по корню"},
        "colours": {"en": "Colours", "kk": "Түстер", "ru": "Цвета"},
        "edge colours": {
            "en": "An edge has the colour of its target, paler where it is lighter.",
            "kk": "Қабырға бағытталған түйінінің түсіне боялады, салмағы аз болса, бозғылттау.",
            "ru": "Ребро окрашено в цвет узла, к которому ведёт; чем оно легче, тем бледнее.",
        },
        "sources": {"en": "Sources", "kk": "Дереккөздер", "ru": "Источники"},
        "left out": {
            "en": "What the file leaves out or changes",
            "kk": "Файлға кірмеген не өзгертілген",
            "ru": "Что не вошло в файл или изменено",
        },
        "nothing": {"en": "Nothing.", "kk": "Ештеңе.", "ru": "Ничего."},
        "places": {
            "en": "Places stand at their coordinates, countries at their capitals or below; others amid their ties.",
            "kk": "Орындар өз координатында, елдер астанасында не төменде, қалғаны байланысқандарының арасында.",
            "ru": "Места стоят по координатам, страны — в столицах или внизу; прочее — среди того, с чем связано.",
        },
    }
)
"""What a legend says, by language."""


def description(network: Network) -> Iterator[str]:
    """Yield the sentences that tell a reader what a network is."""
    about, language = network.about, network.language
    if about.name:
        yield f"{about.said(language)}."
    counts = (
        f"{legend_word('nodes', language)}: {len(network.nodes):,}",
        f"{legend_word('edges', language)}: {len(network.edges):,}",
    )
    yield f"{'; '.join(counts)}."
    for heading, texts in (
        ("nodes", about.nodes),
        ("edges", about.edges),
        ("weight", about.unit),
        ("size", about.size),
    ):
        if texts:
            yield f"{legend_word(heading, language)}: {texts.get(language, next(iter(texts.values())))}."


def legend(network: Network, losses: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a legend."""
    about, language = network.about, network.language
    yield from description(network)
    if about.on_map:
        yield legend_word("places", language)
    yield from ("", f"{legend_word('colours', language)}:")
    yield from (f"  {colour}  {labels.get(language, '')}" for colour, labels in about.groups)
    yield f"  {legend_word('edge colours', language)}"
    if about.sources:
        yield from ("", f"{legend_word('sources', language)}:")
        yield from (f"  {labels.get(language, '')}" for labels in about.sources)
    yield from ("", f"{legend_word('left out', language)}:")
    yield from (f"  {loss}" for loss in losses or [legend_word("nothing", language)])


def write_legend(network: Network, losses: Sequence[str], path: Path) -> None:
    """Write the legend of a network to a file."""
    path.write_text("".join(f"{line}\n" for line in legend(network, losses)), encoding="utf-8", newline="\n")


def legend_word(name: str, language: str) -> str:
    """Return what a legend says, in a language."""
    return WORDS[name][language]
