"""Bring claims, and what is known of the things they name, into the form in which rules set them side by side."""
