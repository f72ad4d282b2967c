"""Dyad: who claimed which bounded number about two economies, in which words of which source."""
