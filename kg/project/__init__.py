"""A project of one's own: what its `dyad.toml` says, how it begins, and what helps to add a source to it."""
