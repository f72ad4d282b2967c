"""Read what was found by setting claims side by side: findings, by name and by the claims that they rest on."""

from dataclasses import dataclass
from decimal import Decimal

from kg import iri, terms
from kg.errors import FindingUnknown
from kg.graph import Literal, NamedNode, Store, matches, name_of, values
from kg.labels import label

_TYPE = iri.PREFIXES["rdf"] + "type"
_DEFINITION = iri.PREFIXES["skos"] + "definition"
_RESULTS = (terms.hasVerdict, terms.hasChange, terms.hasOutcome)
_NUMBERS = (terms.gap, terms.leastDifference, terms.greatestDifference, terms.ratio)
_KINDS = (terms.Comparison, terms.MirrorPair, terms.TargetChange, terms.TargetOutcome)
_SEGMENT = "finding/"
_GRAVITY = {
    iri.mint("verdict", verdict): gravity
    for verdict, gravity in (("contradiction", 0), ("suspicious", 1), ("same", 3), ("not-comparable", 4))
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What follows from two claims: its class and results named for people, its sentence, and why it is so.

    `cls` is its class and `concepts` the IRIs of its results and reasons by their properties. `results` are the names
    of its verdict, changes or outcome, empty for a mirror pair. A reason stands with its definition, which there is in
    English only, a number under its property. `rests_on` begins with the first and the second claim. The lower its
    `gravity`, the more a finding asks for a look.
    """

    name: str
    cls: str
    kind: str
    concepts: dict[str, tuple[str, ...]]
    results: tuple[str, ...]
    sentence: str
    reasons: tuple[tuple[str, str], ...]
    numbers: dict[str, Decimal]
    subjects: tuple[str, ...]
    rests_on: tuple[str, ...]
    gravity: int

    @property
    def heading(self) -> str:
        """Return what the finding says in a word or two: its results, else its class."""
        return ", ".join(self.results) or self.kind


def find_finding(store: Store, name: str) -> str:
    """Find a finding by its IRI, `finding/...`, or the beginning of its hash; raise FindingUnknown."""
    wanted = name.removeprefix(iri.ID).removeprefix(_SEGMENT)
    whole = iri.mint("finding", wanted)
    if iri.is_plain_key(wanted) and next(matches(store, NamedNode(whole), NamedNode(terms.hasFirstClaim)), None):
        return whole
    quads = matches(store, None, NamedNode(terms.hasFirstClaim))
    found = sorted({name_of(quad.subject) for quad in quads if wanted and name_of(quad.subject).startswith(whole)})
    if len(found) != 1:
        near = ", ".join(iri.key_of(one) for one in found[:5])
        raise FindingUnknown(
            "Several findings have this name." if found else "No finding has this name.",
            remedy=f"Name one: {near}." if found else "`kg ask conflicts --format csv` names findings.",
            value=name,
        )
    return found[0]


def is_finding(name: str) -> bool:
    """Tell whether a name is written as that of a finding."""
    return name.removeprefix(iri.ID).startswith(_SEGMENT)


def findings_on(store: Store, claim: str) -> list[str]:
    """Return the findings that rest on a claim, those with a result that is worth a look first."""
    quads = matches(store, None, NamedNode(terms.restsOn), NamedNode(claim))
    found = [name_of(quad.subject) for quad in quads]
    return sorted(found, key=lambda name: (_gravity(store, name), name))


def _gravity(store: Store, finding: str) -> int:
    verdict = "".join(values(store, finding, terms.hasVerdict))
    return _GRAVITY.get(verdict, 2)


def read_finding(store: Store, name: str, language: str, names: Store | None = None) -> Finding:
    """Read a finding for people in a language; `names` holds the labels, if another store than the finding's does."""
    names = names or store
    results = [label(names, result, language) for one in _RESULTS for result in values(store, name, one)]
    kinds = [kind for kind in _KINDS if kind in values(store, name, _TYPE)]
    first, second = (values(store, name, one)[0] for one in (terms.hasFirstClaim, terms.hasSecondClaim))
    others = [claim for claim in values(store, name, terms.restsOn) if claim not in {first, second}]
    return Finding(
        name=name,
        cls=kinds[0] if kinds else terms.Finding,
        kind=label(names, kinds[0] if kinds else terms.Finding, language),
        concepts={one: tuple(values(store, name, one)) for one in (*_RESULTS, terms.hasReason)},
        results=tuple(results),
        sentence=_text(store, name, terms.sentence, language),
        reasons=tuple(
            (label(names, reason, language), _text(names, reason, _DEFINITION, language))
            for reason in values(store, name, terms.hasReason)
        ),
        numbers={one: Decimal(text) for one in _NUMBERS for text in values(store, name, one)},
        subjects=tuple(values(store, name, terms.isAbout)),
        rests_on=(first, second, *others),
        gravity=_gravity(store, name),
    )


def _text(store: Store, name: str, predicate: str, language: str) -> str:
    """Return a text in a language, '' if there is none."""
    quads = matches(store, NamedNode(name), NamedNode(predicate))
    texts = {quad.object.language: quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    return texts.get(language, "")
