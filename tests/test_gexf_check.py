"""The check of GEXF files finds what Gephi would drop, merge, invent or misread, and nothing else."""

from collections import Counter
from pathlib import Path

import pytest

from kg.core.errors import FileUnreadable
from kg.validation.gexf import check_gexf, fits

FAULTY = Path(__file__).parent / "gexf" / "faulty.gexf"

# What the check finds in each probe file; a file with nothing is legal, a self-loop included.
PROBES = {
    "00_good_static": [],
    "01_mixed_no_default": [],
    "02_mixed_samekind": ["parallel"],
    "03_parallel_samekind": ["parallel"],
    "04_parallel_nokind": ["parallel"],
    "05_parallel_kinds": [],
    "06_weights": ["negative", "not finite", "not finite", "is zero"],
    "07_anyuri": ["«anyURI» is not known", "«date» is not known", "not declared"],
    "08_missing_node": ["is invented"],
    "09_selfloop": [],
    "10_dup_edge_id": ["another edge has this identifier"],
    "11_dup_node": ["another node has this identifier"],
    "12_mutual": ["«mutual» is not supported"],
    "13_year_only": ["no whole date", "no whole date"],
    "14_integer_fmt": ["«integer» is ignored"],
    "15_double_fmt": [],
    "16_mix_repr": ["does not suit the intervals"],
    "17_overlap": ["a period overlaps"],
    "18_undeclared_attr": ["not declared"],
    "19_bad_values": ["without regard to case", "«3000000000» is no", "«True» is no boolean", "«abc» is no integer"],
    "20_list_with_comma": ["«x|y» is no liststring"],
    "21_dyn_samekind_parallel": ["parallel"],
    "22_reserved_cols": ["readers keep"] * 3,
}
CONTROLS = [
    "the time format «integer»",
    "without regard to case",
    "«date» is not known",
    "readers keep",
    "no integer",
    "another node",
    "does not suit the intervals",
    "nodes within nodes",
    "it is not declared",
    "no liststring",
    "it has no identifier",
    "it is undirected where the default is directed",
    "is parallel to",
    "another edge",
    "«mutual» is not supported",
    "«x» is not there",
    "is zero",
    "is negative",
    "is not finite",
    "«much» is no number",
    "a period overlaps",
]


def assert_found(problems: list[str], expected: list[str]) -> None:
    assert len(problems) == len(expected), problems
    for problem, part in zip(problems, expected, strict=True):
        assert part in problem


@pytest.mark.parametrize("probe", PROBES)
def test_the_check_finds_the_fault_of_each_probe_and_no_other(probe: str, shared: Path) -> None:
    assert_found(check_gexf(shared / "suites" / "gephi-probes" / f"{probe}.gexf"), PROBES[probe])


def test_every_probe_has_an_expectation(shared: Path) -> None:
    assert {path.stem for path in (shared / "suites" / "gephi-probes").glob("*.gexf")} == set(PROBES)


@pytest.mark.parametrize("fault", CONTROLS)
def test_the_control_has_each_fault_once(fault: str) -> None:
    problems = check_gexf(FAULTY)
    assert Counter(fault in problem for problem in problems)[True] == 1, problems
    assert len(problems) == len(CONTROLS), problems


def test_the_check_names_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "cut.gexf").write_text("<gexf><graph>\n<nodes>")
    for name, line in (("cut.gexf", 2), ("none.gexf", None)):
        with pytest.raises(FileUnreadable) as raised:
            check_gexf(tmp_path / name)
        assert raised.value.line == line


def test_an_edge_type_that_is_no_default_or_no_type_is_found(tmp_path: Path) -> None:
    path = tmp_path / "x.gexf"
    nodes = '<nodes><node id="a"/></nodes><edges><edge source="a" target="a"/></edges>'
    path.write_text(f'<gexf><graph defaultedgetype="mutual">{nodes}</graph></gexf>')
    assert_found(check_gexf(path), ["the default edge type «mutual»", "edge «a a»: the type «mutual»"])
    path.write_text(f"<gexf><graph>{nodes}</graph></gexf>")
    assert_found(check_gexf(path), ["edge «a a»: it has no type"])


