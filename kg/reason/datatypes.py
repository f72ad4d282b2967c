"""Datatypes that HermiT knows, and how those that it does not know are told to it without a word that is not true."""

from collections.abc import Iterator
from typing import Final

from kg.core.graph import Literal, NamedNode, Quad, Store
from kg.reason.expressions import OWL, RDF, RDFS, XSD, Construct, Operand

_OF_ORDER: Final = tuple(XSD + name for name in ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive"))
_OF_LENGTH: Final = tuple(XSD + name for name in ("length", "minLength", "maxLength"))
_NUMBERS: Final = frozenset(
    [f"{OWL}real", f"{OWL}rational"]
    + [XSD + name for name in ("decimal", "integer", "long", "int", "short", "byte", "double", "float")]
    + [XSD + name for name in ("nonNegativeInteger", "nonPositiveInteger", "positiveInteger", "negativeInteger")]
    + [XSD + name for name in ("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte")]
)
_TEXTS: Final = frozenset(
    [f"{RDF}PlainLiteral"]
    + [XSD + name for name in ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")]
)
_TIMES: Final = frozenset((f"{XSD}dateTime", f"{XSD}dateTimeStamp"))
_BINARY: Final = frozenset((f"{XSD}hexBinary", f"{XSD}base64Binary"))
_KNOWN: Final = (
    _NUMBERS | _TEXTS | _TIMES | _BINARY | {f"{XSD}anyURI", f"{XSD}boolean", f"{RDF}XMLLiteral", f"{RDFS}Literal"}
)
_CODED: Final = frozenset(
    [XSD + name for name in ("date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay")]
    + [XSD + name for name in ("duration", "dayTimeDuration", "yearMonthDuration")]
    + [f"{RDF}langString"]
)
_ANY: Final = Literal("*")
_CODE: Final = "urn:datatype:"


def facets_of(datatype: Operand) -> frozenset[str]:
    """Return the facets that OWL 2 gives a datatype: none to one that it does not know."""
    name = datatype.value if isinstance(datatype, NamedNode) else ""
    if name in _NUMBERS | _TIMES:
        return frozenset(_OF_ORDER)
    if name in _TEXTS:
        return frozenset((*_OF_LENGTH, f"{XSD}pattern", f"{RDF}langRange"))
    if name == f"{XSD}anyURI":
        return frozenset((*_OF_LENGTH, f"{XSD}pattern"))
    return frozenset(_OF_LENGTH) if name in _BINARY else frozenset()


def unknown_datatypes(content: Construct) -> set[str]:
    """Return the datatypes in a construct that OWL 2 does not know."""
    found = set[str]()
    for one in _parts(content):
        datatype = one.datatype if isinstance(one, Literal) and not one.language else one
        if isinstance(datatype, NamedNode) and (isinstance(one, Literal) or datatype.value in _CODED):
            found |= {datatype.value} - _KNOWN
    return found


def _parts(content: Construct) -> Iterator[Operand]:
    for part in content.parts:
        if isinstance(part, Construct):
            yield from _parts(part)
        else:
            yield part


def as_hermit_knows(part: Operand) -> Operand:
    """Write a construct for HermiT, which refuses dates: their datatypes become parts of that of addresses.

    So the values of each are told apart from each other and from those of all other datatypes; ways of writing that
    mean one value are written one way before. Datatypes of others HermiT takes for what could be anything.
    """
    if isinstance(part, Construct):
        parts = [as_hermit_knows(one) for one in part.parts]
        for place in _ranges(part):
            one = parts[place]
            if isinstance(one, NamedNode) and one.value in _CODED:
                parts[place] = _coded(one)
        return Construct(part.name, tuple(parts))
    if isinstance(part, Literal) and part.datatype.value in _CODED and not part.language:
        return Literal(f"{_code(part.datatype)}{_signs(_canonical(part).value)}", datatype=NamedNode(f"{XSD}anyURI"))
    return part


def _canonical(value: Literal) -> Literal:
    """Write a value the one way in which the store keeps it."""
    store = Store()
    store.add(Quad(NamedNode(_CODE), NamedNode(_CODE), value))
    kept = next(iter(store)).object
    return kept if isinstance(kept, Literal) else value


def _ranges(part: Construct) -> range:
    """Return which parts of a construct are ranges of data."""
    if part.name in {"DataIntersectionOf", "DataUnionOf", "DataComplementOf"}:
        return range(len(part.parts))
    if part.name in {"DataPropertyRange", "DatatypeDefinition", "DataSomeValuesFrom", "DataAllValuesFrom"}:
        return range(1, len(part.parts))
    is_counting = part.name.startswith("Data") and part.name.endswith("Cardinality")
    return range(2, len(part.parts)) if is_counting else range(0)


def _coded(datatype: NamedNode) -> Operand:
    if datatype.value == f"{RDF}langString":
        return Construct("DatatypeRestriction", (NamedNode(f"{RDF}PlainLiteral"), NamedNode(f"{RDF}langRange"), _ANY))
    pattern = Literal(f"{_code(datatype)}.*")
    return Construct("DatatypeRestriction", (NamedNode(f"{XSD}anyURI"), NamedNode(f"{XSD}pattern"), pattern))


def _code(datatype: NamedNode) -> str:
    return f"{_CODE}{datatype.value.removeprefix(XSD)}:"


def _signs(value: str) -> str:
    """Write a value in the signs that an address may have."""
    return "".join(sign if sign.isalnum() and sign.isascii() else f"-{ord(sign):x}-" for sign in value)
