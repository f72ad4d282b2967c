"""What a server allows: who may ask for it by which name, and how much at once."""

import os
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from kg.core.errors import ArgumentInvalid

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_ALL: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 (a name that nobody asks for)
_RATE: Final = 50
_ADDRESS: Final = re.compile(r"https?://[\w.:\[\]-]+(/[\w./~-]*)?", re.ASCII)


def _usual_workers() -> int:
    return max(2, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The names under which a server may be asked for, and bounds of what it takes.

    `workers` answer queries at once, beside two for those that take no time; `queue` may wait, and `per_client` of one
    address, waiting or not. `rate` is how many requests a second an address may send, 0 for any number, and `body` how
    many bytes a request may have. `base` is the address of the server as others see it, where that is not as it is
    asked. Raises ArgumentInvalid for what allows nothing.
    """

    hosts: frozenset[str] = LOOPBACK
    workers: int = field(default_factory=_usual_workers)
    queue: int = 256
    per_client: int = 128
    rate: float = 0
    body: int = 1_000_000
    base: str | None = None

    def __post_init__(self) -> None:
        for name in ("workers", "queue", "per_client", "body"):
            if getattr(self, name) < 1:
                raise ArgumentInvalid(
                    "The limit allows nothing.", remedy="Give 1 or more.", column=name, value=f"{getattr(self, name)}"
                )
        if self.base is not None and not _ADDRESS.fullmatch(self.base):
            raise ArgumentInvalid(
                "The base is no address of a server.", remedy="Write it as https://dyad.example.", value=self.base
            )
        if not self.rate >= 0:
            raise ArgumentInvalid("The rate is impossible.", remedy="Give 0 or more.", value=f"{self.rate:g}")


def rules_for(
    host: str,
    names: Collection[str] = (),
    *,
    workers: int | None = None,
    rate: float | None = None,
    base: str | None = None,
) -> HouseRules:
    """Return the rules of a server that listens at an address and has some names; None for what is usual there."""
    hosts = LOOPBACK | {name.lower() for name in (host, *names)} - _ALL
    return HouseRules(
        hosts=hosts,
        workers=_usual_workers() if workers is None else workers,
        rate=(0 if host in LOOPBACK else _RATE) if rate is None else rate,
        base=base.rstrip("/") if base else None,
    )
