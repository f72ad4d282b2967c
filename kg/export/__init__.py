"""Export: the network of the graph for Gephi, and the graph itself in the syntaxes of RDF."""
