"""What is found of claims: one module for a kind of finding, or of claims that follow."""