FITTING = [
    ("byte", ["127", "-128", "+007"], ["128", "-129", "1.0", ""]),
    ("short", ["32767"], ["32768"]),
    ("integer", ["2147483647", "-2147483648"], ["2147483648", "1e3"]),
    ("long", ["9223372036854775807"], ["9223372036854775808"]),
    ("biginteger", ["9" * 30, "-1"], ["1.0", "x"]),
    ("bigdecimal", ["1", "-1.5", ".5", "1e5"], ["NaN", "1,5", ""]),
    ("float", ["1.5", "NaN", "-Infinity"], ["nan", "+Infinity", "1,5"]),
    ("double", ["1", "Infinity"], ["inf"]),
    ("boolean", ["true", "false"], ["True", "1", ""]),
    ("char", ["x"], ["", "xy", "true"]),
    ("string", ["", "x y"], []),
    ("liststring", ["[]", '["x"]'], ["x", "[x", "x]"]),
]


@pytest.mark.parametrize(("kind", "good", "bad"), FITTING)
def test_a_value_is_of_a_type_up_to_its_edge(kind: str, good: list[str], bad: list[str]) -> None:
    assert [text for text in (*good, *bad) if fits(text, kind)] == good


WEIGHTS = {
    **dict.fromkeys(("3.4028234e38", "1.4e-45", "1", "+2.5"), ""),
    **dict.fromkeys(("3.5e38", "-3.5e38", "NaN", "-inf", "1e400"), "not finite"),
    **dict.fromkeys(("0", "-0.0", "1e-46"), "is zero"),
    **dict.fromkeys(("-1", "-3.4028234e38"), "is negative"),
}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_weight_is_what_single_precision_holds(weight: str, tmp_path: Path) -> None:
    path = tmp_path / "x.gexf"
    edge = f'<edge source="a" target="a" type="directed" weight="{weight}"/>'
    path.write_text(f'<gexf><graph><nodes><node id="a"/></nodes><edges>{edge}</edges></graph></gexf>')
    assert_found(check_gexf(path), [WEIGHTS[weight]] if WEIGHTS[weight] else [])


def test_a_value_belongs_to_the_innermost_node_or_edge(tmp_path: Path) -> None:
    path = tmp_path / "x.gexf"
    value = '<attvalues><attvalue for="n" value="x"/></attvalues>'
    nodes = f'<node id="a"><nodes><node id="b">{value}</node></nodes>{value}</node>'
    path.write_text(f"<gexf><graph><nodes>{nodes}</nodes></graph></gexf>")
    assert_found(check_gexf(path), ["node «b»: nodes within", "node «b», attribute «n»", "node «a», attribute «n»"])


def test_the_time_of_a_value_is_of_the_representation_and_a_whole_date(tmp_path: Path) -> None:
    path = tmp_path / "x.gexf"
    attribute = '<attributes class="node" mode="dynamic"><attribute id="n" type="integer"/></attributes>'
    values = '<attvalue for="n" value="1" start="2024-05"/><attvalue for="n" value="1" timestamp="2024-05-01"/>'
    nodes = f'<nodes><node id="a"><attvalues>{values}</attvalues></node></nodes>'
    path.write_text(f'<gexf><graph timeformat="date">{attribute}{nodes}</graph></gexf>')
    assert_found(check_gexf(path), ["the time «2024-05» is no whole date", "does not suit the intervals"])


@pytest.mark.parametrize(
    ("periods", "overlapping"),
    [
        ([("1", "2"), ("2", "3")], 1),
        ([("1", "2"), ("3", "4")], 0),
        ([("1", "9"), ("2", "3"), ("4", "5")], 2),
        ([("2024-05-02", "2024-05-03"), ("2024-05-01", "2024-05-01")], 0),
        ([("", "1"), ("2", "")], 0),
        ([("", "2"), ("2", "")], 1),
    ],
)
def test_both_ends_belong_to_a_period(periods: list[tuple[str, str]], overlapping: int, tmp_path: Path) -> None:
    path = tmp_path / "x.gexf"
    attribute = '<attributes class="node" mode="dynamic"><attribute id="n" type="integer"/></attributes>'
    values = "".join(f'<attvalue for="n" value="1" start="{start}" end="{end}"/>' for start, end in periods)
    nodes = f'<nodes><node id="a"><attvalues>{values}</attvalues></node></nodes>'
    path.write_text(f"<gexf><graph>{attribute}{nodes}</graph></gexf>")
    assert_found(check_gexf(path), ["a period overlaps another"] * overlapping)
