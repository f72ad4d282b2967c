"""What all pages of a build stand on: the build as two days leave it, its questions, and the templates."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Final, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.core import assets, iri
from kg.core.graph import Store
from kg.core.languages import LANGUAGES
from kg.core.ontology import Ontology
from kg.core.plugins import question_folders
from kg.core.time_axes import TimeAxes
from kg.names.opened import Names
from kg.names.resolve import all_meant
from kg.query.answers import Answer, answer
from kg.query.apart import answer_apart
from kg.query.header import Query
from kg.query.labelled import iris_in
from kg.query.library import argument, read_queries, read_topics, with_terms
from kg.query.reads import predicates_read
from kg.rows.opened import Rows
from kg.serve.asked import PageRequest
from kg.serve.page_words import page_word
from kg.serve.pages.held import BuildsHeld, OpenBuild, held_open
from kg.serve.pages.nearby import store_around
from kg.show.naming import Legend
from kg.wording.labels import ChosenLabel, read_label

if TYPE_CHECKING:
    from pathlib import Path

    from kg.query.limits import Limits
    from kg.session import Graph


_AT_ONCE: Final = 2


class ServedBuild(Protocol):
    """A build that is served: its folder, the graph of it on two days, and the limits of its queries."""

    @property
    def folder(self) -> "Path":
        """Return the folder of the build."""

    @property
    def limits(self) -> "Limits":
        """Return the limits within which queries are answered."""

    def at(self, axes: TimeAxes) -> "Graph":
        """Return the graph without the claims that two days exclude."""


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of a build: the build, its rows held open, the questions and topics, and the templates."""

    served: ServedBuild
    held: BuildsHeld
    questions: Mapping[str, Query]
    topics: Mapping[str, Mapping[str, str]]
    templates: Environment
    texts: "Path | None" = None


def open_site(served: ServedBuild, texts: "Path | None" = None) -> Site:
    """Make ready what the pages of a build stand on; `texts` is where texts of sources are at hand."""
    folders = (assets.queries(), *question_folders())
    templates = Environment(
        loader=PackageLoader("kg.serve.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals["languages"] = LANGUAGES
    return Site(served, held_open(served.folder), read_queries(*folders), read_topics(*folders), templates, texts)


@dataclass(frozen=True)
class Look:
    """A look at a build for one page: what is asked of the page, and the build as the two days leave it."""

    site: Site
    asked: PageRequest

    @property
    def language(self) -> str:
        """Return the language of the page."""
        return self.asked.language

    @cached_property
    def graph(self) -> "Graph":
        """Return the graph on the two days; where these leave claims out, it is a while till it can be asked."""
        return self.site.served.at(self.asked.axes)

    @cached_property
    def whole(self) -> "Graph":
        """Return the graph of all days, which knows what things are called, and what each claim says."""
        return self.site.served.at(TimeAxes())

    @property
    def ontology(self) -> Ontology:
        """Return the ontology of the build."""
        return self.whole.ontology

    @property
    def store(self) -> Store:
        """Return the statements of the build on all days."""
        return self.whole.store

    @cached_property
    def _open(self) -> OpenBuild:
        return self.site.held.at(self.asked.axes)

    @property
    def rows(self) -> Rows:
        """Return the rows of the build on the two days."""
        return self._open.rows

    @cached_property
    def names(self) -> Names:
        """Return the index of names."""
        return self.site.held.names(self.ontology, self.language)

    def word(self, name: str, *parts: object) -> str:
        """Say one of the few words of pages in the language of the page."""
        return page_word(name, self.language, *parts)

    def answer(self, query: str, rows: int | None = None) -> Answer:
        """Answer a query within limits, and of so many rows at most.

        Where two days leave claims out, the process that answers first makes a graph of what is left: of the predicates
        that the query names, or of all that there are if it may read any, which takes long of a large build.
        """
        limits, restriction = self.site.served.limits, self.graph.restriction
        limits = replace(limits, rows=min(limits.rows, rows or limits.rows))
        return answer_apart(lambda: restriction.store(read=predicates_read(query)), query, limits)

    def around(self, thing: str) -> "Around":
        """Return the part of the graph that questions about a thing ask of, as the two days leave it."""
        store = store_around(self.store, self.ontology, thing, self.gone) if self.gone else self.store
        return Around(self.site, store)

    @cached_property
    def gone(self) -> frozenset[str]:
        """Return the claims that the two days leave out, and the findings that rest on any of them."""
        if not self.asked.axes:
            return frozenset()
        found = self.rows.ask("SELECT finding FROM every_finding ANTI JOIN findings USING (finding)")
        return self.rows.gone.union(row["finding"] for row in found)

    def argument(self, question: str, name: str, value: str) -> str:
        """Write the value of a parameter of a question as a SPARQL term; raise ParameterInvalid."""
        return argument(self.site.questions[question], name, value, self.ontology, partial(all_meant, self.names))

    def legend(self, found: Answer) -> Legend:
        """Name what an answer names."""
        return Legend(self._labels(iris_in(found)))

    def label(self, name: str) -> str:
        """Return the label of a thing, its key where nothing names it; no thing has no label."""
        return self.labels([name])[name] if name else ""

    def labels(self, names: Iterable[str]) -> dict[str, str]:
        """Return the labels of some things, their keys where nothing names them."""
        wanted = [*names]
        found = self._labels(wanted)
        return {name: found[name].marked if name in found else iri.compress(name) for name in wanted}

    def _labels(self, names: Iterable[str]) -> dict[str, ChosenLabel]:
        """Return the labels of those things that the graph names, each of which is read once for a page."""
        found = {name: self._read_label(name) for name in names}
        return {name: label for name, label in found.items() if label is not None}

    @cached_property
    def _read_label(self) -> Callable[[str], ChosenLabel | None]:
        return cache(partial(read_label, self.store, language=self.language))


@dataclass(frozen=True, slots=True)
class Around:
    """The part of a graph that is around a thing, or all of it, to be asked about that thing."""

    site: Site
    store: Store

    def ask(self, question: str, **terms: str) -> Answer:
        """Answer a question that ships, with SPARQL terms as the values of some parameters."""
        return answer(self.store, with_terms(self.site.questions[question], terms))

    def ask_all(self, asked: Mapping[str, Mapping[str, str]]) -> dict[str, Answer]:
        """Answer questions side by side, each with the values of its parameters: the engine lets threads work."""
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            begun = {question: threads.submit(self.ask, question, **terms) for question, terms in asked.items()}
            return {question: answered.result() for question, answered in begun.items()}
