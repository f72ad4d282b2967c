"""The workbench: search, facets over claims, and an editor of queries, which pages without scripts offer too."""
