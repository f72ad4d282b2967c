"""RDF as it is published: rows become statements, which are written sorted and kept in a store."""
