"""Validate what SPARQL servers say, which the user names as data: it is asked for once, and judged as a file is."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.core.files import is_server
from kg.core.graph import RdfFormat, serialize
from kg.core.output import scratch
from kg.query.limits import Limits
from kg.validation.judging import Judged, Strictness, validate_graphs
from kg.validation.report import Report, Violation
from kg.validation.stages import run_guarded


def check_by_shapes(data: Sequence[Path | str], judged: Judged, rules: Strictness) -> Report:
    """Validate data of anybody by shapes of anybody; what cannot be used yields an unusable report."""
    return run_guarded("shapes", lambda: validate_data(data, judged, rules))


def validate_data(data: Sequence[Path | str], judged: Judged, rules: Strictness) -> Report:
    """Validate as `validate_graphs` does, also what servers say, by whose addresses they stand among the data.

    Findings in it have no place. Raises what that raises, and what `statements_served` does.
    """
    with scratch() as folder:
        files, asked = list[Path](), dict[Path, str]()
        for one in data:
            if isinstance(one, str) and is_server(one):
                asked[folder / f"server-{len(asked)}.nt"] = one
                files.append([*asked][-1])
            else:
                files.append(Path(one))
        for path, endpoint in asked.items():
            _take(endpoint, Limits(rows=rules.most_served), path)
        made = validate_graphs(replace(judged, data=files), rules)
    return replace(made, findings=tuple(_placeless(one) if one.path in asked else one for one in made.findings))


def _take(endpoint: str, limits: Limits, path: Path) -> None:
    """Write what a server says into a file."""
    from kg.query.whole import statements_served

    with path.open("wb") as file:
        serialize(statements_served(endpoint, limits), file, RdfFormat.N_TRIPLES)


def _placeless(found: Violation) -> Violation:
    """Return a finding without its place in a file that is gone."""
    return replace(found, path=None, line=None, start=None, end=None)
