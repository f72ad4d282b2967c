"""Whole commands and engines, measured side by side."""
