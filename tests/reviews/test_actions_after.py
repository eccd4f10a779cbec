"""After publication: verdicts that expire, repeats, reports and retractions in later versions."""

from datetime import timedelta
from typing import Any

import pytest

from claims import actions as claims
from claims.models import Article
from factcheck.models import Event, User
from factcheck.roles import Role
from reviews import actions, tasks
from reviews.actions.locks import OwnWork
from reviews.actions.publication import ReportUnwritten
from reviews.actions.repeats import LINES, repeats_of
from reviews.actions.validity import _expire
from reviews.models import FactCheck, PublicationVersion, ToDo
from tests.factories import AT, ArticleFactory, OutletFactory, client_of, statement, store, take
from tests.reviews.factories import Case, approved, filed, given, proposed, published
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db

NEXT_DAY = AT + timedelta(days=1)


def valid(days: int = 30) -> Case:
    case = proposed(valid_days=days)
    actions.approve(**case.as_editor())
    actions.publish(title="No", summary="No.", **case.as_editor())
    case.fresh()
    return case


def change(case: Case, verb: str, **fields: Any) -> Any:
    asked = {"note": "We misread the table.", "by": case.editor, "at": NEXT_DAY, **fields}
    return actions.change_publication(publication_id=case.publication.uuid, verb=verb, **asked)


def another_round(case: Case, rating: str = "true") -> None:
    actions.reopen(reason="New figures.", **case.as_editor())
    given(case, case.researcher)
    case.fresh()
    filed(case, case.seat, rating)
    actions.approve(**case.as_editor())
    case.fresh()


def test_a_verdict_whose_time_is_over_gets_a_new_round_once():
    case = valid()
    over = AT + timedelta(days=30)
    assert case.publication.valid_until == over

    for at in (over - timedelta(seconds=1), over, over + timedelta(hours=1)):
        tasks.expire_verdicts(subject=None, at=at)

    file, told = case.fresh(), ToDo.objects.get(kind="expired")
    assert (file.status, file.round) == ("in_research", 2)
    assert "valid until 2026-03-31" in told.text
    assert Event.objects.get(subject=file.uuid, name="fact_check.reopened").by is None
    assert case.publication.status == "live"


def test_a_verdict_without_an_end_or_retracted_or_taken_up_again_does_not_expire():
    forever, gone, again = published(), valid(), valid()
    change(gone, "retract")
    actions.reopen(reason="New figures.", **again.as_editor())

    tasks.expire_verdicts(subject=None, at=AT + timedelta(days=400))

    assert forever.publication.valid_until is None
    assert [case.fresh().round for case in (forever, gone, again)] == [1, 1, 2]


@pytest.mark.parametrize(("verb", "days"), [("correct", 0), ("clarify", 0), ("update", 1)])
def test_an_update_looks_at_the_facts_and_a_correction_does_not(verb: str, days: int):
    case = valid()

    change(case, verb)

    assert case.publication.valid_until == AT + timedelta(days=30 + days)


def test_what_was_retracted_is_published_again_by_a_later_round_with_its_history():
    case = published()
    change(case, "retract", note="The table was forged.")
    another_round(case)

    actions.publish(
        title="It was so much", summary="So.", note="Checked anew.", **case.as_editor() | {"at": NEXT_DAY}
    )

    page = client_of(None).get(case.publication.get_absolute_url()).content.decode()
    kinds = PublicationVersion.objects.order_by("version").values_list("kind", flat=True)
    assert list(kinds) == ["first", "retraction", "update"]
    assert case.publication.status == "updated"
    for said in ("True", "The table was forged.", "Checked anew."):
        assert said in page


def test_a_correction_during_a_new_round_cites_what_the_published_verdict_cited():
    case = published()
    actions.reopen(reason="New figures.", **case.as_editor())
    given(case, case.researcher)
    actions.add_evidence(
        fact_check_id=case.uuid,
        title="A table of the new round",
        url="https://source-3.example/",
        by=case.researcher,
        at=AT,
    )

    change(case, "correct", rating="half-true")
    during = {source["title"] for source in case.publication.verdict.evidence}

    assert during == {"Port statistics 1", "Port statistics 2"}


def test_a_change_shows_the_report_as_it_is_written_now_only_if_asked():
    case = proposed()
    known = {"fact_check_id": case.uuid, "by": case.researcher, "at": AT}
    actions.save_report(version=0, finding="It fell.", **known)
    actions.approve(**case.as_editor())
    actions.publish(title="No", summary="No.", **case.as_editor())
    actions.save_report(version=1, finding="It fell by a third.", **known)

    change(case, "clarify")
    change(case, "clarify", report=True)

    texts = [v.report["sections"]["finding"] for v in PublicationVersion.objects.order_by("version")]
    assert texts == ["It fell.", "It fell.", "It fell by a third."]


def test_a_report_that_nobody_wrote_cannot_be_shown():
    case = published()

    with refused(ReportUnwritten, field="report"):
        change(case, "clarify", report=True)


