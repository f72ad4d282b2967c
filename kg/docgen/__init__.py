"""Generate the reference pages of `docs/` from the queries and the ontology: `python -m kg.docgen`."""
