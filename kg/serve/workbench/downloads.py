"""The claims that facets leave, as data: how many, the counts of facets and a page of them, or all of them as CSV."""

from io import BytesIO
from typing import Any

from starlette.responses import JSONResponse, PlainTextResponse, Response

from kg.core.errors import KgError
from kg.query.formats import write_answer
from kg.query.forms import ANSWER_FORMS
from kg.query.labelled import label_answer
from kg.query.labelling import Labelling
from kg.serve.pages.site import Look
from kg.serve.refusal import status_of
from kg.serve.workbench.pages import answer_of_query, chosen_in, narrowed


def results_as(look: Look, query: str, form: str) -> Response:
    """Answer with all rows of the answer of a query on two days, in a form, or with why there are none."""
    file = BytesIO()
    try:
        answer = answer_of_query(look, query)
        write_answer(label_answer(answer, look.legend(answer).labels, Labelling.BOTH), form, file)
    except KgError as error:
        return PlainTextResponse(f"{error}\n", status_of(error))
    headers = {"Content-Disposition": f'attachment; filename="answer.{form}"'}
    return Response(file.getvalue(), media_type=ANSWER_FORMS[form].content_type, headers=headers)


def claims_as_json(look: Look) -> Response:
    """Answer with the counts of facets, and the claims of a page."""
    found = narrowed(look)
    return JSONResponse(
        {
            "claims": found.claims,
            "facets": {
                facet: [{"value": one.value, "claims": one.claims, "chosen": one.is_chosen} for one in values]
                for facet, values in found.facets.items()
            },
            "rows": [{name: _plain(value) for name, value in row.items()} for row in found.rows],
        }
    )


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


def claims_as_csv(look: Look) -> Response:
    """Answer with all claims that facets leave, as `kg.session.Graph.claims` has them."""
    chosen_in(look)  # refuses what is no year
    given = look.asked.values
    frame = look.graph.claims(
        dyad=given.get("dyad"),
        indicator=given.get("indicator"),
        stage=given.get("stage"),
        speaker=given.get("speaker"),
        source=given.get("source"),
        year=int(given["year"]) if "year" in given else None,
        lang=look.language,
    )
    headers = {"Content-Disposition": 'attachment; filename="claims.csv"'}
    return Response(frame.to_csv(index=False), media_type="text/csv; charset=utf-8", headers=headers)
