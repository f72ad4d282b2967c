"""Query: the shipped questions and any other, here or on a server, with typed answers."""
