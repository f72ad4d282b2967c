"""Processes that answer, each ended by its limits and replaced, and the order in which those who ask get one.

Whoever has less under way comes first, then who came first, a long text as if it came later: by a second for a thousand
signs, so that a short one need not wait long, and none waits for ever. Two processes more than there are for all
are express: they give a request a fifth of a second, a page a second, after which that waits for one of the others.
They take first who came last, for who waits has its turn elsewhere. So whatever these are busy with, and however much
waits for them, what takes no time is answered at once.
"""

import os
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, Final, TypeVar

from anyio import CapacityLimiter, Event, create_task_group, current_time, move_on_at, to_thread

from kg.core.errors import LimitReached
from kg.query.child import Child
from kg.query.limits import Limits
from kg.query.within import Work
from kg.serve.refusal import Refused
from kg.serve.rules import HouseRules

if TYPE_CHECKING:
    from anyio.abc import TaskGroup

T = TypeVar("T")

_HANDICAP: Final = 0.001  # seconds a sign
_SOON: Final = 1
_LEAST: Final = 0.001
_BEHIND: Final = 5
_REMEMBERED: Final = 10_000


class _Lane:
    """A place for one process, which is replaced as it ends."""

    def __init__(self, prepare: Callable[[], Work], limits: Limits, *, is_express: bool) -> None:
        self.is_express = is_express
        self._start = partial(Child, prepare if is_express else partial(_behind, prepare), limits)
        self._child: Child | None = None
        self._is_old = False
        self._lock = Lock()

    def do(self, request: object, read: Callable[[BinaryIO], T], seconds: float) -> T:
        """Have the process of this place answer."""
        with self._lock:
            return self._ready().do(request, read, seconds)

    @property
    def is_ready(self) -> bool:
        """Tell whether a process waits for work here."""
        return self._child is not None and not self._is_old and not self._child.is_spent

    def renew(self) -> None:
        """Have another process take the place of the one that is here, once that has done what it does."""
        self._is_old = True

    def start(self) -> None:
        """Start a process, unless one waits."""
        with self._lock:
            self._ready()

    def _ready(self) -> Child:
        if self._child is not None and (self._is_old or self._child.is_spent):
            self._child.end()
            self._child = None
        if self._child is None:
            self._is_old, self._child = False, self._start()
        return self._child

    def stop(self) -> None:
        """End what the process does, and the process."""
        if self._child is not None:
            self._child.stop()

    def end(self) -> None:
        """End the process."""
        self.stop()
        with self._lock:
            if self._child is not None:
                self._child.end()


def _behind(prepare: Callable[[], Work]) -> Work:
    """Have a process stand behind others where processors are few."""
    os.nice(_BEHIND)
    return prepare()


@dataclass(slots=True, eq=False)
class Turn:
    """A request that waits for a process, or has one: who sent it, how long its text is, and when it counts as come."""

    client: str
    length: int
    came: float = 0.0
    is_slow: bool = False
    lane: _Lane | None = None
    called: Event = field(default_factory=Event)

    def rank(self, *, is_express: bool) -> float:
        """Return its place among those who wait for a process of a kind, the least first."""
        return self.length * _HANDICAP + (-self.came if is_express else self.came)

    def leave(self) -> None:
        """End what is done for this request: nobody waits for it."""
        if self.lane is not None:
            self.lane.stop()
        self.called.set()


@dataclass(frozen=True, slots=True)
class Express:
    """The processes for what takes no time: how many seconds that is, and how many of them there are."""

    seconds: float = 0.2
    lanes: int = 2


_USUAL: Final = Express()


class _TooSlow(Exception):
    """The express process had no time for a request."""


