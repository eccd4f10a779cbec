"""The report that grows with the file, and what is told before there is a rating."""

from typing import Any

import pytest
from django.test import Client

from factcheck.errors import Conflict, NotAllowed, Refusal
from reviews import actions
from reviews.actions.contacts import AnswerPublished
from reviews.actions.locks import FileClosed
from reviews.actions.notes import NotePublished, NoteWithdrawn, RatingsSealed
from reviews.actions.reports import StaleReport, TwoReports
from reviews.models import Note, Report
from tests.factories import AT, UserFactory, client_of
from tests.reviews.factories import Case, in_research, panel, proposed, published

pytestmark = pytest.mark.django_db


def saved(case: Case, *, version: int = 0, by: Any = None, **fields: Any) -> Report:
    return actions.save_report(
        fact_check_id=case.uuid, version=version, by=by or case.researcher, at=AT, **fields
    )


def noted(
    case: Case, *, by: Any = None, title: str = "First figures", text: str = "The table is from 2019."
) -> Note:
    return actions.add_note(fact_check_id=case.uuid, title=title, text=text, by=by or case.researcher, at=AT)


def published_note(case: Case) -> Note:
    return actions.publish_note(note_id=noted(case).uuid, by=case.editor, at=AT)


def test_a_report_is_saved_as_it_grows_and_nothing_saved_elsewhere_is_overwritten():
    case = in_research()
    saved(case, finding="It fell.")
    saved(case, version=1, finding="It fell by half.", by=case.editor)

    with pytest.raises(StaleReport) as refused:
        saved(case, version=1, finding="It rose.")

    report = Report.objects.get()
    assert refused.value.details["version"] == report.version == 2
    assert (report.finding, report.saved_by) == ("It fell by half.", case.editor)


def test_a_report_is_written_here_or_in_the_cms():
    case = in_research()

    with pytest.raises(TwoReports):
        saved(case, cms_url="https://cms.example/1", finding="It fell.")

    assert saved(case, cms_url="https://cms.example/1").cms_url
    assert not saved(case, version=1, finding="It fell.").cms_url


def test_nobody_else_writes_and_nobody_while_it_is_judged():
    case, judged = in_research(), panel()

    with pytest.raises(NotAllowed):
        saved(case, by=UserFactory())
    with pytest.raises(FileClosed):
        saved(judged, finding="It fell.")

    assert not Report.objects.exists()


def test_the_report_over_the_api_goes_by_its_version():
    case = in_research()
    client = client_of(case.researcher)
    path = f"/api/v1/fact-checks/{case.uuid}/report/"

    def put(body: dict[str, Any], **headers: str) -> Any:
        return client.put(path, body, content_type="application/json", headers=headers)

    empty = client.get(path)
    unnamed = put({"finding": "It fell."})
    first = put({"finding": "It fell."}, **{"If-Match": empty.headers["ETag"]})
    late = put({"finding": "It rose."}, **{"If-Match": empty.headers["ETag"]})
    odd = put({"summary": "?"}, **{"If-Match": "*"})
    long = put({"finding": "x" * 50_001}, **{"If-Match": "*"})
    versions = client.get(f"{path}versions/")

    assert (empty.json()["version"], empty.headers["ETag"]) == (0, '"0"')
    assert [unnamed.status_code, first.status_code, late.status_code] == [428, 200, 412]
    assert (first.json()["finding"], first.headers["ETag"]) == ("It fell.", '"1"')
    assert [odd.status_code, long.status_code, versions.status_code] == [400, 400, 200]


def test_a_note_is_edited_until_readers_have_seen_it():
    case = in_research()
    note = noted(case)
    actions.edit_note(note_id=note.uuid, text="The table is from 2020.", by=case.researcher, at=AT)
    actions.publish_note(note_id=note.uuid, by=case.editor, at=AT)

    with pytest.raises(NotePublished):
        actions.edit_note(note_id=note.uuid, text="From 2021.", by=case.researcher, at=AT)
    with pytest.raises(NotePublished):
        actions.publish_note(note_id=note.uuid, by=case.editor, at=AT)

    note.refresh_from_db()
    assert (note.text, note.published_by) == ("The table is from 2020.", case.editor)


@pytest.mark.parametrize(("title", "text", "field"), [(" ", "x", "title"), ("x", "\n", "text")])
def test_a_note_has_a_title_and_says_something(title: str, text: str, field: str):
    case = in_research()

    with pytest.raises(Refusal) as refused:
        noted(case, title=title, text=text)

    assert refused.value.field == field
    assert not Note.objects.exists()


def test_only_an_editor_shows_a_note_to_readers_or_takes_it_from_them():
    case = in_research()
    note = noted(case)

    with pytest.raises(NotAllowed):
        actions.publish_note(note_id=note.uuid, by=case.researcher, at=AT)
    actions.publish_note(note_id=note.uuid, by=case.editor, at=AT)
    with pytest.raises(NotAllowed):
        actions.withdraw_note(note_id=note.uuid, reason="Wrong.", by=case.researcher, at=AT)


