"""A build opened as a library: questions in, typed tables out."""

from pathlib import Path
from typing import TYPE_CHECKING

from kg import assets
from kg.explain import Explanation, explain
from kg.export.network import read_network, to_networkx
from kg.graph import FINDINGS, FLAT, NQUADS, open_build
from kg.ontology import read_ontology
from kg.query.answers import answer
from kg.query.library import bind, find_query
from kg.query.typed import to_frame

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from rdflib import Dataset


class Graph:
    """A build, opened for reading.

    Tables come as pandas DataFrames typed from the RDF datatypes: codes stay text («NA», «007»), decimals stay exact.
    """

    def __init__(self, folder: Path) -> None:
        """Open the build in a folder; raise BuildMissing if there is none."""
        self.folder = folder
        self.store = open_build(folder)

    def ask(self, name: str, **arguments: str) -> "pd.DataFrame":
        """Answer a shipped question by its name, with its parameters: `ask("turnover", dyad="KZ-RU")`."""
        query = find_query(assets.queries(), name)
        return self.query(bind(query, arguments, read_ontology(assets.ontology())))

    def query(self, sparql: str) -> "pd.DataFrame":
        """Answer any SPARQL query over the union of all graphs."""
        return to_frame(answer(self.store, sparql))

    def why(self, claim: str, texts: Path | None = None, language: str = "en") -> Explanation:
        """Explain a claim, as `kg why` does."""
        return explain(self.store, claim, texts, language)

    def claims(self) -> "pd.DataFrame":
        """Return every claim flat, one row each."""
        import pandas as pd

        return pd.read_parquet(self.folder / FLAT, dtype_backend="pyarrow")

    def findings(self) -> "pd.DataFrame":
        """Return everything that was found by setting claims side by side, one row each."""
        import pandas as pd

        return pd.read_parquet(self.folder / FINDINGS, dtype_backend="pyarrow")

    def network(self, language: str = "en") -> "nx.MultiDiGraph[str]":
        """Return the network that the edge declarations of the ontology make of the claims."""
        return to_networkx(read_network(self.store, read_ontology(assets.ontology()), language))

    def rdflib(self) -> "Dataset":
        """Return the graph as an rdflib Dataset whose default graph is the union of all."""
        from rdflib import Dataset

        dataset = Dataset(default_union=True)
        dataset.parse(self.folder / NQUADS, format="nquads")
        return dataset
