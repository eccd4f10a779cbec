"""A confidential source: who is not named can tell its file from one without it by nothing at all."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import storages

from factcheck.errors import NotAllowed, Refusal
from factcheck.models import Capture, Event, User
from reviews import actions
from reviews.actions.evidence.readers import NotConfidential, ReaderNamed
from reviews.actions.file_facts import gaps_of
from reviews.evidence.texts import Words
from reviews.models import Evidence, EvidenceReader
from tests.factories import AT, UserFactory, client_of
from tests.reviews.factories import Case, filed, given, in_research, proposed, reviewer, with_evidence
from tests.reviews.refusals import refused
from tests.two_worlds import (
    Answers,
    admin_pages,
    answers,
    api_reads,
    differences,
    observer,
    read_admin,
    read_api,
    reseed,
    still,
    undone,
)

__all__ = ["still"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES["captures"]["OPTIONS"] |= {"location": tmp_path}
    storages._storages = {}


NEAR = ("evidence", "captures", "fact-checks", "verdicts", "events", "jobs", "to-dos")


def secret(case: Case, **fields: Any) -> Evidence:
    """What somebody in the ministry told the researcher."""
    known = {"title": "A call from the ministry", "kind": "interview", "quote": "He made it up."}
    known |= {"stance": "refutes", "independent": True, "primary": True, "confidential": True}
    return actions.add_evidence(fact_check_id=case.uuid, by=case.researcher, at=AT, **known | fields)


def with_copy(evidence: Evidence) -> Evidence:
    known = {"body": b"Minutes.", "media_type": "text/plain", "words": Words(whole="Minutes.")}
    return actions.hand_in_copy(evidence_id=evidence.uuid, by=evidence.added_by, at=AT, **known)


def lived(case: Case) -> None:
    """A source that is added, documented, shown to a colleague, hidden again, changed and withdrawn."""
    evidence = with_copy(secret(case, kind="document", url="https://leak.example/minutes"))
    known = {"evidence_id": evidence.uuid, "by": case.researcher, "at": AT}
    colleague = User.objects.get(username="insider")
    actions.name_reader(user=colleague.username, **known)
    actions.edit_evidence(quote="He knew it was wrong.", owner="Ministry", **known)
    actions.remove_reader(user_id=colleague.uuid, **known)
    secret(case, title="Another call")
    actions.withdraw_evidence(reason="He took it back.", **known)


@pytest.mark.usefixtures("still")
def test_no_read_tells_a_stranger_to_it_that_there_is_one():
    case = with_evidence(in_research())
    reviewer(UserFactory(username="insider"))
    people = {
        "editor": case.editor,
        "administrator": UserFactory(administrator=True),
        "colleague": reviewer().user,
        "service": UserFactory(service=True),
        "stranger": None,
    }
    observers = [observer(name, user) for name, user in people.items()]
    reads = [path for path in api_reads() if "?" not in path or "evidence" in path or "captures" in path]
    near = [path for path in reads if path.split("/")[3] in NEAR]
    tables = admin_pages(["evidence", "factcheck", "capture", "event", "todo"])
    hidden = _uuids_of(lambda: lived(case))

    def look() -> Answers:
        guessed = [f"/api/v1/{noun}/{uuid}/" for uuid in hidden for noun in ("evidence", "captures")]
        guessed += [f"/api/v1/evidence/{uuid}/{more}/" for uuid in hidden for more in ("capture", "checks")]
        found = read_api(observers[:1], [*reads, *guessed]) | read_api(observers[1:], [*near, *guessed])
        return found | read_admin(observers[:3], tables)

    with_it = answers(lambda: lived(case), look)
    without = answers(lambda: None, look)

    assert hidden
    assert len(without) > 100
    assert differences(without, with_it) == []


def _uuids_of(write: Callable[[], Any]) -> list[Any]:
    """The ids that a stranger might guess: of the sources and copies that are written."""
    with undone():
        reseed("write")
        before = {*Evidence.objects.values_list("uuid"), *Capture.objects.values_list("uuid")}
        write()
        after = {*Evidence.objects.values_list("uuid"), *Capture.objects.values_list("uuid")}
    return sorted(uuid for (uuid,) in after - before)


@pytest.mark.usefixtures("still")
def test_what_others_write_is_answered_the_same():
    case = with_evidence(in_research())
    reviewer(UserFactory(username="insider"))
    editor = client_of(case.editor, **{"X-Request-ID": "same"})
    path = f"/api/v1/fact-checks/{case.uuid}/"
    tag = editor.get(path).headers["ETag"]

    def look() -> Answers:
        first = editor.post(f"{path}hold/", "{}", "application/json", headers={"If-Match": tag})
        then = editor.post(f"{path}resume/", "{}", "application/json")
        page = editor.get(f"/api/v1/evidence/?fact_check={case.uuid}&page_size=1")
        return {
            str(n): (one.status_code, (("ETag", one.headers.get("ETag", "")),), one.content)
            for n, one in enumerate((first, then, page))
        }

    assert differences(answers(lambda: None, look), answers(lambda: lived(case), look)) == []


def test_it_counts_for_nothing_and_is_not_even_counted_as_left_out():
    case = in_research()
    before = gaps_of(case.fact_check)

    secret(case)

    assert gaps_of(case.fact_check) == before


def test_no_verdict_cites_it_and_no_judgement_relies_on_it():
    case = with_evidence(in_research())
    evidence = secret(case)

    with refused(Refusal, field="evidence"):
        filed(case, case.seat, evidence=[evidence.uuid])
    filed(case, case.seat)
    actions.approve(**case.as_editor())

    case.fresh()
    assert "ministry" not in str(case.fact_check.verdict.evidence)


def test_it_is_told_neither_by_the_files_chain_nor_by_its_own():
    case = in_research()
    version = case.fresh().chain_seq

    evidence = with_copy(secret(case))

    assert case.fresh().chain_seq == version
    assert Event.objects.filter(subject=evidence.uuid).count() == 2
    for user in (case.editor, case.researcher, UserFactory(administrator=True)):
        assert not Event.objects.visible_to(user).filter(subject=evidence.uuid).exists()


def test_who_added_it_and_who_is_named_see_it_and_its_copy_and_nobody_else():
    case = in_research()
    evidence = with_copy(secret(case))
    insider, editor = reviewer().user, case.editor
    paths = [
        f"/api/v1/evidence/{evidence.uuid}/",
        f"/api/v1/evidence/{evidence.uuid}/capture/",
        f"/api/v1/evidence/{evidence.uuid}/checks/",
        f"/api/v1/captures/{evidence.capture.uuid}/",
        f"/api/v1/captures/{evidence.capture.uuid}/warc/",
    ]

    def seen(user: Any) -> set[int]:
        return {client_of(user).get(path).status_code for path in paths}

    assert (seen(case.researcher), seen(insider), seen(editor)) == ({200}, {404}, {404})
    named = {"evidence_id": evidence.uuid, "by": case.researcher, "at": AT}
    actions.name_reader(user=insider.username, **named)
    actions.name_reader(user=editor.username, **named)
    assert (seen(insider), seen(editor)) == ({200}, {200})
    actions.remove_reader(user_id=insider.uuid, **named)
    assert seen(insider) == {404}


def test_an_editor_who_is_not_named_cannot_touch_it():
    case = in_research()
    evidence = secret(case)
    known = {"evidence_id": evidence.uuid, "by": case.editor, "at": AT}

    for verb, more in (
        (actions.edit_evidence, {"title": "A call"}),
        (actions.withdraw_evidence, {"reason": "No."}),
        (actions.ask_capture, {}),
        (actions.name_reader, {"user": case.editor.username}),
        (actions.remove_reader, {"user_id": case.editor.uuid}),
    ):
        with pytest.raises(Evidence.DoesNotExist):
            verb(**known, **more)


def test_readers_are_named_once_by_who_added_it_among_those_who_see_the_file():
    case = in_research()
    evidence, insider = secret(case), reviewer().user
    known = {"evidence_id": evidence.uuid, "by": case.researcher, "at": AT}
    for user in (UserFactory(reader=True).username, "nobody", UserFactory(is_active=False).username):
        with refused(Refusal, field="user"):
            actions.name_reader(user=user, **known)
    actions.name_reader(user=insider.username, **known)
    with refused(ReaderNamed):
        actions.name_reader(user=insider.username, **known)
    with refused(ReaderNamed):
        actions.name_reader(user=case.researcher.username, **known)
    with refused(NotAllowed):
        actions.name_reader(user=case.editor.username, **known | {"by": insider})
    actions.remove_reader(user_id=insider.uuid, **known | {"by": insider})

    assert not EvidenceReader.objects.exists()
    plain = secret(case, confidential=False)
    with refused(NotConfidential):
        actions.name_reader(user=insider.username, **known | {"evidence_id": plain.uuid})


def test_readers_are_named_over_the_api():
    case = in_research()
    evidence, insider = secret(case), reviewer().user
    client, path = client_of(case.researcher), f"/api/v1/evidence/{evidence.uuid}/readers/"

    made = client.post(path, {"user": insider.username}, "application/json")

    assert made.status_code == 201
    assert [one["username"] for one in made.json()["readers"]] == [insider.username]
    assert client_of(insider).delete(f"{path}{insider.uuid}/").status_code == 204
    assert client_of(insider).delete(f"{path}{insider.uuid}/").status_code == 404
    assert client.post(path, {"user": insider.username}, "application/json").status_code == 201
    assert client.delete(f"{path}{insider.uuid}/").json()["readers"] == []
    assert client.delete(f"{path}{insider.uuid}/").status_code == 404


def test_what_is_no_longer_confidential_enters_the_file_for_all():
    case = in_research()
    evidence = secret(case, kind="link", url="https://source.example/")
    version = case.fresh().chain_seq

    actions.edit_evidence(evidence_id=evidence.uuid, confidential=False, by=case.researcher, at=AT)

    evidence.refresh_from_db()
    assert case.fresh().chain_seq == version + 1
    told = Event.objects.filter(subject=case.uuid).order_by("-seq")
    assert told.values_list("name", flat=True)[0] == "fact_check.evidence_added"
    assert evidence.capture_status == "pending"


def test_what_becomes_confidential_is_shown_by_no_verdict_any_more():
    case = proposed()
    actions.approve(**case.as_editor())
    actions.publish(title="No, not so much cargo", summary="It was less.", **case.as_editor())
    evidence = case.fact_check.evidence.order_by("id").first()
    verdict = case.publication.verdict
    path = f"/api/v1/verdicts/{verdict.uuid}/"
    reader = client_of(UserFactory(reader=True))
    assert len(reader.get(path).json()["evidence"]) == 2

    actions.edit_evidence(evidence_id=evidence.uuid, confidential=True, by=case.researcher, at=AT)

    assert [s["title"] for s in reader.get(path).json()["evidence"]] == ["Port statistics 2"]


def test_raters_under_seal_see_no_confidential_source():
    case = with_evidence(in_research("blind-panel"))
    evidence = secret(case)
    actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=AT)
    rater = reviewer().user
    given(case, rater)

    assert not Evidence.objects.visible_to(rater).filter(pk=evidence.pk).exists()
    assert client_of(rater).get(f"/api/v1/evidence/{evidence.uuid}/").status_code == 404


def test_who_was_let_in_on_a_source_does_not_tell_the_desk_of_it():
    case = in_research()
    evidence = secret(case)
    known: dict[str, Any] = {"evidence_id": evidence.uuid, "at": AT}
    actions.name_reader(user=case.editor.username, by=case.researcher, **known)

    with refused(NotAllowed):
        actions.edit_evidence(confidential=False, by=case.editor, **known)

    assert actions.edit_evidence(title="A call", by=case.editor, **known).confidential
