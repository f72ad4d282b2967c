"""Check: all that `kg check` looks at, of sources, builds, files and servers, and what of it is as it was."""
