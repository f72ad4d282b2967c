"""A build opened as a library: questions in, typed and labelled tables out."""

from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import warn

from kg.claim_table import chosen_claims, claim_table, economy_and_dyads, keys_in, things_named_in
from kg.core import assets, columns, iri, terms
from kg.core.errors import ArgumentInvalid
from kg.core.graph import Store
from kg.core.languages import LANGUAGES
from kg.core.manifest import NQUADS, check_build
from kg.core.ontology import read_ontology
from kg.core.plugins import question_folders
from kg.core.time_axes import TimeAxes, read_day
from kg.frame import ASKED, KEYS, NOTES, EmptyAnswer, Frame, frame_of
from kg.names.opened import Names
from kg.names.resolve import naming_in
from kg.network.asked import NetworkRequest, Where
from kg.network.graphs import to_networkx
from kg.network.tables import asked_network
from kg.query.answers import Answer
from kg.query.apart import answer_apart
from kg.query.asked import in_words, values_of
from kg.query.constants import check_names
from kg.query.header import OPEN
from kg.query.labelled import iris_in, key_columns, label_answer
from kg.query.labelling import Labelling
from kg.query.library import find_query, read_queries, with_terms
from kg.query.limits import Limits
from kg.query.typed import to_frame
from kg.restrict import restrict
from kg.rows.opened import look_at_rows
from kg.show.conflicts import conflicts_page
from kg.show.entity import Profile, profile
from kg.show.explain import Explanation, explain
from kg.show.lookup import Match, class_named, look_up, thing_called
from kg.show.mirrors import dyad_page
from kg.show.model import Page
from kg.show.naming import Legend, name_all, sources_behind
from kg.show.targets import targets_page
from kg.unanswered import Asked, why_nothing_meets, why_unanswered

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Dataset


