"""Sources in the admin: looks and readers, a fresh copy by button, nothing of what is confidential."""

import pytest

from factcheck.captures import keep_upload
from factcheck.models import CaptureRemoval, User
from reviews import actions
from reviews.models import Evidence
from tests.factories import AT, UserFactory
from tests.reviews.factories import in_research, reviewer
from tests.reviews.sources import captured, web
from tests.reviews.test_admin import browser, done, offered, page

__all__ = ["web"]

pytestmark = pytest.mark.django_db


def named(by: User, evidence: Evidence, username: str) -> str:
    """Press the button that names a reader; return the next page."""
    address = page(evidence).replace("/change/", "/do/name-reader/")
    return browser(by).post(address, {"user": username}, follow=True).content.decode()


def test_a_page_shows_the_looks_and_a_fresh_copy_is_asked_for(web):
    evidence = captured(web)
    editor = UserFactory(editor=True)

    shown = browser(editor).get(page(evidence)).content.decode()
    done(editor, evidence, "capture")

    assert "first" in shown
    assert web.table in shown
    assert evidence.capture_status == "pending"
    actions.withdraw_evidence(evidence_id=evidence.uuid, reason="A copy.", by=evidence.added_by, at=AT)
    assert offered(editor, evidence) == []


def test_who_added_a_confidential_source_names_its_readers_by_button():
    case = in_research()
    known = {"title": "A call", "kind": "interview", "confidential": True}
    evidence = actions.add_evidence(fact_check_id=case.uuid, by=case.researcher, at=AT, **known)
    insider: User = reviewer().user

    assert set(offered(case.researcher, evidence)) == {"name-reader", "withdraw"}
    named(case.researcher, evidence, insider.username)

    assert offered(insider, evidence) == []
    assert browser(case.editor).get(page(evidence)).status_code == 302
    listed = browser(case.editor).get("/admin/reviews/evidence/").content.decode()
    assert str(evidence.uuid) not in listed
    assert str(evidence.uuid) in browser(insider).get("/admin/reviews/evidence/").content.decode()


def test_bytes_are_removed_by_the_buttons_of_two_editors():
    one, other = UserFactory(editor=True), UserFactory(administrator=True)
    capture = keep_upload(b"Ten tonnes.", at=AT)

    done(one, capture, "ask-removal", reason="A court ordered it.")
    removal = CaptureRemoval.objects.get()

    assert offered(one, capture) == []
    assert offered(one, removal) == ["refuse"]
    assert set(offered(other, removal)) == {"confirm", "refuse"}
    done(other, removal, "confirm")
    assert offered(other, removal) == []
    assert "removed" in browser(one).get(page(capture)).content.decode()
    assert browser(UserFactory()).get(page(removal)).status_code == 403


def test_the_buttons_of_the_file_refuse_a_reader_nobody_knows():
    case = in_research()
    known = {"title": "A call", "kind": "interview", "confidential": True}
    evidence = actions.add_evidence(fact_check_id=case.uuid, by=case.researcher, at=AT, **known)

    shown = named(case.researcher, evidence, "nobody")

    assert "Nobody of that name" in shown
    assert not Evidence.objects.get().readers.exists()
