"""Set claims side by side: what contradicts, what became of targets, what two sides report of one flow."""