class Graph:
    """A build, opened for reading.

    Tables come as pandas DataFrames typed from the RDF datatypes: codes stay text («NA», «007»), decimals stay exact.
    Keys are short in them, as `country/KZ`, and beside each column of keys stands one of labels, in English, Kazakh or
    Russian (`lang="kk"`); with `labels=False` the IRIs stay as they are, and nothing stands beside them.
    """

    def __init__(
        self,
        folder: Path,
        *,
        as_known_on: str | date | None = None,
        valid_on: str | date | None = None,
        limits: Limits | None = None,
    ) -> None:
        """Open the build in a folder, without the claims that were not known on one day or do not hold on another.

        Questions and queries end with LimitReached beyond the limits, by default those of `kg query`.
        Raises BuildMissing if there is none, ArgumentInvalid for what is no day.
        """
        axes = TimeAxes(read_day("as_known_on", as_known_on), read_day("valid_on", valid_on))
        check_build(folder)
        self.folder, self.limits = folder, limits or Limits()
        self.ontology = read_ontology(assets.ontology())
        self.restriction = restrict(folder, assets.ontology(), axes)
        self._opened = cache(self.restriction.store)

    @property
    def store(self) -> Store:
        """The graph: the store of the build, or one in memory where the two days leave claims out.

        >>> len(graph.store) > 1000
        True
        """
        return self._opened()

    def ask(self, name: str, *, lang: str = "en", labels: bool = True, **values: str) -> Frame:
        """Answer a shipped question by its name, with values for its parameters.

        >>> graph.ask("turnover", dyad="KZ-RU")[["stage_label", "bound_label", "amount", "unit"]]
          stage_label                   bound_label       amount      unit
        0      target  stated without qualification  30000000000  unit/USD
        1    realised                     more than  28000000000  unit/USD
        """
        question = find_query(assets.queries(), name, *question_folders())
        given = values_of(question, values, self.ontology, naming_in(self.folder, self.ontology, lang))
        text = with_terms(question, {value.parameter.name: value.term for value in given})
        answer = self.answer(text)
        frame = self._frame(answer, lang, labels=labels)
        frame.attrs[ASKED] = dict(in_words(given, self._labels(), lang))
        if not answer.rows:
            self._note(frame, why_unanswered(question, given, self._asked(lang)))
        return frame

    def query(self, sparql: str, *, lang: str = "en", labels: bool = True) -> Frame:
        """Answer any SPARQL query over the union of all graphs.

        >>> graph.query("SELECT ?stage { ?stage a dyad:Stage ; dyad:foreseen true } ORDER BY ?stage LIMIT 2", lang="ru")
                     stage            stage_label
        0  stage/announced              объявлено
        1  stage/committed  принято обязательство
        """
        if not self.restriction.gone:
            check_names(sparql, self.store)
        answer = self.answer(sparql)
        frame = self._frame(answer, lang, labels=labels)
        if not answer.rows:
            self._note(frame, why_nothing_meets(sparql, self._asked(lang)))
        return frame

    def _asked(self, lang: str) -> Asked:
        return Asked(self.folder, self.restriction.axes, self.limits, self.ontology, lang)

    def _note(self, frame: Frame, notes: tuple[str, ...]) -> None:
        """Keep with an empty frame, and warn of, why it is empty."""
        frame.attrs[NOTES] = notes
        warn("\n".join(notes), EmptyAnswer, stacklevel=3)

    def _labels(self) -> Store | None:
        return None if self.restriction.gone else self.store

    def answer(self, sparql: str) -> Answer:
        """Answer a SPARQL query within the limits, as one plain value.

        >>> graph.answer("ASK { dyad:Claim a owl:Class }").kind
        'boolean'
        """
        open_store = (lambda: self.store) if self.restriction.gone else self.restriction.store  # has threads on disk
        return answer_apart(open_store, sparql, self.limits)

    def _frame(self, answer: Answer, lang: str, *, labels: bool) -> Frame:
        if not labels:
            return Frame(to_frame(answer))
        naming = self._naming(iris_in(answer), lang)
        frame = Frame(to_frame(label_answer(answer, naming.labels, Labelling.BOTH)))
        frame.attrs[KEYS] = key_columns(answer)
        return frame

    def claims(  # noqa: PLR0913
        self,
        *,
        dyad: str | None = None,
        indicator: str | None = None,
        country: str | None = None,
        year: int | None = None,
        stage: str | None = None,
        source: str | None = None,
        speaker: str | None = None,
        lang: str = "en",
        labels: bool = True,
    ) -> Frame:
        """Return claims flat, one row each, what a reader wants first in front; all of them if nothing is asked for.

        A claim is of a `country` if it names it, or is about a dyad of it; it is of a `year` if its period has a day
        in it and no end that is open.

        >>> graph.claims(dyad="KZ-RU", indicator="goods-turnover")[["amount", "has_stage_label", "asserted_by_label"]]
                amount has_stage_label asserted_by_label
        0  28000000000        realised  Arman Shaqqaliev
        1  30000000000          target  Arman Shaqqaliev
        """
        wanted = {
            columns.is_about: self._named(terms.Dyad, dyad),
            columns.has_indicator: self._named(terms.Indicator, indicator),
            columns.has_stage: self._named(terms.Stage, stage),
            columns.asserted_by: self._named(terms.Agent, speaker),
            "source": [*map(iri.own_key, self._named(terms.Source, source))],
        }
        economies = self._named(terms.Country, country)
        things = economy_and_dyads(self.folder, economies[0]) if economies else None
        table = chosen_claims(self.restriction.flat(), wanted, things, year)
        names = things_named_in(table)
        naming = self._naming(names, lang) if labels else Legend()
        sources = sources_behind(self.folder, self.ontology, names, lang)
        frame = frame_of(claim_table(table, naming.labels, sources, labelled=labels))
        frame.attrs[KEYS] = keys_in(table)
        return frame

    def _named(self, cls: str, text: str | None) -> list[str]:
        """Name the individual of a class that a text means, by all its names; raise ArgumentInvalid."""
        if text is None:
            return []
        try:
            return naming_in(self.folder, self.ontology)(cls, text)
        except ValueError as error:
            raise ArgumentInvalid("Nothing has this name.", remedy=f"{error}", value=text) from error

    def _naming(self, names: set[str], lang: str) -> Legend:
        if lang not in LANGUAGES:
            raise ArgumentInvalid("There are no labels in this language.", remedy="Choose en, kk or ru.", value=lang)
        return name_all(self.folder, self.ontology, names, lang)

    def label(self, name: str, lang: str = "en") -> str:
        """Return the label of a thing, by its IRI or key; the key where nothing names it.

        >>> graph.label("country/KZ", "kk")
        'Қазақстан'
        """
        whole = iri.expand(name)
        found = self._naming({whole}, lang).labels.get(whole)
        return iri.compress(whole) if found is None else found.text

    def why(self, claim: str, texts: Path | None = None, lang: str = "en") -> Explanation:
        """Explain a claim, as `kg why` does.

        >>> graph.why("kazinform-2025-11-12/turnover-2024").words
        'Өткен жылы 28 млрд АҚШ долларынан асты'
        """
        axes = self.restriction.axes
        return look_at_rows(self.folder, axes, lambda rows: explain(rows, self.ontology, claim, texts, lang))

    def find(self, text: str, *, cls: str | None = None, lang: str = "en", limit: int = 20) -> list[Match]:
        """Find things, concepts, sources and questions by a text, the best first, as `kg find` does.

        >>> graph.find("Kazahstan", cls="Country")[0].key
        'country/KZ'
        """
        classes = None if cls is None else self.ontology.subs(class_named(self.ontology, cls))
        questions = read_queries(assets.queries()).values()
        return [*islice(look_up(Names(self.folder, self.ontology, lang), questions, text, classes), limit)]

    def show(self, name: str, *, lang: str = "en") -> Profile:
        """Return what is known of a thing by any of its names, as `kg show` does.

        >>> graph.show("Ресей").label
        'Russia'
        """
        names = Names(self.folder, self.ontology, lang)
        return profile(names, thing_called(names, name), read_queries(assets.queries()).values())

    def conflicts(self, about: str = OPEN, *, lang: str = "en") -> Page:
        """Return the claims that contradict each other or look suspicious, as `kg conflicts` does.

        >>> graph.conflicts("dyad/KZ-RU").title
        'Where claims disagree'
        """
        axes = self.restriction.axes
        return look_at_rows(self.folder, axes, lambda rows: conflicts_page(rows, self.ontology, about, (), lang))

    def targets(self, about: str = OPEN, *, on: str = "", lang: str = "en") -> Page:
        """Return what was announced and planned, as `kg targets` does, as it stands on a day.

        >>> graph.targets("dyad/KZ-RU").title
        'Targets, and what became of them'
        """
        axes = self.restriction.axes
        return look_at_rows(self.folder, axes, lambda rows: targets_page(rows, self.ontology, about, on, lang))

    def mirror(self, dyad: str, *, lang: str = "en") -> Page:
        """Return what both sides of the flows of a dyad report, as `kg mirror --dyad` does.

        >>> graph.mirror("KZ-RU").groups
        ()
        """
        axes = self.restriction.axes
        return look_at_rows(self.folder, axes, lambda rows: dyad_page(rows, self.ontology, dyad, lang))

    def findings(self) -> Frame:
        """Return everything that was found by setting claims side by side, one row each.

        >>> graph.findings()["class"].unique().tolist()
        ['dyad:Comparison', 'dyad:TargetOutcome']
        """
        return frame_of(self.restriction.findings())

    def network(self, projection: str = "all", *, lang: str = "en", **narrowing: Any) -> "nx.MultiDiGraph[str]":
        """Return the network of a projection, narrowed as `kg.network.asked.NetworkRequest` has it.

        >>> graph.network("people", dyad="KZ-RU").number_of_edges() > 0
        True
        """
        where = Where(self.folder, self.ontology, lang, self.restriction.axes)
        with asked_network(where, NetworkRequest(projection, **narrowing)) as found:
            return to_networkx(found)

    def rdflib(self) -> "Dataset":
        """Return the graph as an rdflib Dataset whose default graph is the union of all.

        >>> len(graph.rdflib()) > 1000
        True
        """
        from rdflib import Dataset

        dataset = Dataset(default_union=True)
        with self.restriction.part(NQUADS) as nquads:
            dataset.parse(nquads, format="nquads")
        return dataset
