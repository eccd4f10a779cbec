"""The admin of the room: pages open for whom they are, buttons call the actions, the seal holds."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Claim
from factcheck import clock
from factcheck.models import User
from reviews import actions
from reviews.actions.to_dos import open_once
from reviews.models import (
    Approval,
    Assignment,
    Comment,
    Complaint,
    ConflictOfInterest,
    Contact,
    Draft,
    Evidence,
    EvidenceCheck,
    EvidenceReader,
    FactCheck,
    Flag,
    FlagRule,
    GateAnswer,
    Note,
    OutsideApproval,
    Policy,
    PolicyRule,
    Publication,
    PublicationVersion,
    Rating,
    Report,
    ReportVersion,
    Review,
    Reviewer,
    ReviewerLanguage,
    ReviewerTopic,
    ReviewReturn,
    RoutingRun,
    RoutingSettings,
    Scale,
    ToDo,
    ToDoKind,
    Verdict,
)
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory
from tests.reviews.factories import (
    Case,
    disputed,
    filed,
    given,
    in_research,
    opened,
    panel,
    policy,
    proposed,
    published,
    reviewer,
    scale,
    with_evidence,
)

pytestmark = pytest.mark.django_db

MODELS = list(apps.get_app_config("reviews").get_models())
MOST_QUERIES = 12  # session, person, the count, the rows, what a filter offers


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def site_of(row: Model | type[Model]) -> Any:
    return admin.site._registry[row if isinstance(row, type) else type(row)]


def listing(model: type[Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def page(row: Model) -> str:
    return str(site_of(row)._address("change", row))


def offered(user: User, row: Model) -> list[str]:
    """The verbs that the page of a row offers."""
    found = browser(user).get(page(row))
    assert found.status_code == 200
    return re.findall(r'/do/([\w-]+)/"', found.content.decode())


def press(user: User, row: Model, verb: str, **asked: Any) -> str:
    """Open a button's page and send its form with what it says and what is asked; return the next page."""
    client, address = browser(user), page(row).replace("/change/", f"/do/{verb}/")
    question = client.get(address)
    assert question.status_code == 200, verb
    seen = re.search(r'name="seen" value="([^"]*)"', question.content.decode())
    answer = client.post(address, {"seen": seen[1] if seen else "", **asked}, follow=True)
    return answer.content.decode()


def done(user: User, row: Model, verb: str, **asked: Any) -> None:
    assert ": done." in press(user, row, verb, **asked), verb
    row.refresh_from_db()


