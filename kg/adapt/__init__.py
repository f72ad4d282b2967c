"""What adaptors read with: raw files as they are, and what the values in them mean."""
