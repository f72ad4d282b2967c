"""A build opened as a library: questions in, typed tables out."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg.core import assets
from kg.core.manifest import NQUADS
from kg.core.ontology import read_ontology
from kg.core.time_axes import TimeAxes, read_day
from kg.names.resolve import naming_in
from kg.network.network import to_networkx
from kg.query.apart import answer_apart
from kg.query.library import bind, find_query
from kg.query.limits import Limits
from kg.query.typed import to_frame
from kg.restrict import restrict
from kg.rows.opened import look_at_rows
from kg.show.explain import Explanation, explain

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from rdflib import Dataset


class Graph:
    """A build, opened for reading.

    Tables come as pandas DataFrames typed from the RDF datatypes: codes stay text («NA», «007»), decimals stay exact.
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
        self.folder = folder
        self.limits = Limits() if limits is None else limits
        self.restriction = restrict(folder, assets.ontology(), axes)
        self.store = self.restriction.store()

    def ask(self, name: str, **arguments: str) -> "pd.DataFrame":
        """Answer a shipped question by its name, with its parameters: `ask("turnover", dyad="KZ-RU")`."""
        query = find_query(assets.queries(), name)
        ontology = read_ontology(assets.ontology())
        return self.query(bind(query, arguments, ontology, naming_in(self.folder, ontology)))

    def query(self, sparql: str) -> "pd.DataFrame":
        """Answer any SPARQL query over the union of all graphs."""
        in_memory = bool(self.restriction.gone)  # a store on disk has threads, which a child process would lack
        open_store = (lambda: self.store) if in_memory else self.restriction.store
        return to_frame(answer_apart(open_store, sparql, self.limits))

    def why(self, claim: str, texts: Path | None = None, language: str = "en") -> Explanation:
        """Explain a claim, as `kg why` does."""
        ontology = read_ontology(assets.ontology())
        axes = self.restriction.axes
        return look_at_rows(self.folder, axes, lambda rows: explain(rows, ontology, claim, texts, language))

    def claims(self) -> "pd.DataFrame":
        """Return every claim flat, one row each."""
        import pandas as pd

        frame: pd.DataFrame = self.restriction.flat().to_pandas(types_mapper=pd.ArrowDtype)
        return frame

    def findings(self) -> "pd.DataFrame":
        """Return everything that was found by setting claims side by side, one row each."""
        import pandas as pd

        frame: pd.DataFrame = self.restriction.findings().to_pandas(types_mapper=pd.ArrowDtype)
        return frame

    def network(self, language: str = "en") -> "nx.MultiDiGraph[str]":
        """Return the network that the edge declarations of the ontology make of the claims."""
        return to_networkx(self.restriction.network(language))

    def rdflib(self) -> "Dataset":
        """Return the graph as an rdflib Dataset whose default graph is the union of all."""
        from rdflib import Dataset

        dataset = Dataset(default_union=True)
        with self.restriction.part(NQUADS) as nquads:
            dataset.parse(nquads, format="nquads")
        return dataset