@pytest.fixture
def desk() -> dict[type[Model], Model]:
    """A row of every kind, by way of a published fact-check and its researcher."""
    case = with_evidence(in_research())
    known = {"fact_check_id": case.uuid, "by": case.researcher, "at": AT}
    profile = Reviewer.objects.get(user=case.researcher)
    ReviewerTopic.objects.create(reviewer=profile, topic=TopicFactory())
    comment = actions.add_comment(text="Ask the port.", **known)
    answer = actions.answer_gap(code="no_primary_exists", reason="So.", **known)
    conflict = actions.declare_conflict(
        reviewer_id=profile.uuid, kind="claimant", value="Somebody Else", by=case.researcher, at=AT
    )
    note = actions.add_note(title="So far", text="Little.", **known)
    report = actions.save_report(version=0, finding="It fell.", **known)
    filed(case, case.seat)
    actions.return_to_research(reason="Which year?", **case.as_editor())
    actions.save_draft(assignment_id=case.seat.uuid, version=0, reasoning="Hm.", by=case.researcher, at=AT)
    draft = Draft.objects.get()
    Draft.objects.all().delete()
    filed(case, case.seat)
    draft.save(force_insert=True)
    actions.approve(**case.as_editor())
    flag = actions.raise_flag(kind="content_warning", text="Violence.", **case.as_editor())
    publication = actions.publish(title="No", summary="No.", **case.as_editor())
    complaint = actions.receive_complaint(
        publication_id=publication.uuid, text="Wrong.", by=case.editor, at=AT
    )
    rule = actions.add_flag_rule(
        kind="legal_review", name="Names", keywords=["accused"], by=case.editor, at=AT
    )
    case.fresh()
    return {
        Approval: Approval.objects.get(),
        Complaint: complaint,
        Flag: flag,
        FlagRule: rule,
        FactCheck: case.fact_check,
        Assignment: case.seat,
        Draft: draft,
        Review: case.fact_check.proposal,
        ReviewReturn: ReviewReturn.objects.get(),
        Verdict: case.fact_check.verdict,
        Evidence: (source := Evidence.objects.order_by("id")[0]),
        EvidenceCheck: EvidenceCheck.objects.create(evidence=source, found="same", at=AT),
        EvidenceReader: EvidenceReader.objects.create(
            evidence=source, user=case.editor, named_by=case.researcher, named_at=AT
        ),
        Contact: Contact.objects.get(),
        Comment: comment,
        Note: note,
        Report: report,
        ReportVersion: ReportVersion.objects.get(),
        GateAnswer: answer,
        Publication: publication,
        PublicationVersion: PublicationVersion.objects.get(),
        Policy: case.fact_check.policy,
        PolicyRule: actions.add_policy_rule(policy="desk", kind="number", by=case.editor, at=AT),
        OutsideApproval: outside(case),
        Scale: case.fact_check.scale,
        Rating: case.fact_check.scale.ratings.get(slug="false"),
        Reviewer: profile,
        ReviewerLanguage: profile.languages.get(),
        ReviewerTopic: profile.topics.get(),
        ConflictOfInterest: conflict,
        RoutingSettings: actions.add_routing_settings(weights={}, by=case.editor, at=AT),
        RoutingRun: routing(case.editor),
        ToDo: owed_by(case.researcher),
    }


def outside(case: Case) -> OutsideApproval:
    """Somebody from outside who was named for the case, and whose link is over."""
    return OutsideApproval.objects.create(
        fact_check=case.fact_check,
        round=1,
        editor=UserFactory(reader=True),
        token_hash="x",
        named_by=case.editor,
        named_at=AT,
        expires_at=AT + timedelta(hours=1),
        revoked_at=AT,
    )


def owed_by(user: User) -> ToDo:
    """Something that is this person's own to do."""
    told = open_once(kind=ToDoKind.OVERDUE, key="1", text="Your work was due.", owner=user, at=AT)
    assert told
    return told


def routing(editor: User) -> RoutingRun:
    """A routing that the editor asked for and that is over."""
    asked = actions.ask_for_routing(by=editor, at=AT)
    return actions.route_backlog(run_id=asked.uuid, at=AT, now=lambda: AT)


PRIVATE = {Draft, ToDo}
OWN_OR_EDITORS = {Complaint, OutsideApproval, ReviewerLanguage, ReviewerTopic, RoutingRun, RoutingSettings}


def holder_of(desk: dict[type[Model], Any]) -> User:
    return desk[Reviewer].user


def seen(user: User, desk: dict[type[Model], Model]) -> dict[type[Model], tuple[int, int]]:
    """Status of each list and of each row's page, for this person."""
    client = browser(user)
    return {m: (client.get(listing(m)).status_code, client.get(page(r)).status_code) for m, r in desk.items()}


def test_a_row_of_every_kind_is_looked_at(desk: dict[type[Model], Model]):
    assert set(desk) == set(MODELS)


def test_the_researcher_opens_every_page_but_the_editors(desk: dict[type[Model], Model]):
    found = seen(holder_of(desk), desk)

    assert {m for m, codes in found.items() if codes != (200, 200)} == OWN_OR_EDITORS
    assert {found[m] for m in OWN_OR_EDITORS} == {(403, 403)}


def test_a_colleague_sees_no_draft_no_figures_and_no_conflict(desk: dict[type[Model], Model]):
    found = seen(reviewer().user, desk)

    hidden = {m for m, codes in found.items() if codes == (200, 302)}
    assert hidden == {Draft, ToDo, Reviewer, ConflictOfInterest}


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_editors_see_all_but_drafts_and_to_dos_of_others(desk: dict[type[Model], Model], role: str):
    found = seen(UserFactory(**{role: True}), desk)

    assert {m for m, codes in found.items() if codes != (200, 200)} == PRIVATE


