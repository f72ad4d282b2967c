"""The network that claims make: entities tied by edges, as the ontology declares them, and the file for Gephi."""
