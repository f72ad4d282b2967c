"""Charts as SVG, whose every mark is a link."""
