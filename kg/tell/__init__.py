"""Tell findings: in sentences for people, and as statements."""