@pytest.mark.parametrize("role", ["reader", "service"])
def test_nobody_from_outside_the_desk_sees_anything(desk: dict[type[Model], Model], role: str):
    found = seen(UserFactory(**{role: True}), desk)

    assert set(found.values()) == {(302, 302)}


def again(row: Model, **fields: Any) -> Model:
    names = [f.attname for f in row._meta.concrete_fields if not f.primary_key and f.name != "uuid"]
    return type(row)._default_manager.create(**{name: getattr(row, name) for name in names} | fields)


def _another(desk: dict[type[Model], Any], model: type[Model], n: int) -> None:
    """One more row of a kind, as unlike the others as its constraints ask for."""
    row = desk[model]
    ended = {"status": "lapsed", "ended_at": AT}
    closed = {"status": "closed", "closed_at": AT, "close_reason": "So.", "approved_by_id": None}
    numbered: dict[type[Model], Callable[[], dict[str, Any]]] = {
        FactCheck: lambda: closed | {"approved_at": None},
        Assignment: lambda: ended | {"fence": n},
        Draft: lambda: {"assignment_id": again(desk[Assignment], **ended, fence=n).pk},
        Review: lambda: {"revision": n + 1},
        ReviewReturn: lambda: {"review_id": again(desk[Review], revision=n + 1).pk},
        Verdict: lambda: {"version": n},
        Approval: lambda: {"verdict_id": again(desk[Verdict], version=n).pk},
        GateAnswer: lambda: {"round": n},
        Publication: lambda: {
            "slug": f"no-{n}",
            "fact_check_id": again(desk[FactCheck], **closed, approved_at=None).pk,
        },
        PublicationVersion: lambda: {"version": n},
        Policy: lambda: {"version": n, "is_default": False},
        PolicyRule: lambda: {"position": n},
        OutsideApproval: lambda: {"token_hash": str(n)},
        Scale: lambda: {"version": n, "is_default": False},
        Rating: lambda: {"slug": f"false-{n}"},
        Reviewer: lambda: {"user_id": UserFactory().pk},
        ReviewerLanguage: lambda: {"language": f"x{n}"},
        ReviewerTopic: lambda: {"topic_id": TopicFactory().pk},
        EvidenceReader: lambda: {"user_id": UserFactory().pk},
        Report: lambda: {"fact_check_id": again(desk[FactCheck], **closed, approved_at=None).pk},
        ReportVersion: lambda: {"version": n},
        RoutingSettings: lambda: {"version": n},
        ToDo: lambda: {"key": str(n)},
    }
    again(row, **numbered.get(model, dict)())


def cost_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_a_list_costs_the_same_for_one_row_and_for_twenty(desk: dict[type[Model], Model], model: type[Model]):
    user = holder_of(desk) if model in PRIVATE else UserFactory(administrator=True)
    client = browser(user)
    at_one = cost_of(client, listing(model))

    for n in range(2, 21):
        _another(desk, model, n)

    assert cost_of(client, listing(model)) <= at_one
    assert at_one <= MOST_QUERIES


def test_a_file_costs_the_same_for_few_seats_and_for_twenty(desk: dict[type[Model], Model]):
    client = browser(UserFactory(editor=True))
    few = cost_of(client, page(desk[FactCheck]))

    for n in range(2, 21):
        _another(desk, Assignment, n)

    assert cost_of(client, page(desk[FactCheck])) <= few


def test_every_list_can_be_ordered_and_searched(desk: dict[type[Model], Model]):
    client = browser(UserFactory(administrator=True))

    for model in MODELS:
        columns = ".".join(str(n + 1) for n in range(len(site_of(model).list_display)))
        assert client.get(f"{listing(model)}?q=port&o={columns}").status_code == 200, model


