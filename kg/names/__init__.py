"""What things are called: the index of names of a build, and what a text that a reader writes means."""