class Workers:
    """Some processes that answer what `prepare` makes them able to, within limits; to be used in one event loop."""

    def __init__(
        self, prepare: Callable[[], Work], limits: Limits, rules: HouseRules, express: Express = _USUAL
    ) -> None:
        self._limits, self._rules, self._express = limits, rules, express.seconds
        kinds = [False] * rules.workers + [True] * express.lanes
        self._lanes = [_Lane(prepare, limits, is_express=kind) for kind in kinds]
        self._free = [*self._lanes]
        self._waiting: list[Turn] = []
        self._held: Counter[str] = Counter()
        self._busy: Counter[str] = Counter()
        self._slow: OrderedDict[object, None] = OrderedDict()
        self._threads = CapacityLimiter(len(self._lanes))
        self._group: TaskGroup
        self.stopped = 0

    @property
    def counts(self) -> dict[str, int]:
        """Return how many requests wait and are worked on, and how many were stopped by limits so far."""
        busy = len(self._lanes) - len(self._free)
        return {"waiting": len(self._waiting), "running": busy, "stopped_total": self.stopped}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Start all processes, and end them after the block, and those that are being started then."""
        try:
            async with create_task_group() as self._group:
                for lane in self._lanes:
                    lane.start()
                yield
        finally:
            for lane in self._lanes:
                lane.end()

    def renew(self) -> None:
        """Have processes answer that are begun now: what they answer from is another."""
        self._slow.clear()
        for lane in self._lanes:
            lane.renew()

    async def answer(self, turn: Turn, request: object, read: Callable[[BinaryIO], T]) -> T:
        """Return what `read` makes of what a process writes; waiting counts as time.

        Raises what work and `read` raise, LimitReached, and Refused where too many wait.
        """
        until = current_time() + self._limits.timeout
        turn.is_slow = request in self._slow
        self._admit(turn)
        try:
            while True:
                lane = await self._called(turn, until)
                try:
                    return await self._work(turn, lane, until, partial(lane.do, request, read))
                except _TooSlow:
                    turn.is_slow = True
                    self._remember(request)
        finally:
            self._held -= Counter([turn.client])

    def _remember(self, request: object) -> None:
        """Keep it in mind that a request is none for the express process."""
        self._slow[request] = None
        while len(self._slow) > _REMEMBERED:
            self._slow.popitem(last=False)

    def _admit(self, turn: Turn) -> None:
        if self._held[turn.client] >= self._rules.per_client:
            raise Refused(429, "You have too many requests under way: wait for the answers.", after=_SOON)
        if len(self._waiting) >= self._rules.queue:
            raise Refused(503, "Too many requests wait for an answer: come again.", after=_SOON)
        self._held[turn.client] += 1
        turn.came = current_time()

    async def _called(self, turn: Turn, until: float) -> _Lane:
        """Wait until a process is free for a request, at most until its time is over."""
        turn.lane, turn.called = None, Event()
        self._waiting.append(turn)
        self._call()
        try:
            with move_on_at(until):
                await turn.called.wait()
        finally:
            if turn in self._waiting:
                self._waiting.remove(turn)
        if turn.lane is None:
            self.stopped += 1
            raise Refused(503, "No process was free in time: all are busy with other queries.", after=_SOON)
        return turn.lane

    async def _work(self, turn: Turn, lane: _Lane, until: float, do: Callable[[float], T]) -> T:
        """Return what a process answers; raise _TooSlow where the express one had to stop before the time was over."""
        begun = current_time()
        seconds = max(_LEAST, until - begun)
        try:
            return await to_thread.run_sync(
                do, min(seconds, self._express) if lane.is_express else seconds, limiter=self._threads
            )
        except LimitReached:
            if lane.is_express and begun + self._express <= current_time() < until:
                raise _TooSlow from None
            self.stopped += 1
            raise
        finally:
            turn.lane = None
            self._busy -= Counter([turn.client])
            if lane.is_ready:
                self._give_back(lane)
            else:
                self._group.start_soon(self._start, lane)

    async def _start(self, lane: _Lane) -> None:
        """Start a process where one has ended."""
        try:
            await to_thread.run_sync(lane.start)
        finally:
            self._give_back(lane)

    def _give_back(self, lane: _Lane) -> None:
        self._free.append(lane)
        self._call()

    def _call(self) -> None:
        """Give free processes to those whose turn it is."""
        for lane in sorted(self._free, key=lambda lane: lane.is_express):
            fit = [turn for turn in self._waiting if not (lane.is_express and turn.is_slow)]
            if fit:
                turn = min(fit, key=lambda turn: (self._busy[turn.client], turn.rank(is_express=lane.is_express)))
                self._waiting.remove(turn)
                self._free.remove(lane)
                self._busy[turn.client] += 1
                turn.lane = lane
                turn.called.set()
