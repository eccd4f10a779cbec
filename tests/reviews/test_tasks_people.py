"""The jobs about people: each does its one thing, and twice does no more."""

from datetime import timedelta
from typing import Any

import pytest

from factcheck.jobs import work_off
from reviews import actions, tasks
from reviews.models import Assignment, ConflictOfInterest, ReviewerTopic, ToDo
from tests.factories import AT, TopicFactory
from tests.reviews.factories import in_research, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviews.skill.FEWEST", 1)


def test_a_publication_teaches_and_its_retraction_takes_it_back():
    TopicFactory(slug="cargo")
    case = published()
    started = work_off("reviews.tasks.learn_skills")
    learnt = ReviewerTopic.objects.get()

    actions.change_publication(
        publication_id=case.publication.uuid, verb="retract", note="We were wrong.", by=case.chief, at=AT
    )
    started += work_off("reviews.tasks.learn_skills_anew")

    assert started == 2
    assert (learnt.reviewer, learnt.learnt_from) == (case.researcher.reviewer, 1)
    learnt.refresh_from_db()
    assert (learnt.learnt, learnt.learnt_from) == (None, 0)


def twice(handler: Any, **given: Any) -> None:
    for _ in range(2):
        handler(**given)


def test_learning_recusing_and_looking_twice_is_as_once():
    TopicFactory(slug="cargo")
    out, late = published(), in_research()
    conflict = ConflictOfInterest.objects.create(
        reviewer=late.seat.reviewer, claimant=late.fact_check.claim.claimant, declared_at=AT
    )

    twice(tasks.learn_skills, subject=out.uuid, at=AT)
    twice(tasks.learn_skills_anew, subject=out.publication.uuid, at=AT)
    twice(tasks.escalate, subject=None, at=AT + timedelta(hours=72))
    told = ToDo.objects.open().count()
    twice(tasks.recuse_conflicted, subject=conflict.uuid, at=AT)
    twice(tasks.note_changed_words, subject=late.fact_check.claim.uuid, at=AT)

    assert ReviewerTopic.objects.get().learnt_from == 1
    assert told == 2
    assert Assignment.objects.filter(status="recused").count() == 1
    assert ToDo.objects.count() == 2