def test_a_withdrawn_note_stays_withdrawn_and_says_why():
    case = in_research()
    note = noted(case)
    with pytest.raises(Refusal):
        actions.withdraw_note(note_id=note.uuid, reason=" ", by=case.researcher, at=AT)
    actions.withdraw_note(note_id=note.uuid, reason="Wrong.", by=case.researcher, at=AT)

    for verb in (actions.publish_note, actions.edit_note):
        with pytest.raises(NoteWithdrawn):
            verb(note_id=note.uuid, by=case.editor, at=AT)
    with pytest.raises(NoteWithdrawn):
        actions.withdraw_note(note_id=note.uuid, reason="Again.", by=case.editor, at=AT)


def test_nothing_goes_out_while_ratings_are_sealed_or_about_what_was_closed():
    case, dropped = panel(), in_research()
    sealed, late = noted(case), noted(dropped)
    actions.close(reason="Nothing to it.", **dropped.as_editor())

    with pytest.raises(RatingsSealed):
        actions.publish_note(note_id=sealed.uuid, by=case.editor, at=AT)
    with pytest.raises(FileClosed):
        actions.publish_note(note_id=late.uuid, by=dropped.editor, at=AT)
    with pytest.raises(FileClosed):
        noted(dropped, by=dropped.editor)


def test_notes_over_the_api():
    case = in_research()
    writer, editor = client_of(case.researcher), client_of(case.editor)
    given = {"fact_check": str(case.uuid), "title": "So far", "text": "From 2019."}

    added = writer.post("/api/v1/notes/", given, content_type="application/json")
    path = f"/api/v1/notes/{added.json()['uuid']}/"
    nothing = writer.patch(
        path, {}, content_type="application/json", headers={"If-Match": added.headers["ETag"]}
    )
    edited = writer.patch(
        path,
        {"text": "From 2020."},
        content_type="application/json",
        headers={"If-Match": added.headers["ETag"]},
    )
    out = editor.post(f"{path}publish/")
    listed = [writer.get(f"/api/v1/notes/?published={text}").json()["results"] for text in ("true", "false")]
    bad = writer.get("/api/v1/notes/?published=perhaps")
    back = editor.post(f"{path}withdraw/", {"reason": "Wrong."}, content_type="application/json")

    assert [added.status_code, nothing.status_code, edited.status_code, out.status_code] == [
        201,
        400,
        200,
        200,
    ]
    assert ([row["text"] for row in listed[0]], listed[1]) == (["From 2020."], [])
    assert (bad.status_code, back.status_code, back.json()["withdrawn_reason"]) == (400, 200, "Wrong.")


@pytest.mark.parametrize("rows", [1, 20])
def test_a_list_of_notes_costs_the_same_for_one_and_for_twenty(rows: int, django_assert_num_queries: Any):
    case = in_research()
    for _ in range(rows):
        noted(case)
    client = client_of(case.editor)

    with django_assert_num_queries(2):
        assert len(client.get("/api/v1/notes/").json()["results"]) == rows


def test_readers_see_published_notes_and_what_became_of_them(client: Client):
    case = in_research()
    draft, note = noted(case, title="Draft"), published_note(case)
    page = f"/notes/{note.uuid}/"

    shown, index = client.get(page).content.decode(), client.get("/notes/").content.decode()
    actions.withdraw_note(note_id=note.uuid, reason="The table was another one.", by=case.editor, at=AT)
    gone, after = client.get(page).content.decode(), client.get("/notes/").content.decode()

    assert note.text in shown
    assert (note.title in index, "Draft" in index) == (True, False)
    assert client.get(f"/notes/{draft.uuid}/").status_code == 404
    assert (note.text in gone, "The table was another one." in gone, note.title in after) == (
        False,
        True,
        False,
    )


def test_notes_are_walked_from_the_newest_on(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("reviews.publication.notes.PAGE", 2)
    case = in_research()
    titles = [f"Note {number}" for number in range(3)]
    for title in titles:
        actions.publish_note(note_id=noted(case, title=title).uuid, by=case.editor, at=AT)

    first = client.get("/notes/").content.decode()
    last = first.split("/notes/?before=")[1].split('"')[0]
    second = client.get(f"/notes/?before={last}").content.decode()

    assert [title in first for title in titles] == [False, True, True]
    assert [title in second for title in titles] == [True, False, False]
    assert client.get("/notes/?before=x").status_code == 404


def test_an_answer_that_readers_have_seen_is_not_rewritten():
    case = published()
    contact = case.fact_check.contacts.get()

    with pytest.raises(AnswerPublished):
        actions.record_answer(contact_id=contact.uuid, answer="Another.", by=case.editor, at=AT)

    contact.refresh_from_db()
    assert contact.answer == "The last one."


def test_a_report_can_be_finished_while_the_editor_reads_the_proposal():
    case = proposed()

    assert saved(case, finding="It fell.").version == 1
    with pytest.raises(Conflict):
        saved(case, finding="It rose.")
