"""The graphs of a build sent to a SPARQL server, and held against what it then has."""
