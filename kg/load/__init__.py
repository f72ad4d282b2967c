"""Load: tables of facts in, records of typed values out. The ontology is the schema; no class has Python of its own."""
