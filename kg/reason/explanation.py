"""Find the statements that cannot all be true: a smallest set, from which none can be left out."""

from collections.abc import Sequence
from typing import Final

from kg.core.graph import BlankNode, NamedNode
from kg.reason.axioms import Axiom
from kg.reason.expressions import Construct
from kg.reason.hermit import first_contradiction

_AT_ONCE: Final = 40
_FEWEST: Final = 4
_WRITTEN: Final = 20_000  # axioms that one run of Java reads, about


def smallest_contradiction(axioms: Sequence[Axiom], given: Sequence[Axiom] = ()) -> list[Axiom]:
    """Return axioms that contradict each other, of which none can be left out; none if all are consistent.

    `given` holds in any case, and is not returned. What is in the set must be found in as many steps as it has members:
    the last axiom of the shortest beginning that contradicts itself belongs to it.
    """
    needed, rest = list[Axiom](), [*(one for one in axioms if not one.is_fact), *(one for one in axioms if one.is_fact)]
    while (count := _shortest([*given, *needed], rest)) is not None and count:
        needed.append(rest[count - 1])
        rest = rest[: count - 1]
    return [axiom for axiom in axioms if axiom in needed] if count == 0 else []


def _shortest(base: Sequence[Axiom], rest: Sequence[Axiom]) -> int | None:
    """Return how many of the axioms of a row, with a base, first contradict each other; None where all agree."""
    most = min(max(_WRITTEN // (len(base) + len(rest) + 1), _FEWEST), _AT_ONCE)
    low, high, counts = -1, len(rest), _steps(0, len(rest), most)
    while True:
        found = first_contradiction([[*base, *rest[:count]] for count in counts])
        if found is None and counts[-1] == len(rest):
            return None
        if found is None:
            low = counts[-1]
        else:
            low, high = counts[found - 1] if found else low, counts[found]
        if high - low <= 1:
            return high
        counts = _steps(low + 1, high - 1, most)


def _steps(first: int, last: int, most: int) -> list[int]:
    """Return numbers from first to last, both among them, and not many more than `most` of them."""
    return [*range(first, last, max((last - first) // most, 1)), last]


def nameless_member(cls: str) -> Axiom:
    """State that a class has a member: what contradicts that is why it can have none."""
    return Axiom(Construct("ClassAssertion", (NamedNode(cls), BlankNode("member"))), ())
