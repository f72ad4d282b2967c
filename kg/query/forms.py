"""The forms of answers, apart from what writes them, for the command line names them in its help."""

from collections.abc import Mapping
from dataclasses import dataclass
from pkgutil import resolve_name
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from kg.query.answers import Answer


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """A form of answers: its short name, which is the extension of its files too, its media type, and others for it.

    `writer` names, as an entry point does, the function that writes it; '' where the store alone does.
    """

    name: str
    media_type: str
    others: tuple[str, ...] = ()
    writer: str = ""

    @property
    def content_type(self) -> str:
        """Return its media type as a header has it."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    def write(self, answer: "Answer", file: BinaryIO) -> None:
        """Write an answer in this form."""
        resolve_name(self.writer)(answer, file)


_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMS: Final = (
    AnswerForm("csv", "text/csv", (), "kg.query.formats:write_csv_answer"),
    AnswerForm("tsv", "text/tab-separated-values", (), "kg.query.formats:write_tsv_answer"),
    AnswerForm("json", "application/sparql-results+json", ("application/json",), "kg.query.formats:write_json_answer"),
    AnswerForm("parquet", "application/vnd.apache.parquet", (), "kg.query.formats:write_parquet_answer"),
    AnswerForm("xlsx", _WORKBOOK, (), "kg.query.workbook:write_workbook"),
    AnswerForm("nt", "application/n-triples", ("text/plain",), "kg.query.formats:write_nt_answer"),
)
ANSWER_FORMS: Final[Mapping[str, AnswerForm]] = MappingProxyType({form.name: form for form in _FORMS})
"""The forms that any answer has, by their names; N-Triples has a graph alone."""
TABLE_FORMS: Final = tuple(name for name in ANSWER_FORMS if name != "nt")
