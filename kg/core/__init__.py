"""What every room stands on: errors, names, files, and the ontology as values."""
