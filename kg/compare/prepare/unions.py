"""Tell who belongs to an economic union in a period: for as long as it lasts, or from when until when claims say it."""

import ibis
import ibis.expr.types as ir

from kg.compare.prepare.conditions import is_true
from kg.compare.prepare.derive import prefixed
from kg.compare.prepare.facts import Facts
from kg.compare.prepare.figures import FOREVER, days
from kg.core import columns, iri, terms
from kg.core.concepts import RelationKind

_RELATION = iri.compress(terms.Relation)


def belonging(claims: ir.Table, facts: Facts[ir.Table]) -> ir.Table:
    """Return (member, union, since, until, claim, recorded): who belongs to what, and from which day until which.

    `claims` is what `kg.compare.prepare.claims.complete` returns. Who belongs to a union as long as it lasts does so
    always, and no claim says it. What several claims say of the same days is said once, by the first of them.
    """
    first, last = (ibis.literal(day, "int32") for day in (-FOREVER, FOREVER))
    always = facts.members.select(
        "member", "union", since=first, until=last, claim=ibis.null("string"), recorded=ibis.null("date")
    )
    said = claims.filter((claims["class"] == _RELATION) & (claims.has_relation_kind == RelationKind.MEMBER_OF))
    said = said.select(
        "claim",
        member=said[columns.is_about],
        union=said[columns.is_related_to],
        since=ibis.coalesce(days(said.valid_from), first),
        until=ibis.coalesce(days(said.valid_until), last),
        recorded=said[columns.recorded_on],
    )
    keys = ("member", "union", "since", "until")
    once = said.group_by(keys).agg(claim=said.claim.min(), recorded=said.recorded.max())
    return always.union(once.select(*always.columns))


def throughout(periods: ir.Table, members: ir.Table) -> ir.Table:
    """Return who belongs to which union throughout which of the periods, `begins` to `ends`, which are days.

    `size` is how many belong to the union on some day of the period: where one joins or leaves in it, fewer belong to
    it throughout, and there is nothing that they add up to. `recorded` is when the last of them was.
    """
    met = periods.distinct().join(members, [members.since < periods.ends, periods.begins < members.until])
    keys = ("union", "begins", "ends")
    sizes = met.group_by(keys).agg(size=met.member.nunique(), known=met.recorded.max())
    whole = met.filter((met.since <= met.begins) & (met.ends <= met.until))
    found = whole.join(sizes, list(keys))
    return found.select("member", *keys, "claim", "size", recorded=found.known)


def within(members: ir.Table, parts: ir.Table) -> ir.Table:
    """Return (union, begins, ends, whole): which union is part of which, where they do not have the same members.

    `members` is what `throughout` returns, `parts` has part and whole.
    """
    part, whole = prefixed(members, "p"), prefixed(members, "w")
    part = part.join(parts, [("p_union", "part")])
    period = [("p_begins", "w_begins"), ("p_ends", "w_ends")]
    met = part.left_join(whole, [("whole", "w_union"), *period, ("p_member", "w_member")])
    counted = met.group_by("p_union", "p_begins", "p_ends", "whole").agg(
        shared=met.w_member.count(), size=met["p_size"].max(), whole_size=met["w_size"].max()
    )
    alike = is_true((counted.shared == counted["size"]) & (counted.shared == counted.whole_size))
    return counted.filter(~alike).select(union="p_union", begins="p_begins", ends="p_ends", whole="whole")
