"""Measure validation side by side: ours with addresses and report, `shacl` alone, pySHACL to where it ends.

Where they are at hand, pyrudof (in this Python, or in the one that PYRUDOF names) and Jena (the command that JENA_SHACL
names, else `shacl-jena`) are measured too.
Run `python -m benchmarks.validate` with the numbers of statements, by default 10^4, 10^5 and 10^6; 10^7 are for
ours and `shacl`. The data are invented, one claim in a thousand is at fault, and its place is known. Seconds are of the
processors. `ratio` is to `shacl` alone; two agree where they find the same faults at the same nodes.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rdflib import RDF, SH, Graph

PATIENCE = 600
EACH = 8
FAULT_OF = 1000
LARGEST_OF_REFERENCE = 10**6
SHAPES = """
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:Claim a sh:NodeShape ; sh:targetClass :Claim ;
    sh:property [ sh:path :amount ; sh:datatype xsd:decimal ; sh:minCount 1 ; sh:maxCount 1 ; sh:minInclusive 0 ] ;
    sh:property [ sh:path :key ; sh:datatype xsd:string ; sh:minCount 1 ; sh:pattern "^[a-z]+[0-9]+$" ] ;
    sh:property [ sh:path :unit ; sh:in ( :USD :EUR ) ; sh:minCount 1 ] ;
    sh:property [ sh:path :from ; sh:datatype xsd:date ; sh:maxCount 1 ; sh:lessThan :until ] ;
    sh:property [ sh:path :about ; sh:class :Pair ; sh:minCount 1 ] ;
    sh:or ( [ sh:path :words ; sh:minCount 1 ] [ sh:path :computed ; sh:minCount 1 ] ) .
