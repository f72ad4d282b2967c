"""All that is generated into `docs/`, by the name of its file."""

from pathlib import Path

from kg.core.ontology import read_ontology
from kg.docgen.model import model_page, model_picture
from kg.docgen.reference import questions_page, tables_page
from kg.docgen.vocabulary import vocabulary_page


def pages(ontology: Path, queries: Path) -> dict[str, str]:
    """Return the text of every generated page, of an ontology and of a folder of queries."""
    read = read_ontology(ontology)
    return {
        "model.md": model_page(read),
        "model.svg": model_picture(read),
        "questions.md": questions_page(queries),
        "tables.md": tables_page(read),
        "vocabulary.md": vocabulary_page(read),
    }
