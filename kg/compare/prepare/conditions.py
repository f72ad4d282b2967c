"""Conditions on rows of which a part may be unknown."""

import ibis
import ibis.expr.types as ir


def is_true(condition: ir.BooleanValue) -> ir.BooleanValue:
    """Tell whether a condition holds; where that is not known, it does not."""
    return ibis.coalesce(condition, ibis.literal(value=False))


def listed(*reasons: tuple[str, ir.BooleanValue]) -> ir.ArrayValue:
    """List those reasons that hold, in their order."""
    held = [ibis.ifelse(is_true(holds), ibis.literal(name), ibis.null("string")) for name, holds in reasons]
    return ibis.array(held).filter(lambda reason: reason.notnull())