:Pair a sh:NodeShape ; sh:targetClass :Pair ; sh:property [ sh:path :first ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
"""
ALONE = """
import json, sys, shacl
report = shacl.Shapes.from_file(sys.argv[1]).validate_file(sys.argv[2])
json.dump([[r.focus_node.strip("<>"), r.component] for r in report.results], open(sys.argv[3], "w"))
"""
RUDOF = """
import json, sys, pyrudof
engine = pyrudof.Rudof(pyrudof.RudofConfig())
engine.read_data(sys.argv[2], format=pyrudof.RDFFormat.NTriples)
engine.read_shacl(sys.argv[1])
pairs = [[one.focus_node, one.constraint_component.split("#")[1]] for one in engine.validate_shacl()]
json.dump(pairs, open(sys.argv[3], "w"))
"""
REFERENCE = """
import json, sys, pyshacl, rdflib
data, shapes = (rdflib.Graph().parse(path) for path in (sys.argv[2], sys.argv[1]))
_, found, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
pairs = [[str(found.value(r, sh.focusNode)), str(found.value(r, sh.sourceConstraintComponent)).split("#")[1]]
         for r in found.subjects(rdflib.RDF.type, sh.ValidationResult)]
json.dump(pairs, open(sys.argv[3], "w"))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run cost, and what it found: a node and a constraint a finding; None where it did not end."""

    cpu: float
    wall: float
    megabytes: float
    found: Counter[tuple[str, str]] | None


def write_data(count: int, path: Path) -> None:
    """Write about so many statements of invented claims, one claim in a thousand with an amount below 0."""
    xsd, of = "http://www.w3.org/2001/XMLSchema#", "https://example.org/"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"<{of}XA-XB> {kind} <{of}Pair> .\n<{of}XA-XB> <{of}first> <{of}XA> .\n")
        for n in range(count // EACH):
            amount = -5 if n % FAULT_OF == FAULT_OF - 1 else n
            claim = f"<{of}claim/{n}>"
            file.write(
                f"{claim} {kind} <{of}Claim> .\n"
                f'{claim} <{of}amount> "{amount}.0"^^<{xsd}decimal> .\n'
                f'{claim} <{of}key> "row{n}" .\n'
                f"{claim} <{of}unit> <{of}USD> .\n"
                f'{claim} <{of}from> "2020-01-01"^^<{xsd}date> .\n'
                f'{claim} <{of}until> "2021-01-01"^^<{xsd}date> .\n'
                f"{claim} <{of}about> <{of}XA-XB> .\n"
                f'{claim} <{of}words> "as the yearbook says"@en .\n'
            )


def commands(shapes: Path, data: Path, out: Path, count: int) -> Iterator[tuple[str, list[str]]]:
    """Yield those that validate, each with its command, which writes what it finds to a file or to its output."""
    kg = str(Path(sys.executable).with_name("kg"))
    yield "kg", [kg, "check", "--shapes", str(shapes), "--data", str(data), "--format", "json"]
    yield "shacl", [sys.executable, "-c", ALONE, str(shapes), str(data), str(out)]
    if count <= LARGEST_OF_REFERENCE:
        yield "pySHACL", [sys.executable, "-c", REFERENCE, str(shapes), str(data), str(out)]
    if rudof := os.environ.get("PYRUDOF") or (find_spec("pyrudof") and sys.executable):
        yield "pyrudof", [rudof, "-c", RUDOF, str(shapes), str(data), str(out)]
    if jena := os.environ.get("JENA_SHACL") or shutil.which("shacl-jena"):
        yield "Jena", [jena, "validate", "--shapes", str(shapes), "--data", str(data)]


def run(command: list[str], out: Path) -> Run:
    """Run a command in a process of its own, for no more than ten minutes."""
    out.unlink(missing_ok=True)
    started = time.perf_counter()
    with (out.with_suffix(".said")).open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL)
        deadline = started + PATIENCE
        while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0 and time.perf_counter() < deadline:
            time.sleep(0.01)
        if ended[0] == 0:
            process.kill()
            ended = os.wait4(process.pid, 0)
            return Run(ended[2].ru_utime, time.perf_counter() - started, ended[2].ru_maxrss / 1000, None)
    used = ended[2]
    wall = time.perf_counter() - started
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1000, found_in(out))


def found_in(out: Path) -> Counter[tuple[str, str]] | None:
    """Read what a run found, where it ended: pairs in a file, or a report in JSON or Turtle on its output."""
    if out.exists():
        return Counter((node, name) for node, name in json.loads(out.read_text("utf-8")))
    said = out.with_suffix(".said").read_text("utf-8")
    if said.startswith("@prefix"):
        return Counter(_results(said))
    try:
        findings = [one for report in json.loads(said) for one in report["findings"]]
    except ValueError:
        return None
    return Counter((one["node"], one["rule"].rsplit(" ", 1)[-1] + "ConstraintComponent") for one in findings)


def _results(report: str) -> Iterator[tuple[str, str]]:
    """Yield the node and the constraint of each result of a report in Turtle."""
    found = Graph().parse(data=report, format="turtle")
    for one in found.subjects(RDF.type, SH.ValidationResult):
        component = str(found.value(one, SH.sourceConstraintComponent))
        yield str(found.value(one, SH.focusNode)), component.partition("#")[2]


def main() -> None:
    """Print the table."""
    counts = [int(text) for text in sys.argv[1:]] or [10**4, 10**5, 10**6]
    print(f"{'statements':>10}  {'engine':8} {'CPU s':>8} {'wall s':>8} {'MB':>7} {'ratio':>7} {'findings':>9}  agrees")
    for count in counts:
        with tempfile.TemporaryDirectory() as scratch:
            shapes, data, out = (Path(scratch) / name for name in ("shapes.ttl", "data.nt", "found.json"))
            shapes.write_text(SHAPES, encoding="utf-8")
            write_data(count, data)
            runs = {name: run(command, out) for name, command in commands(shapes, data, out, count)}
        base = runs["shacl"]
        for name, one in runs.items():
            found = "not ended" if one.found is None else f"{one.found.total():,}"
            agrees = "" if one.found is None else str(one.found == base.found)
            line = f"{count:>10,}  {name:8} {one.cpu:8.2f} {one.wall:8.2f} {one.megabytes:7.0f}"
            print(f"{line} {one.cpu / base.cpu:7.2f} {found:>9}  {agrees}", flush=True)


if __name__ == "__main__":
    main()