def repeated(case: Case, at: Any, *, outlet: str = "") -> None:
    """One more article that says it, known to the desk from this moment on."""
    claim = case.fact_check.claim
    home = OutletFactory(slug=outlet or f"paper-{at:%Y%m%d%H%M%S}")
    article = ArticleFactory(url=f"https://{home.domain}/{at:%Y%m%d%H%M%S}", at=at)
    Article.objects.filter(pk=article.pk).update(outlet=home)
    text = f"{claim.wording} It was said at {at:%H:%M}, again, in the hall of the council, by the mayor."
    store(take(article, text), [statement(text, claim.wording, claimant="Marta Quill")])


def test_repeats_are_articles_that_came_after_publication_by_outlet_and_day():
    case = published()
    repeated(case, AT - timedelta(days=1), outlet="early")
    for hours in (1, 30):
        repeated(case, AT + timedelta(hours=hours), outlet=f"courier-{hours}")
    claims.add_appearance(
        claim_id=case.fact_check.claim.uuid,
        kind="speech",
        quote="So much cargo!",
        occasion="A rally",
        by=case.editor,
        at=AT + timedelta(hours=2),
    )

    found = repeats_of(case.publication)

    assert found.total == 3
    assert dict(found.by_outlet) == {"Courier-1": 1, "Courier-30": 1, "": 1}
    assert [count for _, count in found.by_day] == [2, 1]
    api = client_of(case.editor)
    shown = api.get(f"/api/v1/publications/{case.publication.uuid}/repeats/").json()
    (listed,) = api.get("/api/v1/fact-checks/").json()["results"]
    assert (shown["total"], shown["by_day"][0]["count"], listed["repeats"]) == (3, 2, 2)


def test_the_editors_are_told_once_for_each_line_that_repeats_pass():
    case = published()
    start = AT + timedelta(hours=1)
    for number in range(LINES[0]):
        tasks.tell_of_repeats(subject=None, at=start)
        assert not ToDo.objects.filter(kind="repeated").exists()
        repeated(case, start + timedelta(minutes=number))

    for _ in range(2):
        tasks.tell_of_repeats(subject=None, at=start + timedelta(hours=1))

    told = ToDo.objects.get(kind="repeated")
    assert "5 times" in told.text
    assert told.fact_check == FactCheck.objects.get()


def test_the_log_of_corrections_says_what_was_what_is_and_why():
    case = published()
    change(case, "correct", rating="half-true", title="Less cargo")
    change(case, "retract", note="All wrong.")

    rows = client_of(None).get("/api/v1/corrections/").json()["results"]

    assert [row["kind"] for row in rows] == ["retraction", "correction"]
    assert [(row["label_before"], row["label_after"]) for row in rows] == [
        ("Half-True", ""),
        ("False", "Half-True"),
    ]
    assert [row["title_before"] for row in rows] == ["", "No, not so much cargo"]
    assert rows[0]["note"] == "All wrong."
    assert rows[1]["url"] == case.publication.get_absolute_url()


@pytest.mark.parametrize("rows", [1, 20])
def test_listing_corrections_costs_the_same_for_one_and_for_twenty(rows: int, django_assert_num_queries: Any):
    case = published()
    for _ in range(rows):
        change(case, "clarify")
    api = client_of(None)

    with django_assert_num_queries(1):
        assert len(api.get("/api/v1/corrections/").json()["results"]) == rows


def test_nothing_of_what_was_retracted_is_said_again():
    case = approved()
    actions.publish(title="No", summary="It was less.", **case.as_editor())
    change(case, "retract")

    shown = client_of(None).get(f"/api/v1/publications/{case.publication.uuid}/").json()

    emptied = {name: shown[name] for name in ("label", "definition", "summary", "report", "rating")}
    assert emptied == {"label": "", "definition": "", "summary": "", "report": None, "rating": None}


def test_who_researched_an_earlier_round_does_not_change_what_is_published():
    case = published()
    User.objects.filter(pk=case.researcher.pk).update(role=Role.EDITOR)
    case.researcher.refresh_from_db()
    actions.reopen(reason="New figures.", **case.as_editor())

    with refused(OwnWork):
        change(case, "correct", rating="true", by=case.researcher)


def test_a_page_brought_up_to_date_at_the_last_moment_does_not_expire():
    case = valid()
    over = AT + timedelta(days=30)
    change(case, "update", at=over - timedelta(seconds=1))

    assert not _expire(case.publication.uuid, at=over)
    assert case.fresh().status == "published"


def test_what_is_public_says_the_claim_as_it_was_checked():
    case = published()
    said = case.publication.wording
    path = f"/api/v1/publications/{case.publication.uuid}/"
    actions.reopen(reason="New figures.", **case.as_editor())
    claims.reword(claim_id=case.fact_check.claim.uuid, wording="Something else.", by=case.editor, at=NEXT_DAY)

    assert client_of(None).get(path).json()["wording"] == said


def test_the_versions_of_a_tombstone_say_nothing_that_was_taken_back():
    case = published()
    change(case, "retract")

    versions = client_of(None).get(f"/api/v1/publications/{case.publication.uuid}/").json()["versions"]

    assert [(v["kind"], v["label"], v["summary"]) for v in versions] == [
        ("first", "", ""),
        ("retraction", "", ""),
    ]
