"""A build over HTTP: an endpoint, pages, and a workbench."""
