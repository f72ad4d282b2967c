"""Show a claim, finding or source of a build to a person: read from rows, as text, HTML, JSON and pictures."""
