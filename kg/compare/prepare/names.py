"""Call claims, and what they name, by numbers while they are set side by side: a text is long to carry and compare.

The field calls that dictionary encoding. Numbers are in the order of the names, so that what they are
ordered by is the same; no two names share one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir


@dataclass(frozen=True, slots=True)
class Numbers:
    """Tables of `name` and `number`: of claims, and of all else that claims name."""

    claims: ir.Table
    things: ir.Table


def numbered(names: ir.Table) -> ir.Table:
    """Number all that stands in the column `name`."""
    names = names.filter(names.name.notnull()).distinct()
    number = ibis.row_number().over(ibis.window(order_by=names.name))
    return names.mutate(number=number.cast("int32"))


def by_number(table: ir.Table, numbers: ir.Table, *columns: str) -> ir.Table:
    """Put numbers in the place of the names in some columns, None in that of a name without one."""
    return _replaced(table, numbers, columns, "name", "number")


def by_name(table: ir.Table, numbers: ir.Table, *columns: str) -> ir.Table:
    """Put names in the place of the numbers in some columns."""
    return _replaced(table, numbers, columns, "number", "name")


def _replaced(table: ir.Table, numbers: ir.Table, columns: tuple[str, ...], old: str, new: str) -> ir.Table:
    joined = table
    for column in columns:
        one = numbers.select(**{f"{old}_of_{column}": numbers[old], f"{new}_of_{column}": numbers[new]})
        joined = joined.left_join(one, [(column, f"{old}_of_{column}")])
    found = {name: joined[f"{new}_of_{name}" if name in columns else name] for name in table.columns}
    return joined.select(**found)


def lists_by_number(table: ir.Table, numbers: ir.Table, column: str) -> ir.Table:
    """Put lists of numbers in the place of the lists of names in a column."""
    return _lists_replaced(table, column, lambda each: by_number(each, numbers, "one"))


def lists_by_name(table: ir.Table, numbers: ir.Table, column: str) -> ir.Table:
    """Put lists of names in the place of the lists of numbers in a column, None in that of an empty one."""
    return _lists_replaced(table, column, lambda each: by_name(each, numbers, "one"))


def _lists_replaced(table: ir.Table, column: str, replaced: Callable[[ir.Table], ir.Table]) -> ir.Table:
    lists = table.select(whole=table[column]).distinct()
    each = replaced(lists.mutate(one=lists.whole).unnest("one", offset="place"))
    placed = each.mutate(placed=ibis.struct({"place": each.place, "one": each.one}))
    found = placed.group_by("whole").agg(found=placed.placed.collect().sort().map(lambda placed: placed["one"]))
    joined = table.left_join(found, [(column, "whole")])
    return joined.select(**{name: joined["found" if name == column else name] for name in table.columns})
