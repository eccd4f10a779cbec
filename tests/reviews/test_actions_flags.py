"""Legal reviews and content warnings: raised by rule and by hand, cleared, and heeded on publishing."""

from datetime import timedelta
from typing import Any

import pytest

from claims import actions as claims
from claims.models import ClaimTopic
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.models import Event, Job, User
from factcheck.roles import Role
from reviews import actions, tasks
from reviews.actions.flags import BadRule, FlagCleared, LegalReviewOpen, OutcomeMissing, try_rule
from reviews.actions.locks import OwnWork, Sealed
from reviews.flagging import When
from reviews.models import Flag, FlagRule, ToDo
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory, client_of
from tests.reviews.factories import approved, filed, in_research, opened, panel, published, with_evidence
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)
ACCUSED = "Councillor Bell was accused of taking bribes."


def rule(**fields: Any) -> FlagRule:
    known = {"kind": "legal_review", "name": "Accusations", "keywords": ["accused"], "by": None, "at": AT}
    return actions.add_flag_rule(**known | fields)


def accused(**fields: Any) -> Any:
    return ClaimFactory(wording=ACCUSED, **fields)


def test_a_rule_raises_its_flag_once_and_tells_the_editors():
    rule(text="Is that a private person?")
    case = opened(claim=accused())

    for _ in range(2):
        tasks.look_for_flags(subject=case.uuid, at=AT)

    flag, told = Flag.objects.get(), ToDo.objects.get()
    assert (flag.kind, flag.text, flag.raised_by) == ("legal_review", "Is that a private person?", None)
    assert (told.kind, told.owner, told.fact_check) == ("legal_review", None, case.fact_check)
    assert "Is that a private person?" in told.text
    assert Event.objects.filter(subject=flag.uuid, name="flag.raised").count() == 1


@pytest.mark.parametrize("event", ["fact_check.opened", "fact_check.proposed"])
def test_rules_are_asked_when_a_file_is_opened_and_when_a_rating_is_proposed(event: str):
    case = with_evidence(in_research())
    filed(case, case.seat)

    of_event = Event.objects.get(subject=case.uuid, name=event)
    assert Job.objects.filter(task="reviews.tasks.look_for_flags", event=of_event.uuid).count() == 1


def test_rules_go_by_kind_topic_and_patterns_and_rest_when_out_of_force():
    topic = TopicFactory()
    claim = ClaimFactory(kind="allegation")
    ClaimTopic.objects.create(claim=claim, topic=topic)
    rule(name="Kind", keywords=[], claim_kinds=["allegation"])
    rule(name="Topic", keywords=[], topic=topic.slug)
    rule(name="Pattern", keywords=[], patterns=["t[o]nnes"])
    rule(name="Not this one", keywords=["murder"])
    out = rule(name="Out of force", keywords=["port"])
    actions.edit_flag_rule(rule_id=out.uuid, active=False, by=UserFactory(editor=True), at=AT)
    case = opened(claim=claim)

    tasks.look_for_flags(subject=case.uuid, at=AT)

    assert set(Flag.objects.values_list("text", flat=True)) == {"Kind", "Topic", "Pattern"}


def test_what_was_cleared_stays_so_until_the_words_or_the_round_change():
    rule()
    claim = accused()
    case = opened(claim=claim)
    tasks.look_for_flags(subject=case.uuid, at=AT)
    actions.clear_flag(flag_id=Flag.objects.get().uuid, outcome="An office.", by=case.chief, at=LATER)

    tasks.look_for_flags(subject=case.uuid, at=LATER)
    assert Flag.objects.count() == 1
    reworded_at = LATER + timedelta(hours=1)
    claims.reword(claim_id=claim.uuid, wording=ACCUSED + " Twice.", by=case.editor, at=reworded_at)
    tasks.look_for_flags_of_claim(subject=claim.uuid, at=reworded_at)

    assert Flag.objects.filter(cleared_at__isnull=True).count() == 1


def test_a_proposal_is_read_and_a_sealed_one_is_not():
    rule(keywords=["murder"])
    case = with_evidence(in_research())
    filed(case, case.seat, reasoning="It was murder.")
    sealed = panel()
    filed(sealed, sealed.seats[0], reasoning="It was murder.")

    for file in (case, sealed):
        tasks.look_for_flags(subject=file.uuid, at=AT)

    assert Flag.objects.get().fact_check == case.fact_check


def test_a_rater_raises_and_clears_nothing_while_ratings_are_sealed():
    case = panel()
    known = {"fact_check_id": case.uuid, "kind": "legal_review", "text": "I would say false.", "at": AT}

    with refused(Sealed):
        actions.raise_flag(**known, by=case.raters[0])
    flag = actions.raise_flag(**known, by=case.researcher)
    User.objects.filter(pk=case.raters[0].pk).update(role=Role.EDITOR)
    with refused(Sealed):
        rater = User.objects.get(pk=case.raters[0].pk)
        actions.clear_flag(flag_id=flag.uuid, outcome="False, I say.", by=rater, at=AT)


def test_nothing_is_raised_on_what_is_public():
    case = published()
    rule(keywords=["port"])

    tasks.look_for_flags(subject=case.uuid, at=AT)

    assert not Flag.objects.exists()


def test_nothing_is_published_while_a_legal_review_is_open():
    case = approved()
    flag = actions.raise_flag(
        fact_check_id=case.uuid, kind="legal_review", text="Is it fair?", by=case.researcher, at=AT
    )

    with refused(LegalReviewOpen) as caught:
        actions.publish(title="No", summary="No.", **case.as_editor())
    assert caught.value.details["flags"] == [{"uuid": str(flag.uuid), "text": "Is it fair?"}]
    actions.clear_flag(flag_id=flag.uuid, outcome="It is.", by=case.chief, at=AT)
    actions.publish(title="No", summary="No.", **case.as_editor())

    assert case.fresh().status == "published"
    assert ToDo.objects.get(kind="legal_review").closed_at == AT


