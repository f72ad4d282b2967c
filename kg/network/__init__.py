"""Networks that the claims make by projections: narrowed, placed, measured, and written for other programs."""
