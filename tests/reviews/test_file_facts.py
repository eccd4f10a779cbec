import pytest

from reviews import actions
from reviews.actions.file_facts import gaps_of
from tests.factories import AT
from tests.reviews.factories import in_research, with_evidence

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"confidential": True}, ["too_few_sources"]),
        ({"quote": " "}, ["too_few_sources"]),
        ({"stance": ""}, ["too_few_sources"]),
        ({"independent": False}, ["too_few_sources"]),
        ({"primary": False}, []),  # the other one is
        ({"owner": "Port authority"}, []),
    ],
)
def test_the_gate_reads_what_the_file_says_about_a_source(fields, missing):
    case = with_evidence(in_research())
    source = case.fact_check.evidence.first()

    actions.edit_evidence(evidence_id=source.uuid, by=case.researcher, at=AT, **fields)

    assert [gap.code for gap in gaps_of(case.fact_check)] == missing


def test_a_withdrawn_source_counts_no_more():
    case = with_evidence(in_research())
    source = case.fact_check.evidence.first()

    actions.withdraw_evidence(evidence_id=source.uuid, reason="It is a copy.", by=case.researcher, at=AT)

    assert [gap.code for gap in gaps_of(case.fact_check)] == ["too_few_sources"]
