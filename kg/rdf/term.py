"""Write values of columns as terms of N-Triples, as expressions of the embedded engine."""

from kg.core import iri
from kg.load.header import Column
from kg.load.schema import Kind
from kg.rows.engine import quoted

XSD = iri.PREFIXES["xsd"]
_ESCAPED = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"))


def term(column: Column, value: str) -> str:
    """Write a value as a term."""
    match column.slot.kind:
        case Kind.KEY | Kind.PLACE:
            return f"'<' || {value} || '>'"
        case Kind.TEXT:
            return literal(escaped(value))
        case Kind.TAGGED:
            return literal(escaped(value), f"@{column.language}")
        case Kind.DECIMAL:
            return decimal_term(value)
        case kind:
            return literal(f"CAST({value} AS VARCHAR)", f"^^<{XSD}{kind.value}>")


def decimal_term(value: str) -> str:
    """Write a decimal number as a term, without superfluous zeros."""
    text = f"CAST({value} AS VARCHAR)"
    short = f"CASE WHEN contains({text}, '.') THEN rtrim(rtrim({text}, '0'), '.') ELSE {text} END"
    return literal(short, f"^^<{XSD}decimal>")


def literal(text: str, tail: str = "") -> str:
    """Write an escaped text as a literal; its language or type is its tail."""
    return f"'\"' || {text} || " + quoted(f'"{tail}')


def escaped(value: str) -> str:
    """Write a text with what N-Triples may not hold as it is in its written form."""
    for plain, written in _ESCAPED:
        value = f"replace({value}, {_sign(plain)}, {_sign(written)})"
    return value


def _sign(text: str) -> str:
    """Write a text that may hold a line end."""
    return " || ".join(f"chr({ord(sign)})" if sign < " " else quoted(sign) for sign in text)