def test_a_list_answers_only_the_filters_it_shows():
    case = panel()
    filed(case, case.seats[0])
    client = browser(case.editor)
    base = {model: listing(model) for model in (Assignment, FactCheck, Reviewer)}

    allowed = client.get(base[Assignment] + "?status=accepted&role=rater")
    forbidden = [
        base[Assignment] + "?status__exact=filed",
        base[Assignment] + "?filed_at__isnull=0",
        base[Assignment] + "?draft__isnull=0",
        base[Assignment] + "?reviews__isnull=0",
        base[FactCheck] + "?reviews__isnull=0",
        base[Reviewer] + "?assignments__isnull=0",
        "/admin/factcheck/user/?reviewer__isnull=0",
    ]

    assert allowed.content.decode().count("field-seen_status") == 3
    assert [client.get(address).status_code for address in forbidden] == [400] * len(forbidden)


def everything_told(user: User, case: Case) -> dict[str, str]:
    """All that the lists and pages of a panel's file say to a person."""
    client = browser(user)
    seat, lists = page(case.seats[0]), [listing(m) for m in (FactCheck, Assignment, Review, Draft, Reviewer)]
    ordered = [f"{listing(Assignment)}?status=filed", f"{listing(Assignment)}?o=4.7"]
    button = [seat.replace("/change/", "/do/recuse/")] if user.is_editor else []
    asked = [page(case.fact_check), seat, *lists, *ordered, *button]
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    return {address: token.sub("", client.get(address).content.decode()) for address in asked}


@pytest.mark.parametrize("stage", [1, 2])
def test_nobody_learns_from_the_admin_that_a_rater_has_filed(stage: int):
    case = panel() if stage == 1 else disputed()
    if stage == 2:
        actions.discuss(**case.as_editor())
    others = [case.raters[1], case.editor, UserFactory(administrator=True)]
    before = [everything_told(user, case) for user in others]

    actions.save_draft(assignment_id=case.seats[0].uuid, version=0, reasoning="Hm.", by=case.raters[0], at=AT)
    filed(case, case.seats[0], "true")

    for user, told in zip(others, before, strict=True):
        now = everything_told(user, case)
        assert {address for address in told if told[address] != now[address]} == set()
    own = browser(case.raters[0])
    assert "filed" in own.get(page(case.seats[0])).content.decode()
    assert case.seats[0].reviews.count() == stage


def test_of_a_sealed_seat_an_editor_is_offered_the_recusal_and_more_time_alone():
    case = panel(accepted=2)
    filed(case, case.seats[0])

    assert [offered(case.editor, seat) for seat in case.seats] == [
        ["recuse", "extend"],
        ["recuse", "extend"],
        ["hand-over", "release", "recuse"],
    ]
    assert offered(case.raters[1], case.seats[1]) == ["file", "hand-over", "release", "recuse"]
    assert offered(case.researcher, case.seats[1]) == []


def test_the_desk_works_from_the_claim_to_its_publication_by_buttons():
    policy(offers=False)
    scale()
    claim, editor = ClaimFactory(), UserFactory(editor=True)
    hand = reviewer()
    done(editor, claim, "open", policy="desk", scale="steps")
    file = FactCheck.objects.get()
    assert offered(editor, file) == [
        "hand-out",
        "raise-flag",
        "hold",
        "close",
        "answer-gap",
        "grant-exception",
    ]
    done(editor, file, "hand-out", to=str(hand.uuid))
    seat = Assignment.objects.get()
    assert offered(hand.user, seat) == ["accept", "decline", "release", "recuse"]
    done(hand.user, seat, "accept")
    with_evidence(Case(file, editor, editor, hand.user))
    done(hand.user, seat, "file", rating="false", reasoning="The table says otherwise.")
    done(editor, file, "return", reason="Which year?")
    done(hand.user, seat, "file", words="Nobody knows.", reasoning="No year is named.")
    done(editor, file, "approve")
    done(editor, file, "raise-flag", kind="legal_review", text="Is it a private person?")
    assert "legal review has to be cleared" in press(editor, file, "publish", title="No", summary="No.")
    done(editor, Flag.objects.get(), "clear", outcome="A public office.")
    tomorrow = f"{clock.now() + timedelta(days=1):%Y-%m-%d %H:%M}"
    done(editor, file, "schedule", title="No", summary="No.", publish_at=tomorrow)
    done(editor, file, "publish", title="No", summary="No.")

    publication = Publication.objects.get()
    for verb in ("correct", "clarify", "update"):
        done(editor, publication, verb, note="We misread.", rating="half-true")
    done(editor, publication, "retract", note="All wrong.")

    assert (publication.status, publication.version) == ("retracted", 5)
    assert offered(editor, publication) == []
    assert offered(hand.user, publication) == []
    assert Claim.objects.get().status == "accepted"