def test_a_flag_is_cleared_by_an_editor_who_is_not_the_researcher_once_and_with_an_outcome():
    case = approved()
    flag = actions.raise_flag(
        fact_check_id=case.uuid, kind="legal_review", text="Is it fair?", by=case.researcher, at=AT
    )
    known = {"flag_id": flag.uuid, "outcome": "It is.", "at": AT}

    with refused(NotAllowed):
        actions.clear_flag(**known, by=case.researcher)
    with refused(OutcomeMissing, field="outcome"):
        actions.clear_flag(**known | {"outcome": " "}, by=case.editor)
    User.objects.filter(pk=case.researcher.pk).update(role=Role.EDITOR)
    with refused(OwnWork):
        actions.clear_flag(**known, by=User.objects.get(pk=case.researcher.pk))
    actions.clear_flag(**known, by=case.editor)
    with refused(FlagCleared):
        actions.clear_flag(**known, by=case.editor)


def test_a_flag_by_hand_says_something_and_is_up_once():
    case = in_research()
    known = {"fact_check_id": case.uuid, "kind": "content_warning", "by": case.researcher, "at": AT}

    with refused(Refusal, field="text"):
        actions.raise_flag(**known, text=" ")
    actions.raise_flag(**known, text="Violence.")
    with refused(Conflict):
        actions.raise_flag(**known, text="Violence.")
    actions.close(reason="An opinion.", **case.as_editor())
    with refused(Conflict):
        actions.raise_flag(**known, text="Suicide.")


def test_warnings_are_shown_with_what_is_published_and_gone_once_lifted():
    case = approved()
    first, _ = (
        actions.raise_flag(fact_check_id=case.uuid, kind="content_warning", text=text, by=case.editor, at=AT)
        for text in ("Violence.", "Suicide.")
    )
    actions.publish(title="No", summary="No.", **case.as_editor())
    assert case.publication.content_warning == "Violence. Suicide."

    actions.clear_flag(flag_id=first.uuid, outcome="None is shown.", by=case.chief, at=AT)
    actions.change_publication(
        publication_id=case.publication.uuid, verb="clarify", note="No violence.", by=case.editor, at=LATER
    )

    shown = case.publication.versions.order_by("version").values_list("content_warning", flat=True)
    assert list(shown) == ["Violence. Suicide.", "Suicide."]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"keywords": []}, "keywords"),
        ({"keywords": ["!"]}, "keywords"),
        ({"patterns": ["(("]}, "patterns"),
        ({"claim_kinds": ["gossip"]}, "claim_kinds"),
        ({"topic": "nothing-such"}, "topic"),
        ({"kind": "content_warning"}, "text"),
    ],
)
def test_a_rule_that_could_find_nothing_is_refused(fields: dict[str, Any], field: str):
    with refused(BadRule, field=field):
        rule(**fields)


def test_rules_are_the_editors_and_a_change_keeps_what_was():
    kept = rule()

    with refused(NotAllowed):
        rule(by=UserFactory())
    with refused(NotAllowed):
        actions.edit_flag_rule(rule_id=kept.uuid, name="Mine", by=UserFactory(), at=AT)
    actions.edit_flag_rule(rule_id=kept.uuid, keywords=["charged"], by=UserFactory(editor=True), at=AT)

    data = Event.objects.get(subject=kept.uuid, name="flag_rule.edited").data
    assert (data["was"]["keywords"], data["is"]["keywords"]) == (["accused"], ["charged"])


def test_a_rule_is_tried_out_on_the_newest_claims():
    accused()
    ClaimFactory()

    count, matched, shown = try_rule(When(keywords=("accused",)))

    assert (count, matched) == (2, 1)
    assert (shown[0]["wording"], shown[0]["reasons"]) == (ACCUSED, ["words: accused"])


def test_the_api_tries_enters_and_changes_rules():
    accused()
    api = client_of(UserFactory(editor=True))
    path, json = "/api/v1/flag-rules/", {"content_type": "application/json"}

    tried = api.post(f"{path}test/", {"keywords": ["accused"]}, **json)
    bad = api.post(f"{path}test/", {"patterns": ["(("]}, **json)
    added = api.post(path, {"kind": "legal_review", "name": "A", "keywords": ["accused"]}, **json)
    one = f"{path}{added.json()['uuid']}/"
    blind = api.patch(one, {"active": False}, **json)
    edited = api.patch(one, {"active": False}, headers={"If-Match": added["ETag"]}, **json)

    assert (tried.status_code, tried.json()["matched"]) == (200, 1)
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (400, "patterns")
    assert (added.status_code, blind.status_code, edited.status_code) == (201, 428, 200)
    assert edited.json()["active"] is False


@pytest.mark.parametrize("rows", [1, 20])
def test_listing_flags_costs_the_same_for_one_and_for_twenty(rows: int, django_assert_num_queries: Any):
    case = in_research()
    for number in range(rows):
        actions.raise_flag(
            fact_check_id=case.uuid, kind="content_warning", text=f"{number}", by=case.editor, at=AT
        )
    api = client_of(case.editor)

    with django_assert_num_queries(2):  # the key, the rows
        found = api.get(f"/api/v1/flags/?fact_check={case.uuid}&up=true").json()["results"]
    assert len(found) == rows
