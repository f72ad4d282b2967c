"""What a server says of itself and of its graph, as RDF: the service, the vocabulary in use, and example queries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.core import assets, iri
from kg.core.graph import BlankNode, Literal, NamedNode, Term, Triple
from kg.core.ontology import RDF_TYPE
from kg.core.plugins import question_folders
from kg.query.answers import form_of
from kg.query.header import OPEN, Parameter, Query
from kg.query.library import DATATYPES, read_queries
from kg.query.prefixes import KNOWN, with_prefixes
from kg.serve.forms import GRAPHS, TABLES
from kg.serve.usage import InUse

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_SH: Final = "http://www.w3.org/ns/shacl#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_FORMS: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "rdf": "RDF_XML",
}
_EXECUTABLE: Final = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct", "DESCRIBE": "Describe"}


@dataclass(frozen=True, slots=True)
class Description:
    """What there is to say of a build that is served."""

    in_use: InUse

    def service(self, endpoint: str) -> Iterator[Triple]:
        """Describe the endpoint at an address, in the words of SPARQL 1.1 Service Description."""
        service, dataset, default = NamedNode(f"{endpoint}#service"), BlankNode("dataset"), BlankNode("default")
        yield from _about(service, _SD, "Service", endpoint=NamedNode(endpoint))
        yield _triple(service, f"{_SD}supportedLanguage", NamedNode(f"{_SD}SPARQL11Query"))
        for form in (*TABLES, *GRAPHS):
            yield _triple(service, f"{_SD}resultFormat", NamedNode(_FORMATS + _FORMS[form.name]))
        yield _triple(service, f"{_SD}defaultDataset", dataset)
        yield from _about(dataset, _SD, "Dataset", defaultGraph=default)
        yield from _about(default, _SD, "Graph")

    def void(self, endpoint: str, address: str) -> Iterator[Triple]:
        """Describe the graph in the words of VoID, with its classes and properties and how often they are used."""
        used, dataset = self.in_use.used(), NamedNode(f"{address}#dataset")
        yield from _about(dataset, _VOID, "Dataset", sparqlEndpoint=NamedNode(endpoint))
        yield _triple(dataset, RDF_TYPE, NamedNode(f"{_SD}Dataset"))
        yield _triple(dataset, f"{_VOID}triples", _number(sum(used.properties.values())))
        yield _triple(dataset, f"{_VOID}uriSpace", Literal(iri.ID))
        for prefix in ("dyad", "prov", "skos", "rdfs"):
            yield _triple(dataset, f"{_VOID}vocabulary", NamedNode(iri.PREFIXES[prefix]))
        parts = [
            *_parts("class", "entities", used.classes),
            *_parts("property", "triples", used.properties),
        ]
        for kind, part, _ in parts:
            yield _triple(dataset, f"{_VOID}{kind}Partition", part)
        graphs = {BlankNode(f"graph{place}"): name for place, name in enumerate(used.graphs)}
        for part in graphs:
            yield _triple(dataset, f"{_SD}namedGraph", part)
        for _, _, statements in parts:
            yield from statements
        for part, name in graphs.items():
            yield from _about(part, _SD, "NamedGraph", name=NamedNode(name))


def _parts(kind: str, counted: str, used: Mapping[str, int]) -> Iterator[tuple[str, BlankNode, list[Triple]]]:
    """Yield a part of a graph for each class or property in use, with what there is to say of it."""
    for place, (name, count) in enumerate(used.items()):
        part = BlankNode(f"{kind}{place}")
        statements = [_triple(part, _VOID + kind, NamedNode(name)), _triple(part, _VOID + counted, _number(count))]
        yield kind, part, statements


def _triple(subject: NamedNode | BlankNode, predicate: str, value: Term) -> Triple:
    return Triple(subject, NamedNode(predicate), value)


def _number(value: int) -> Literal:
    return Literal(value)


def _about(subject: NamedNode | BlankNode, vocabulary: str, kind: str, **values: Term) -> Iterator[Triple]:
    """Yield that a thing is of a kind of a vocabulary, and values of properties of that vocabulary."""
    yield _triple(subject, RDF_TYPE, NamedNode(vocabulary + kind))
    for name, value in values.items():
        yield _triple(subject, vocabulary + name, value)


def examples(endpoint: str, address: str) -> Iterator[Triple]:
    """Yield the questions as example queries in the form of the SIB, each with its parameters as SHACL has them."""
    for query in read_queries(assets.queries(), *question_folders()).values():
        yield from _example(query, endpoint, NamedNode(f"{address}/{query.name}"))


def _example(query: Query, endpoint: str, subject: NamedNode) -> Iterator[Triple]:
    form = form_of(query.text)
    yield from _about(subject, _SH, "SPARQLExecutable")
    yield _triple(subject, RDF_TYPE, NamedNode(f"{_SH}SPARQL{_EXECUTABLE[form]}Executable"))
    yield _triple(subject, _SH + form.lower(), Literal(with_prefixes(query.text)))
    yield _triple(subject, f"{KNOWN['schema']}target", NamedNode(endpoint))
    for language, text in query.question.items():
        yield _triple(subject, f"{KNOWN['rdfs']}comment", Literal(text, language=language))
    for tag in query.tags:
        yield _triple(subject, f"{KNOWN['schema']}keywords", Literal(tag))
    for place, parameter in enumerate(query.parameters):
        node = BlankNode(f"{query.name}-{place}")
        yield _triple(subject, f"{_SH}parameter", node)
        yield from _parameter(node, parameter, place)


def _parameter(node: BlankNode, parameter: Parameter, place: int) -> Iterator[Triple]:
    yield from _about(node, _SH, "Parameter", name=Literal(parameter.name), order=_number(place))
    for language, text in parameter.described.items():
        yield _triple(node, f"{_SH}description", Literal(text, language=language))
    if parameter.type in DATATYPES:
        yield _triple(node, f"{_SH}datatype", NamedNode(iri.PREFIXES["xsd"] + parameter.type))
    else:
        yield _triple(node, f"{_SH}class", NamedNode(iri.PREFIXES["dyad"] + parameter.type))
    yield _triple(node, f"{_SH}optional", Literal(parameter.may_be_open))
    if parameter.default != OPEN:
        yield _triple(node, f"{KNOWN['schema']}defaultValue", Literal(parameter.default))
