"""Pages for people, of HTML that needs no script."""
