"""Offer the tools to an assistant by the Model Context Protocol, over standard input and output."""

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.assist.offered import Assistant, instructions
from kg.assist.reply import ANSWERED, OUTCOMES, Reply
from kg.core.errors import ExtraMissing

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server
    from mcp.types import CallToolResult, Tool

_AT_ONCE = 2
_REPLY = {
    "type": "object",
    "properties": {"outcome": {"enum": [*OUTCOMES]}},
    "required": ["outcome"],
}


def talk(assistant: Assistant) -> None:
    """Answer what comes on standard input until it ends; raise ExtraMissing without the library of the protocol."""
    try:
        import anyio
        import mcp.server.stdio
    except ImportError as error:
        raise ExtraMissing(
            "The library for assistants is not installed.", remedy="pip install 'dyad-kg[assistants]'", value="mcp"
        ) from error

    async def run() -> None:
        server = _server(assistant)
        async with mcp.server.stdio.stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)


def _server(assistant: Assistant) -> "Server[dict[str, Any]]":
    import anyio
    from mcp.server.lowlevel import Server
    from mcp.types import ListToolsResult

    waiting = anyio.CapacityLimiter(_AT_ONCE)

    async def listed(_context: object, _asked: object) -> ListToolsResult:
        return ListToolsResult(tools=[*map(_described, assistant.tools.values())])

    async def called(_context: object, asked: Any) -> "CallToolResult":
        work = partial(assistant.call, asked.name, asked.arguments or {})
        return _as_result(await anyio.to_thread.run_sync(work, limiter=waiting))

    return Server(
        "dyad",
        version=__version__,
        title="Dyad",
        instructions=instructions(),
        on_list_tools=listed,
        on_call_tool=called,
    )


def _described(tool: Any) -> "Tool":
    from mcp.types import Tool, ToolAnnotations

    reads = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    return Tool(
        name=tool.name, description=tool.told, input_schema=tool.schema(), output_schema=_REPLY, annotations=reads
    )


def _as_result(reply: Reply) -> "CallToolResult":
    """Write a reply for clients that read its structure, and for those that read texts: what came of it, the answer."""
    from mcp.types import CallToolResult, TextContent

    said = reply.as_json()
    told = json.dumps({name: one for name, one in said.items() if name != "answer"}, ensure_ascii=False)
    texts = [told, *([reply.answer] if reply.answer else [])]
    content = [TextContent(type="text", text=text) for text in texts]
    failed = reply.outcome not in {ANSWERED, "none-known", "not-covered"}
    return CallToolResult(content=[*content], structured_content=said, is_error=failed)
