"""How IRIs stand in an answer; apart from what puts them there, for the command line names the ways in its help."""

from enum import StrEnum


class Labelling(StrEnum):
    """How IRIs stand in an answer: as they are, as their labels alone, or as short keys with labels beside them."""

    NONE = "none"
    ONLY = "only"
    BOTH = "both"