def test_a_panel_is_judged_by_buttons():
    case = with_evidence(in_research("blind-panel"))
    assert offered(case.researcher, case.fact_check) == ["start-judging", "answer-gap"]
    done(case.researcher, case.fact_check, "start-judging")
    raters = [reviewer() for _ in range(3)]
    for rater, rating in zip(raters, ["false", "true", "half-true"], strict=True):
        done(case.editor, case.fact_check, "hand-out", to=str(rater.uuid))
        seat = Assignment.objects.get(reviewer=rater)
        done(rater.user, seat, "accept")
        done(rater.user, seat, "file", rating=rating, reasoning="So I read it.")
    assert case.fresh().status == "disputed"
    done(case.editor, case.fact_check, "discuss")
    seat = Assignment.objects.get(reviewer=raters[0])
    done(raters[0].user, seat, "file", rating="true", reasoning="You are right.")

    done(case.editor, case.fact_check, "close-round")
    done(case.editor, case.fact_check, "decide", rating="half-true", reasoning="The year decides.")

    assert case.fresh().status == "decided"


def test_a_file_is_held_resumed_closed_and_reopened_by_buttons():
    case, live = in_research(), published()
    actions.settle(fact_check_id=live.uuid, at=AT)

    done(case.editor, case.fact_check, "hold")
    assert offered(case.editor, case.fact_check)[:3] == ["raise-flag", "resume", "close"]
    done(case.editor, case.fact_check, "resume")
    done(case.editor, case.fact_check, "close", reason="An opinion.", decline_reason="opinion")
    done(live.editor, live.fact_check, "reopen", reason="New figures.")

    assert (case.fact_check.status, case.fact_check.claim.status) == ("closed", "declined")
    assert live.fact_check.round == 2
    assert offered(case.editor, case.fact_check) == []


def test_gaps_are_answered_and_passed_by_buttons():
    case = in_research()

    done(case.researcher, case.fact_check, "answer-gap", code="no_primary_exists", reason="None is public.")
    done(case.editor, case.fact_check, "grant-exception", code="too_few_sources", reason="It cannot wait.")

    assert set(GateAnswer.objects.values_list("code", "is_exception")) == {
        ("no_primary_exists", False),
        ("too_few_sources", True),
    }


def test_whoever_pitched_the_claim_is_offered_its_research():
    case = opened()
    finder = reviewer()
    Claim.objects.filter(pk=case.fact_check.claim_id).update(pitched_by=finder.user)

    assert offered(finder.user, case.fact_check) == ["hand-out"]
    assert offered(case.researcher, case.fact_check) == []


@pytest.mark.parametrize(("verb", "status"), [("decline", "declined"), ("release", "released")])
def test_an_offer_is_refused_by_button(verb: str, status: str):
    case = opened()
    seat = given(case, case.researcher, accepted=False)

    done(case.researcher, seat, verb, reason="No time.")

    assert (seat.status, seat.reason) == (status, "No time.")


def test_a_seat_is_handed_over_by_button():
    case, colleague = in_research(), reviewer()

    seat = case.seat
    done(case.researcher, seat, "hand-over", to=str(colleague.uuid), reason="Holiday.")

    assert seat.status == "handed_over"
    assert case.seat.reviewer == colleague


