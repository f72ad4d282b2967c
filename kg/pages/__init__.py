"""Make pages of findings, for a terminal or to send: conflicts, targets and mirrors, each with its evidence."""
