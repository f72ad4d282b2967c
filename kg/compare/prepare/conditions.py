"""Conditions on rows of which a part may be unknown, and what is computed of rows once."""

import ibis
import ibis.expr.types as ir


def once(table: ir.Table) -> ir.Table:
    """Return a table each column of which is computed once, however many expressions name it.

    Else an expression is written out, and computed, wherever it is named, unless a join comes between.
    """
    return table.view()


def is_true(condition: ir.BooleanValue) -> ir.BooleanValue:
    """Tell whether a condition holds; where that is not known, it does not."""
    return ibis.coalesce(condition, ibis.literal(value=False))


def listed(*reasons: tuple[str, ir.BooleanValue]) -> ir.ArrayValue:
    """List those reasons that hold, in their order."""
    held = [ibis.ifelse(is_true(holds), ibis.literal(name), ibis.null("string")) for name, holds in reasons]
    return ibis.array(held).filter(lambda reason: reason.notnull())
