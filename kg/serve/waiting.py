"""Have a process answer a request, for as long as the client waits for it."""

from collections.abc import Callable
from typing import BinaryIO, TypeVar

from anyio import create_task_group
from starlette.requests import Request

from kg.serve.workers import Turn, Workers

T = TypeVar("T")


async def answer_to(
    request: Request, workers: Workers, wanted: object, read: Callable[[BinaryIO], T], length: int = 0
) -> T:
    """Return what `read` makes of what a process writes; end what is done for it where the client goes.

    The `length` of a text holds a request back behind shorter ones. Raises what `Workers.answer` does.
    """
    turn = Turn(client_of(request), length)
    found, fault = list[T](), list[Exception]()
    async with create_task_group() as group:
        group.start_soon(_leave_with, request, turn)
        try:
            found.append(await workers.answer(turn, wanted, read))
        except Exception as error:  # the group would put it among others
            fault.append(error)
        group.cancel_scope.cancel()
    if fault:
        raise fault[0]
    return found[0]


async def _leave_with(request: Request, turn: Turn) -> None:
    """Wait until the client has gone, and then end what is done for it."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    turn.leave()


def client_of(request: Request) -> str:
    """Return the address of whoever asks."""
    return request.client.host if request.client else ""
