"""Write the generated pages into the checkout's `docs/`."""

from pathlib import Path

from kg.core import assets
from kg.docgen.pages import pages


def main() -> None:
    """Write each page under its name."""
    docs = Path(__file__).parents[2] / "docs"
    for name, text in pages(assets.ontology(), assets.queries()).items():
        (docs / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