def test_recusing_by_button_leads_away_from_what_may_not_be_seen_any_more():
    case = in_research()
    seat = case.seat

    done(case.researcher, seat, "recuse", reason="My sister works there.")

    assert seat.status == "recused"
    assert browser(case.researcher).get(page(case.fact_check)).status_code == 302


def test_a_form_to_file_begins_with_the_draft():
    case = in_research()
    actions.save_draft(
        assignment_id=case.seat.uuid, version=0, rating="true", reasoning="Hm.", by=case.researcher, at=AT
    )

    form = browser(case.researcher).get(page(case.seat).replace("/change/", "/do/file/")).content.decode()

    assert 'value="true" selected' in form
    assert "Hm." in form


def test_the_file_s_rows_have_their_buttons():
    case = with_evidence(in_research())
    source = Evidence.objects.order_by("id")[0]
    for kind in ("expert", "other"):
        actions.plan_contact(
            fact_check_id=case.uuid, kind=kind, whom="A", question="?", by=case.researcher, at=AT
        )
    expert, other = Contact.objects.exclude(kind="claimant").order_by("id")

    done(case.researcher, source, "withdraw", reason="A fake.")
    for contact in (expert, other):
        done(case.editor, contact, "ask", deadline_hours="1")
    done(case.researcher, expert, "answer", answer="Yes.")

    assert (source.withdrawn_reason, expert.status) == ("A fake.", "answered")
    assert offered(case.editor, source) == []
    assert "has not passed yet" in press(case.editor, other, "no-reply")
    assert offered(reviewer().user, other) == []
    assert offered(reviewer().user, Evidence.objects.order_by("id")[1]) == []


def test_people_have_their_buttons():
    profile, editor = reviewer(), UserFactory(editor=True)

    done(profile.user, profile, "absence", until="2026-04-01 00:00")
    done(profile.user, profile, "declare-conflict", kind="claimant", value="Marta Quill", reason="A cousin.")
    conflict = ConflictOfInterest.objects.get()
    own = offered(profile.user, conflict)
    done(editor, conflict, "end")

    assert (profile.absent_until.year, own) == (2026, [])
    assert conflict.ended_at is not None
    assert offered(editor, conflict) == []


def test_a_refusal_is_shown_beside_its_field_and_nothing_is_done():
    case = proposed()

    refusal = press(case.editor, case.fact_check, "return", reason="")
    sealed = panel()
    closed = press(sealed.editor, sealed.fact_check, "return", reason="More.")

    assert "This field is required." in refusal
    assert "close the round before" in closed
    assert (case.fresh().status, sealed.fresh().status) == ("agreed", "judging")


def test_what_would_help_where_nobody_is_free_is_told_with_names_to_editors_alone():
    policy(offers=True)
    scale()
    busy = reviewer(capacity=0)
    file = actions.open_fact_check(claim_id=ClaimFactory().uuid, by=UserFactory(editor=True), at=AT)
    actions.route(fact_check_id=file.uuid, at=AT)

    whole = browser(UserFactory(editor=True)).get(page(file)).content.decode()
    plain = browser(reviewer(languages={"de": "native"}).user).get(page(file)).content.decode()

    assert f"<li>Raise the capacity of {busy} to 1</li>" in whole
    assert "raise the capacity of one person to 1" in plain
    assert str(busy) not in plain


def test_why_somebody_was_chosen_is_told_in_whole_to_editors_alone():
    policy(offers=True)
    scale()
    chosen, barred = reviewer(), reviewer(languages={"de": "native"})
    file = actions.open_fact_check(claim_id=ClaimFactory().uuid, by=UserFactory(editor=True), at=AT)
    (offer,) = actions.route(fact_check_id=file.uuid, at=AT)

    whole = browser(UserFactory(editor=True)).get(page(offer)).content.decode()
    own = browser(chosen.user).get(page(offer)).content.decode()

    assert f'<th scope="row">{barred}</th><td>does not work in “en”</td>' in whole
    assert str(barred) not in own
    assert "1 could not: does not work in its language" in own
    for shown in (whole, own):
        assert f'<th scope="row">{chosen} <span class="mark">chosen</span></th>' in shown


