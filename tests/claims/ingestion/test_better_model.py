"""The child that reads articles uses the better model; what it cannot bear is read without it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.detection import ngrams, semantic
from claims.ingestion import parsing
from factcheck.children.breaches import TooMuchMemory
from factcheck.children.pool import Children
from tests.claims.detection import tiny_model

TEXT = "Rents in the city rose by half in two years, the report said. Nobody had expected that."


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    pytest.importorskip("onnxruntime", reason="the [semantic] extra is not installed")
    semantic.use(tiny_model.write(tmp_path))
    children = Children("claims.ingestion.child", refusals=parsing.REFUSALS, words=parsing._better_model)
    monkeypatch.setattr(parsing, "_children", children)
    yield
    children.close()
    parsing._plain.close()
    semantic.use(None)


@pytest.mark.slow
@pytest.mark.usefixtures("model")
def test_the_child_reads_by_the_model_of_the_desk() -> None:
    assert {statement.model for statement in parsing.find(TEXT).statements} == {"semantic-test"}


@pytest.mark.slow
@pytest.mark.usefixtures("model")
def test_a_document_that_breaks_a_limit_is_read_again_by_the_default(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def too_much(*_: object, **__: object) -> None:
        raise TooMuchMemory("More than 512 MB.")

    monkeypatch.setattr(parsing._children, "ask", too_much)

    found = parsing.find(TEXT)

    assert {statement.model for statement in found.statements} == {ngrams.MODEL}
    assert "parser_memory" in caplog.text


def test_without_a_model_a_breach_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(*_: object, **__: object) -> None:
        raise TooMuchMemory("More than 512 MB.")

    monkeypatch.setattr(parsing._children, "ask", too_much)

    with pytest.raises(TooMuchMemory):
        parsing.find(TEXT)
