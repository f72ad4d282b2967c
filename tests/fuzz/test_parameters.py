"""Arguments of questions as strangers write them: bound as values, whatever they look like, or refused."""

from hypothesis import given
from hypothesis import strategies as st

from kg.core import assets
from kg.core.graph import Store
from kg.core.ontology import read_ontology
from kg.query.answers import answer
from kg.query.library import bind, read_queries
from tests.fuzz.contract import examples, hostile, result

ONTOLOGY = read_ontology(assets.ontology())
QUESTIONS = read_queries(assets.queries())
EMPTY = Store()
WITH_PARAMETERS = sorted(name for name, question in QUESTIONS.items() if question.parameters)
SPARQL = st.sampled_from(('" } SERVICE <http://127.0.0.1/> {', "> } DROP ALL #", "\\u0022", "'''", '"""', "?x", "# x"))


@examples(150)
@given(name=st.sampled_from(WITH_PARAMETERS), value=st.one_of(hostile, SPARQL), data=st.data())
def test_an_argument_stays_a_value(name: str, value: str, data: st.DataObject) -> None:
    question = QUESTIONS[name]
    parameter = data.draw(st.sampled_from(question.parameters)).name
    text = result(lambda: bind(question, {parameter: value}, ONTOLOGY))
    if text is not None:
        answer(EMPTY, text)  # which refuses SERVICE: no argument may become one
        assert text.count("{") == question.text.count("{") or "{" in value
