"""Tests of the comparison of claims."""
