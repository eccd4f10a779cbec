"""The admin of the claims room: every page opens, costs the same however full, and its buttons act."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims import actions
from claims.models import (
    Appearance,
    Article,
    ArticleAddress,
    Claim,
    Claimant,
    ClaimantMerge,
    ClaimantRole,
    ClaimPart,
    ClaimTopic,
    Feed,
    HarmArea,
    Incident,
    Outlet,
    Rescoring,
    Snapshot,
    SnapshotBand,
    Topic,
    TriageSettings,
)
from factcheck.models import Event
from tests.factories import (
    AT,
    ArticleFactory,
    ClaimantFactory,
    ClaimFactory,
    FeedFactory,
    OutletFactory,
    TopicFactory,
    UserFactory,
    found,
    move_to,
    statement,
    store,
    take,
)

pytestmark = pytest.mark.django_db

OURS = {
    *("Pitch", "Accept", "Decline", "Restore", "Reword", "Pin on top", "Take the pin off"),
    *("Merge into another", "Take out of the merge", "Split", "Put together again"),
    *("Is the same as another", "Undo the merge"),
    *("Poll now", "Pause", "Resume", "Try again", "Fetch again", "Not a copy"),
}
MODELS = (
    Outlet,
    Feed,
    Article,
    Snapshot,
    SnapshotBand,
    ArticleAddress,
    Claimant,
    ClaimantRole,
    ClaimantMerge,
    Claim,
    ClaimPart,
    Appearance,
    Topic,
    ClaimTopic,
    HarmArea,
    Incident,
    Rescoring,
    TriageSettings,
)


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def logged_in(**role: bool) -> Client:
    client = Client()
    client.force_login(UserFactory(**role))
    return client


def address(row: Any, name: str = "change", *more: str) -> str:
    return reverse(f"admin:claims_{row._meta.model_name}_{name}", args=[row.pk, *more])


def list_of(model: Any) -> str:
    return reverse(f"admin:claims_{model._meta.model_name}_changelist")


def a_newsroom(size: int) -> None:
    """Rows of every kind, each with relations of its own."""
    TopicFactory(slug=f"port-{Topic.objects.count()}", keywords=["port"])
    triage_rows(size)
    for number in range(size):
        OutletFactory()
        FeedFactory()
        found(
            f"In year {number} of {Claim.objects.count()} the port grew by 4 percent.",
            claimant=f"Ms Quill {number}",
        )
        ArticleFactory(status="refused")
        ArticleAddress.objects.create(
            article=Article.objects.latest("id"), url=f"https://a.example/{number}-{size}"
        )
        SnapshotBand.objects.create(snapshot=Snapshot.objects.latest("id"), key=number)
        _merged_and_split(UserFactory(editor=True))


def triage_rows(size: int) -> None:
    known = {"by": UserFactory(editor=True), "at": AT}
    for _ in range(size):
        number = HarmArea.objects.count()
        actions.add_harm_area(slug=f"area-{number}", name="Area", gravity=0.5, **known)
        actions.start_incident(name="Flood", keywords=["flood*"], **known)
        actions.add_triage_settings(weights={}, **known)
        Rescoring(reason="rules", started_at=AT, finished_at=AT, asked_by=known["by"]).save()


def _merged_and_split(by: Any) -> None:
    kept, other, whole = ClaimFactory.create_batch(3)
    actions.merge(claim_id=other.uuid, into=kept.uuid, by=by, at=AT)
    wordings = [f"{whole.wording} {half}" for half in ("So it is.", "Or not.")]
    actions.split(claim_id=whole.uuid, wordings=wordings, by=by, at=AT)
    row, into = ClaimantFactory(), ClaimantFactory()
    actions.merge_claimants(claimant_id=row.uuid, into=into.uuid, by=by, at=AT)


def test_every_model_of_the_room_has_its_page():
    assert {m for m in admin.site._registry if m._meta.app_label == "claims"} == set(MODELS)


@pytest.mark.parametrize(
    "role", [{}, {"editor": True}, {"administrator": True}], ids=["reviewer", "editor", "administrator"]
)
def test_every_list_and_every_page_opens_for_the_desk(role):
    a_newsroom(2)
    client = logged_in(**role)

    for model in MODELS:
        assert client.get(list_of(model)).status_code == 200, model
        assert client.get(address(model._default_manager.order_by("pk")[0])).status_code == 200, model


@pytest.mark.parametrize("role", ["reader", "service"])
def test_the_admin_is_closed_to_readers_and_services(role):
    a_newsroom(1)
    client = logged_in(**{role: True})

    for model in MODELS:
        assert client.get(list_of(model)).status_code == 302
        assert client.get(address(model._default_manager.order_by("pk")[0])).status_code == 302


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_however_full(model):
    client = logged_in(editor=True)
    costs = []
    for size in (1, 10):
        a_newsroom(size)
        client.get(list_of(model))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(list_of(model))
        costs.append(len(queries))

    assert costs[0] == costs[1]
    assert costs[0] <= 8


def test_a_search_finds_and_a_filter_narrows():
    a_newsroom(1)
    client = logged_in()

    assert b"Ms Quill 0" in client.get(list_of(Claim), {"q": "quill"}).content
    assert b"0 claims" in client.get(list_of(Claim), {"status__exact": "settled"}).content


def test_a_claims_page_shows_reasons_and_marks_what_was_quoted():
    (claim,) = found("The <b>port</b> handled 4.2 million tonnes.", role="councillor")

    page = logged_in().get(address(claim)).content.decode()

    assert "<strong>+1.50</strong> contains a number" in page
    assert "<mark>The </mark>&lt;b&gt;port&lt;/b&gt; handled 4.2 million tonnes." in page
    assert "Marta Quill (councillor)" in page
    assert "<b>port</b>" not in page


def test_an_upload_is_never_shown():
    article, _ = actions.submit_article(body=b"Secret words here", by=None, at=AT)

    page = logged_in().get(address(article)).content

    assert b"Secret words" not in page


def test_nothing_is_added_changed_or_deleted_by_hand():
    a_newsroom(1)
    client = logged_in(administrator=True)
    claim = Claim.objects.earliest("id")

    assert client.get(reverse("admin:claims_claim_add")).status_code == 403
    assert client.post(address(claim), {"wording": "Other"}).status_code == 403
    assert client.post(address(claim, "delete"), {"post": "yes"}).status_code == 403
    assert Claim.objects.earliest("id").wording == claim.wording


def press(client: Client, row: Any, verb: str, **given: str) -> str:
    """Press a button; return what the desk said."""
    seen = str(getattr(type(row).objects.get(pk=row.pk), "chain_seq", ""))
    response = client.post(address(row, "button", verb), {"seen": seen, **given})
    row.refresh_from_db()
    if response.status_code == 200:
        return " ".join(str(error) for errors in response.context["form"].errors.values() for error in errors)
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def buttons(client: Client, row: Any) -> list[str]:
    """The buttons of this room; others may add theirs."""
    return [label for label, _ in client.get(address(row)).context["buttons"] if label in OURS]


def test_a_claim_is_pitched_accepted_declined_restored_reworded_and_pinned_by_button():
    claim, declined = ClaimFactory.create_batch(2)
    reviewer, editor = logged_in(), logged_in(editor=True)

    assert press(reviewer, claim, "shortlist", pitch="Look at this.") == "Pitch: done."
    assert (claim.status, claim.pitch) == ("shortlisted", "Look at this.")
    assert press(reviewer, claim, "reword", wording="In 2024 the port grew.") == "Reword: done."
    assert press(editor, claim, "pin") == "Pin on top: done."
    assert press(editor, claim, "accept") == "Accept: done."
    assert (claim.status, claim.pinned, claim.wording) == ("accepted", True, "In 2024 the port grew.")
    assert press(editor, declined, "decline", reason="opinion") == "Decline: done."
    assert declined.decline_reason == "opinion"
    assert press(editor, declined, "restore") == "Restore: done."
    assert declined.status == "detected"
    assert press(editor, claim, "unpin") == "Take the pin off: done."


def test_the_buttons_are_those_that_this_person_can_press_now():
    claim = ClaimFactory()

    assert buttons(logged_in(), claim) == ["Pitch", "Reword"]
    assert buttons(logged_in(editor=True), claim) == [
        *("Pitch", "Accept", "Decline", "Merge into another", "Split", "Reword", "Pin on top")
    ]
    assert buttons(logged_in(editor=True), ClaimFactory(status="settled")) == ["Pin on top"]


def test_claims_are_merged_split_and_made_whole_again_by_button():
    editor = logged_in(editor=True)
    (whole,) = found("Rents rose by 5 percent and wages fell by 2 percent.")
    kept, other = ClaimFactory.create_batch(2)

    assert press(editor, other, "merge", into=str(kept.uuid)) == "Merge into another: done."
    assert buttons(editor, other) == ["Take out of the merge"]
    assert kept.wording in editor.get(address(other)).content.decode()
    assert other.wording in editor.get(address(kept)).content.decode()
    assert press(editor, other, "unmerge") == "Take out of the merge: done."
    page = editor.get(address(whole, "button", "split")).content.decode()
    assert "Wages fell by 2 percent." in page
    assert press(editor, whole, "split", wordings="Rents rose.\n\nWages fell.\n") == "Split: done."
    assert "Wages fell." in editor.get(address(whole)).content.decode()
    assert press(editor, whole, "unsplit") == "Put together again: done."
    assert "2 to 10" in press(editor, whole, "split", wordings="Rents rose.")


def test_claimants_are_made_one_and_two_again_by_button():
    editor, rows = logged_in(editor=True), [ClaimantFactory(name=n) for n in ("Marta Quill", "M. Quill")]
    assert "M. Quill" in editor.get(address(rows[0])).content.decode()
    assert buttons(logged_in(), rows[0]) == []

    assert press(editor, rows[1], "merge", into=str(rows[0].uuid)) == "Is the same as another: done."
    assert "M. Quill" in editor.get(address(rows[0])).content.decode()
    assert "M. Quill" not in editor.get(list_of(Claimant), {"merged": "no"}).content.decode()
    assert press(editor, rows[1], "unmerge") == "Undo the merge: done."


def test_a_button_asks_before_it_acts():
    claim = ClaimFactory()

    page = logged_in(editor=True).get(address(claim, "button", "decline"))

    claim.refresh_from_db()
    assert b"out of remit" in page.content
    assert claim.status == "detected"


def test_a_refusal_is_shown_and_changes_nothing():
    one, other = ClaimFactory.create_batch(2)
    before = Event.objects.count()

    said = press(logged_in(), one, "reword", wording=other.wording)

    assert "has this claim already" in said
    assert Event.objects.count() == before


def test_a_button_pressed_on_an_old_page_does_nothing():
    claim = ClaimFactory()
    move_to("shortlisted", claim)

    said = press(logged_in(editor=True), claim, "accept", seen="0")

    assert "changed since you read it" in said
    assert claim.status == "shortlisted"


def test_a_reviewer_who_makes_up_an_editors_button_is_told_no():
    claim = ClaimFactory()

    assert "not for you" in press(logged_in(), claim, "accept")
    assert claim.status == "detected"


def test_a_feed_is_polled_paused_and_resumed_by_button():
    feed, client = FeedFactory(), logged_in()

    assert buttons(client, feed) == ["Poll now", "Pause"]
    assert press(client, feed, "poll-now") == "Poll now: done."
    assert press(client, feed, "pause") == "Pause: done."
    assert feed.paused
    assert press(client, feed, "resume") == "Resume: done."
    assert not feed.paused


def test_an_article_is_tried_and_fetched_again_by_button():
    refused, read, waiting = (ArticleFactory(status=status) for status in ("refused", "read", "waiting"))
    client = logged_in()

    assert press(client, refused, "retry") == "Try again: done."
    assert refused.status == "waiting"
    assert press(client, read, "refetch") == "Fetch again: done."
    assert buttons(client, waiting) == []


def test_an_article_shows_what_changed_last_and_its_snapshot_what_changed_then():
    article = ArticleFactory()
    before = ["The port has 9 piers.", "It rained.", "It snowed.", "Nobody was <hurt>.", "The end."]
    after = ["The port has 12 piers.", *before[1:4], "The end?", "A ferry came."]
    for sentences, title in ((before, "Port"), (after, "Port grows")):
        text = "\n\n".join(sentences)
        store(take(article, text, title=title), [statement(text, words) for words in sentences])
    first, second = article.snapshots.order_by("number")
    client = logged_in()

    shown = client.get(address(article)).content.decode()

    assert "<p>Title: <del>Port</del> <ins>Port grows</ins></p>" in shown
    assert "<p>The port has <del>9</del><ins>12</ins> piers.</p>" in shown
    assert "<p>The end<del>.</del><ins>?</ins></p>" in shown
    assert "<p><ins>A ferry came.</ins></p>" in shown
    assert "… 1 paragraph unchanged …" in shown
    assert "<p>Nobody was &lt;hurt&gt;.</p>" in shown
    assert shown.count("words changed or gone") == 1  # a full stop is no word
    assert "what_changed" in client.get(address(second)).content.decode()
    assert "This is the first time it was read." in client.get(address(first)).content.decode()
    for snapshot in (first, second):
        assert address(snapshot) in shown


def test_the_same_text_under_another_title_is_shown_as_that():
    article = ArticleFactory()
    for title in ("Port", "Port grows"):
        take(article, "It rained.", title=title)

    shown = logged_in().get(address(article)).content.decode()

    assert "The text is the same." in shown
    assert "No claims in either." in shown


def test_a_hostile_text_is_shown_as_far_as_anybody_reads():
    article = ArticleFactory()
    for word in ("one", "two"):
        take(article, "\n\n".join(f"{word} {n} {'x ' * (n % 7)}" for n in range(900)))

    shown = logged_in().get(address(article)).content.decode()

    assert "paragraphs more …" in shown
    assert shown.count("<p>") < 600


def test_copies_are_listed_with_their_first_and_set_apart_by_an_editor():
    first, copy = (ArticleFactory(status="read", text="It rained.") for _ in range(2))
    editor, reviewer = logged_in(editor=True), logged_in()

    page = reviewer.get(address(first)).content.decode()
    only_copies = editor.get(list_of(Article), {"copy": "yes"}).content.decode()

    assert address(copy) in page
    assert "(100%)" in page
    assert (address(copy) in only_copies, address(first) in only_copies) == (True, False)
    assert address(first) in editor.get(list_of(Article), {"copy": "no"}).content.decode()
    assert "Not a copy" not in reviewer.get(address(copy)).content.decode()
    assert "Not a copy" in editor.get(address(copy)).content.decode()

    editor.post(reverse("admin:claims_article_button", args=[copy.pk, "separate"]))

    copy.refresh_from_db()
    assert copy.copy_of is None