def test_an_editor_enters_versions_rules_and_scales(desk: dict[type[Model], Any]):
    user = UserFactory(editor=True)
    first, steps = desk[Policy], desk[Scale]
    said = {"name": "Desk", "judging": "proposal", "approver": "editor_not_researcher", "raters": 0}
    hours = {"offer_hours": 24, "due_hours": 12, "reminder_hours": 4, "reply_hours": 24}
    rest = {"second_read_hours": 0, "tolerance": 0, "independent_sources": 1, "valid_days": 0}
    lines = {"checklist": "Quotes\nNumbers"}

    done(user, first, "new-version", **said, **hours, **rest, **lines)
    done(user, first, "new-policy", slug="other", **said, **hours, **rest)
    done(user, first, "activate")
    other = Policy.objects.get(slug="other")
    done(user, other, "make-default")
    done(user, first, "add-rule", kind="quote", position=1)
    rule = PolicyRule.objects.get(kind="quote")
    done(user, rule, "edit", policy="other", kind="fact", position=2)
    done(user, rule, "deactivate")
    done(user, rule, "activate")
    done(user, first, "deactivate")
    rating = "yes\nYes\n1\nIt is so.\nTwo sources.\n\nno\nNo\n2\nIt is not."
    done(user, steps, "new-version", name="Steps", ratings=rating)
    done(user, steps, "new-scale", slug="plain", name="Plain", ratings=rating)
    done(user, Scale.objects.get(slug="plain"), "make-default")

    second = Policy.objects.get(slug="desk", version=2)
    assert (second.due_hours, second.checklist) == (12, ["Quotes", "Numbers"])
    assert other.version == 1
    assert Rating.objects.get(scale__slug="plain", slug="yes").burden_of_proof == "Two sources."
    assert "Give slug" in press(user, steps, "new-version", name="Steps", ratings="yes")


def test_an_editor_takes_a_link_back_in_the_admin():
    case = proposed(slug="alone", outside_editor=True)
    named, _ = actions.name_outside_editor(fact_check_id=case.uuid, name="Ruth Marks", by=case.editor, at=AT)

    done(case.editor, named, "revoke")

    assert named.revoked_at is not None


def test_an_editor_names_somebody_from_outside_and_is_told_the_link_once():
    case = proposed(slug="alone", outside_editor=True)

    told = press(case.editor, case.fact_check, "outside-editor", name="Ruth Marks", hours=24)

    token = re.search(r"/outside/([\w-]+)/", told)[1]
    assert Client().get(f"/outside/{token}/").status_code == 200
    assert token not in browser(case.editor).get(page(case.fact_check)).content.decode()


def test_a_colleague_gives_the_second_read_in_the_admin():
    case = proposed(slug="urgent")
    actions.approve(**case.as_editor())
    actions.publish(title="No", summary="No.", **case.as_editor())

    done(reviewer().user, case.fact_check, "second-read", confirms="yes")

    assert not ToDo.objects.open().exists()


def test_a_fact_check_shows_no_precedent_that_a_conflict_keeps_from_the_person():
    barred = reviewer().user
    earlier = opened(claim=ClaimFactory(wording="The port of Wexmouth handled 900 tonnes of cargo."))
    seat = given(earlier, barred)
    actions.recuse(assignment_id=seat.uuid, reason="My sister works there.", by=barred, at=AT)
    given(earlier, earlier.researcher)
    filed(with_evidence(earlier), earlier.seat)
    actions.approve(**earlier.as_editor())
    actions.publish(title="No", summary="No.", **earlier.as_editor())
    later = opened(claim=ClaimFactory(wording="The port of Wexmouth handled 800 tonnes of cargo."))

    shown = {user: browser(user).get(page(later.fact_check)).content for user in (later.editor, barred)}

    assert b"handled 900 tonnes" in shown[later.editor]
    assert b"handled 900 tonnes" not in shown[barred]
