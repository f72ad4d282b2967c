"""Load: tables of facts in, records of typed values out. The ontology is the schema; only of dyads does Python know."""
