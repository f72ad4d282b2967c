"""Typed rows: what a source states, one row an entity or claim, in columnar files that all other rooms read."""
