"""Load: tables of facts in, N-Quads lines out. The ontology is the schema; no class has Python of its own."""
