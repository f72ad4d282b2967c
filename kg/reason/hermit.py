"""Ask HermiT, which owlready2 brings along, about axioms of OWL 2: Java answers several questions in one run."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kg.core.errors import JavaMissing, OntologyInconsistent
from kg.reason.axioms import Axiom
from kg.reason.datatypes import as_hermit_knows
from kg.reason.expressions import OWL, Construct

_MAIN: Final = "org.semanticweb.HermiT.cli.CommandLine"
_SATISFIABLE: Final = "is satisfiable."
_INCONSISTENT: Final = "InconsistentOntologyException"
_REFUSED: Final = re.compile(
    r"(?:MalformedLiteralException|UnsupportedDatatypeException|UnsupportedFacetException|IllegalArgumentException)"
    r": (.*?)(?:\n\tat |\Z)",
    re.DOTALL,
)
_RELATION: Final = re.compile(r"^(\w+)\( ((?:<[^>]+>\s*)+)\)$", re.MULTILINE)
_LONGEST: Final = 900  # seconds


class HermitRefused(Exception):
    """HermiT takes what it was given for no ontology of OWL 2 DL; the text is its own."""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """What HermiT says of classes: those that can have no member, and what lies, or is a member, right below which."""

    unsatisfiable: tuple[str, ...]
    below: tuple[tuple[str, str], ...]
    individuals: tuple[tuple[str, str], ...]

    def members(self, cls: str) -> set[str]:
        """Return the members of a class, those of the classes below it among them."""
        classes, due = set[str](), [cls]
        while due:
            one = due.pop()
            if one not in classes:
                classes.add(one)
                due += [lower for lower, upper in self.below if upper == one]
        return {individual for individual, kind in self.individuals if kind in classes}


def first_contradiction(candidates: Sequence[Sequence[Axiom]]) -> int | None:
    """Return which of some sets of axioms is the first that contradicts itself, None if none does.

    Raises JavaMissing without Java or where it does not end well, and HermitRefused for what is not OWL 2 DL.
    """
    if not candidates:
        return None
    output = _run(["-k"], candidates)
    number = output.count(_SATISFIABLE)
    if number == len(candidates):
        return None
    if _INCONSISTENT not in output:
        raise _failed(output)
    return number


def hierarchy_of(axioms: Sequence[Axiom], declared: Iterable[Construct], *, members: bool) -> Hierarchy:
    """Classify a set of axioms, its individuals too if that is asked for.

    Raises OntologyInconsistent for axioms that contradict each other, and else as `first_contradiction`.
    """
    output = _run(["-c", *(["-I"] if members else [])], [axioms], declared)
    if _INCONSISTENT in output:
        raise OntologyInconsistent("The statements contradict the ontology.", remedy="Mend one that is named.")
    if "Exception" in output:
        raise _failed(output)
    empty, below, individuals = set[str](), list[tuple[str, str]](), list[tuple[str, str]]()
    for relation, names in _RELATION.findall(output):
        found = re.findall("<([^>]+)>", names)
        if relation == "EquivalentClasses" and f"{OWL}Nothing" in found:
            empty.update(found)
        elif relation == "EquivalentClasses":
            below += [(one, other) for one in found for other in found if one != other]
        elif relation == "SubClassOf":
            below.append((found[0], found[1]))
        elif relation == "Type":
            individuals.append((found[0], found[1]))
    return Hierarchy(tuple(sorted(empty - {f"{OWL}Nothing"})), tuple(below), tuple(individuals))


def _failed(output: str) -> Exception:
    refused = _REFUSED.search(output)
    if refused is not None:
        return HermitRefused(" ".join(refused[1].split()))
    return JavaMissing("Java did not run HermiT to its end.", remedy="Give it two gigabytes of memory.")


def _run(actions: list[str], candidates: Sequence[Sequence[Axiom]], declared: Iterable[Construct] = ()) -> str:
    """Run HermiT on sets of axioms, one after another, until one contradicts itself, and return all that it writes."""
    java, package = shutil.which("java"), find_spec("owlready2")
    if java is None or package is None or package.origin is None:
        raise JavaMissing("Java is not here.", remedy="Install a Java runtime (11 or later).")
    jar = Path(package.origin).parent / "hermit" / "HermiT.jar"
    with TemporaryDirectory(prefix="kg-") as folder:
        addresses = []
        for number, axioms in enumerate(candidates):
            path = Path(folder) / f"{number}.ofn"
            path.write_text(_document(number, axioms, declared), encoding="utf-8")
            addresses.append(path.as_uri())
        command = [
            java,
            "-Xmx2000M",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dfile.encoding=UTF-8",
            "-cp",
            f"{jar.parent}{os.pathsep}{jar}",
        ]
        try:
            ended = subprocess.run(  # noqa: S603  # the program is Java, and its arguments are ours
                [*command, _MAIN, *actions, "--ignoreUnsupportedDatatypes", *addresses],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=_LONGEST,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise JavaMissing(
                "HermiT did not end in time.", remedy="Give it a smaller part of the ontology."
            ) from error
    output = ended.stdout.decode("utf-8", "replace")
    if ended.returncode not in {0, 1}:
        raise JavaMissing("Java did not run HermiT to its end.", remedy="Give it two gigabytes of memory.")
    return output


def _document(number: int, axioms: Iterable[Axiom], declared: Iterable[Construct]) -> str:
    """Write axioms as an ontology in functional syntax."""
    lines = [*map(str, declared), *(str(as_hermit_knows(axiom.content)) for axiom in axioms)]
    return f"Ontology(<urn:judged:{number}>\n{chr(10).join(lines)}\n)\n"
