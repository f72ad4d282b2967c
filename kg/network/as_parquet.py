"""Write the edges of a network as a Parquet file, in portions, typed."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from kg.network.losses import loss
from kg.network.model import Edge, Network
from kg.network.written import FileAttribute, file_columns, scalar

_FIXED = ("source", "target", "kind", "label", "directed", "weight", "source_label", "target_label")
_PORTION = 20_000


def save_parquet(network: Network, path: Path) -> tuple[str, ...]:
    """Write the list of edges; nodes are there by their keys and labels."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = file_columns(network.edge_columns, _FIXED)
    kinds = {"integer": pa.int64(), "long": pa.int64(), "double": pa.float64(), "boolean": pa.bool_()}
    kinds["liststring"] = pa.list_(pa.string())
    fields = [
        pa.field(name, {"directed": pa.bool_(), "weight": pa.float64()}.get(name, pa.string())) for name in _FIXED
    ]
    fields += [pa.field(column.name, kinds.get(column.type, pa.string())) for column in columns]
    schema, edges = pa.schema(fields), iter(network.edges)
    labels = {node.iri: (node.key, node.label(network.language)) for node in network.nodes}
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while rows := [_row(edge, labels, columns) for edge in islice(edges, _PORTION)]:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    return (loss("nodes", network.language, nodes=len(network.nodes)),)


def _row(edge: Edge, labels: dict[str, tuple[str, str]], columns: Sequence[FileAttribute]) -> dict[str, Any]:
    (source, source_label), (target, target_label) = labels[edge.source], labels[edge.target]
    fixed = (source, target, edge.kind, edge.label, edge.directed, edge.weight, source_label, target_label)
    own = {column.name: edge.attributes.get(column.attribute) for column in columns}
    texts = {c.name: scalar(own[c.name]) for c in columns if c.type == "string" and own[c.name] is not None}
    return dict(zip(_FIXED, fixed, strict=True)) | own | texts
