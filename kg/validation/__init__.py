"""Validate: asserted data against shapes, words against texts, the ontology against its rules."""
