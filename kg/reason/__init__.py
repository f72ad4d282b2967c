"""Reason: is it consistent, and what follows."""
