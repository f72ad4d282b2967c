"""Fetch: get the raw files of a source from their publisher. No build, check or export does this."""
