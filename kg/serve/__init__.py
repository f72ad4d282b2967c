"""A build served over HTTP: an endpoint for SPARQL, pages, and a workbench."""
