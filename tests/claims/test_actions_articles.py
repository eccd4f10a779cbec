"""Articles: taken in, read, refused, read again; and the claims found in them."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from claims import actions
from claims.actions.articles import ArticleRefused, NotWaiting
from claims.ingestion.encoding import Empty, NotText, TooLarge
from claims.ingestion.links import Link
from claims.models import Appearance, Article, Claim, Snapshot
from factcheck.errors import NotAllowed, Refusal
from factcheck.models import Event, Job
from tests.factories import (
    AT,
    ArticleFactory,
    ClaimFactory,
    OutletFactory,
    TopicFactory,
    UserFactory,
    found,
    reading,
    statement,
    store,
    take,
)

pytestmark = pytest.mark.django_db

TEXT = "The port handled 4.2 million tonnes. The council met on Monday.\n\nIt rained."


def traces() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Article, Snapshot, Claim, Appearance, Event, Job))


def test_a_submitted_article_waits_for_its_reader():
    article = ArticleFactory(url="https://paper.example/1?utm_source=x#top")

    assert (article.url, article.status) == ("https://paper.example/1", "waiting")
    assert Job.objects.filter(task="claims.tasks.read_article", subject=article.uuid).count() == 1


def test_an_address_is_taken_in_once():
    article = ArticleFactory(url="https://paper.example/1")
    before = traces()

    same, new = actions.submit_article(url="https://paper.example/1#again", by=None, at=AT)

    assert (same, new) == (article, False)
    assert traces() == before


def test_uploads_without_an_address_stand_side_by_side():
    for _ in range(2):
        actions.submit_article(body=b"<p>Hello</p>", media_type="text/html", by=UserFactory(), at=AT)

    assert Article.objects.filter(url="").count() == 2


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({}, ArticleRefused),
        ({"url": "ftp://paper.example/1"}, ArticleRefused),
        ({"body": b" \n"}, Empty),
        ({"body": b"\x89PNG\r\n\x1a\n"}, NotText),
        ({"body": b"a" * (10 * 1024 * 1024 + 1)}, TooLarge),
    ],
)
def test_what_nobody_could_read_is_refused_at_the_door(given, kind):
    before = traces()

    with pytest.raises(kind):
        actions.submit_article(**given, by=UserFactory(), at=AT)

    assert traces() == before


def test_readers_bring_and_touch_no_article():
    article, reader = ArticleFactory(status="refused"), UserFactory(reader=True)
    before = traces()

    for call, arguments in (
        (actions.submit_article, {"url": "https://paper.example/new"}),
        (actions.add_article, {"url": "https://paper.example/new"}),
        (actions.retry_article, {"article_id": article.uuid}),
        (actions.refetch_article, {"article_id": article.uuid}),
    ):
        with pytest.raises(NotAllowed):
            call(**arguments, by=reader, at=AT)

    assert traces() == before


def test_a_read_article_has_its_text_and_has_given_back_the_upload():
    article, _ = actions.submit_article(body=b"<p>Hello</p>", media_type="text/html", by=None, at=AT)

    snapshot = take(article, TEXT, outlet="Harbour Post", published_zone="IST")

    article.refresh_from_db()
    assert (article.status, article.snapshot, article.read_at) == ("read", snapshot, AT)
    assert (bytes(article.given), article.given_type) == (b"", "")
    assert article.outlet is not None
    assert article.outlet.name == "Harbour Post"
    assert (snapshot.number, snapshot.text, snapshot.published_zone) == (1, TEXT, "IST")
    assert Job.objects.filter(task="claims.tasks.detect_claims", subject=article.uuid).count() == 1


def test_the_same_text_again_changes_nothing():
    article = ArticleFactory()
    first = take(article, TEXT)
    before = traces()

    again = take(article, TEXT)

    assert again == first
    assert traces() == before


def test_a_changed_text_stands_beside_the_earlier_one():
    article = ArticleFactory()
    first = take(article, TEXT)

    second = take(article, TEXT + " It still rains.")

    article.refresh_from_db()
    assert (first.number, second.number, article.snapshot) == (1, 2, second)
    assert Snapshot.objects.get(pk=first.pk).text == TEXT


def test_a_text_that_another_article_had_first_is_a_copy_of_it():
    first, second, third = ArticleFactory.create_batch(3)

    for article in (first, second, third):
        take(article, TEXT)
        article.refresh_from_db()

    assert first.copy_of is None
    assert second.copy_of == third.copy_of == first


def test_an_article_moves_to_its_canonical_address_unless_that_is_taken():
    article, other = ArticleFactory(), ArticleFactory()
    take(article, TEXT, canonical_url="https://paper.example/canonical")

    take(other, TEXT + "!", canonical_url="https://paper.example/canonical")

    article.refresh_from_db()
    other.refresh_from_db()
    assert article.url == "https://paper.example/canonical"
    assert other.url not in ("", article.url)


def test_an_outlet_that_the_submitter_named_stays():
    outlet = OutletFactory()
    article = ArticleFactory(outlet=outlet)

    take(article, TEXT, outlet="Somebody Else")

    article.refresh_from_db()
    assert article.outlet == outlet


def test_a_refused_article_says_why_and_can_be_tried_again():
    article = ArticleFactory(status="refused")
    why = (article.refusal_code, article.refusal)

    actions.retry_article(article_id=article.uuid, by=UserFactory(), at=AT)

    article.refresh_from_db()
    assert why == ("timeout", "It never answered.")
    assert (article.status, article.refusal_code, article.refusal) == ("waiting", "", "")
    assert Job.objects.filter(task="claims.tasks.read_article", subject=article.uuid).count() == 2


def test_a_refused_page_is_read_from_the_text_that_a_person_brings():
    article = ArticleFactory(status="refused")
    jobs = Job.objects.filter(task="claims.tasks.read_article", subject=article.uuid)
    before = jobs.count()

    same, new = actions.submit_article(
        url=article.url, body=TEXT.encode(), media_type="text/plain", by=UserFactory(), at=AT
    )

    article.refresh_from_db()
    assert (same, new, article.status, article.refusal) == (article, False, "waiting", "")
    assert (bytes(article.given), article.given_type) == (TEXT.encode(), "text/plain")
    assert jobs.count() == before + 1


@pytest.mark.parametrize(
    ("status", "body", "refusal"),
    [("refused", b"", None), ("refused", b"\x89PNG\r\n\x1a\n", NotText), ("read", TEXT.encode(), None)],
)
def test_nothing_else_moves_an_article_that_is_there(status, body, refusal):
    article = ArticleFactory(status=status)
    before = traces()

    with pytest.raises(refusal) if refusal else nullcontext():
        actions.submit_article(url=article.url, body=body, by=UserFactory(), at=AT)

    article.refresh_from_db()
    assert (article.status, bytes(article.given), traces()) == (status, b"", before)


def test_fetching_again_does_not_read_the_refused_upload_again():
    article, _ = actions.submit_article(url="https://paper.example/u", body=b"Hello there", by=None, at=AT)
    actions.refuse_article(article_id=article.uuid, code="no_article_text", reason="No text.", at=AT)

    actions.refetch_article(article_id=article.uuid, by=UserFactory(), at=AT)

    article.refresh_from_db()
    assert bytes(article.given) == b""


def test_an_article_that_was_read_stays_read_when_a_later_try_fails():
    article = ArticleFactory(status="read")

    actions.refuse_article(article_id=article.uuid, code="timeout", reason="It never answered.", at=AT)

    article.refresh_from_db()
    assert (article.status, article.refusal) == ("read", "")
    assert (article.check_code, article.check_reason) == ("timeout", "It never answered.")
    assert Event.objects.filter(subject=article.uuid, name="article.refused").count() == 1


@pytest.mark.parametrize("status", ["waiting", "read"])
def test_only_a_refused_article_is_tried_again(status):
    article = ArticleFactory(status=status)
    before = traces()

    with pytest.raises(NotWaiting):
        actions.retry_article(article_id=article.uuid, by=UserFactory(), at=AT)

    assert traces() == before


def test_fetching_again_needs_an_address():
    pasted, _ = actions.submit_article(body=b"Hello there", by=None, at=AT)
    linked = ArticleFactory(status="read")

    with pytest.raises(NotWaiting):
        actions.refetch_article(article_id=pasted.uuid, by=UserFactory(), at=AT)
    actions.refetch_article(article_id=linked.uuid, by=UserFactory(), at=AT)

    assert Job.objects.filter(task="claims.tasks.read_article", subject=linked.uuid).count() == 2


# The claims found in a snapshot.


def test_found_claims_stand_with_place_speaker_reasons_and_order():
    TopicFactory(slug="transport", keywords=["port"])
    (claim,) = found("The port handled 4.2 million tonnes.", claimant="Marta Quill", role="councillor")

    place = claim.appearances.get()

    assert (place.quote, place.start, place.end) == ("The port handled 4.2 million tonnes.", 0, 36)
    assert place.quoted_parts == [[0, 4]]
    assert (place.claimant, place.claimant_role, place.speech) == (claim.claimant, "councillor", "reported")
    assert claim.score_parts == [{"name": "number", "label": "contains a number", "weight": 1.5}]
    assert claim.priority == pytest.approx(sum(part["weight"] for part in claim.priority_parts))
    assert [link.topic.slug for link in claim.claim_topics.all()] == ["transport"]
    assert (claim.status, claim.spread, claim.gate, claim.chain_seq) == ("detected", 1, "", 0)


def test_storing_the_same_statements_again_adds_nothing():
    snapshot = take(ArticleFactory(), TEXT)
    statements = [statement(TEXT, "The port handled 4.2 million tonnes.", claimant="Marta Quill")]
    first = store(snapshot, statements)
    before = traces()

    assert store(snapshot, statements) == first
    assert traces() == before


def test_the_same_claim_in_another_article_is_one_row_seen_twice():
    (first,) = found("The port handled 4.2 million tonnes.")
    before = first.priority

    (again,) = found("The port handled 4.2 million tonnes.")

    assert again == first
    assert (again.spread, again.appearances.count()) == (2, 2)
    assert again.priority >= before
    assert Event.objects.filter(subject=first.uuid, name="claim.repeated").count() == 1


def test_a_claim_twice_in_one_article_has_two_places_and_one_article():
    text = "The port handled 4.2 million tonnes.\n\nAgain: The port handled 4.2 million tonnes."
    snapshot = take(ArticleFactory(), text)
    words = "The port handled 4.2 million tonnes."
    second = text.rindex(words)

    store(snapshot, [statement(text, words), statement(text, words, start=second, end=second + len(words))])

    claim = Claim.objects.get()
    assert (claim.spread, claim.appearances.count()) == (1, 2)


def test_words_that_the_desk_reworded_are_not_taken_for_a_new_claim():
    article = ArticleFactory()
    snapshot = take(article, TEXT)
    statements = [statement(TEXT, "The port handled 4.2 million tonnes.")]
    (claim,) = store(snapshot, statements)
    actions.reword(claim_id=claim.uuid, wording="In 2024 the port grew.", by=UserFactory(), at=AT)

    store(snapshot, statements)
    longer = TEXT + " It still rains."
    store(take(article, longer), [statement(longer, "The port handled 4.2 million tonnes.")])

    claim = Claim.objects.get()
    assert (claim.wording, claim.spread, claim.appearances.count()) == ("In 2024 the port grew.", 1, 2)


def test_opinions_and_predictions_stay_off_the_list():
    fact, opinion = (
        found("The port is full.", kind="fact")[0],
        found("The port is ugly.", kind="opinion")[0],
    )

    assert list(Claim.objects.listed()) == [fact]
    assert opinion.gate == "opinion"


def test_the_list_is_what_waits_for_a_decision_in_order():
    low, high = found("The town has a port.", score=0.4)[0], found("The port has 9 cranes.", score=0.9)[0]
    for status in ("accepted", "declined", "settled"):
        ClaimFactory(status=status)

    assert list(Claim.objects.listed()) == [high, low]


def test_storing_costs_the_same_for_one_statement_and_for_thirty(django_assert_max_num_queries):
    for size in (1, 30):
        words = [f"In year {n} the port of {size} piers handled {n} tonnes." for n in range(size)]
        text = "\n\n".join(words)
        snapshot = take(ArticleFactory(), text)
        statements = [statement(text, each) for each in words]
        with django_assert_max_num_queries(20):
            actions.store_claims(snapshot_id=snapshot.pk, statements=statements, at=AT)


def test_a_snapshot_keeps_links_embedded_metadata_and_what_was_cut():
    read = reading(
        TEXT,
        truncated=True,
        cuts=("too_long",),
        links=(Link("https://port.example/report", "the report"),),
        embedded={"news_article": {"@type": "NewsArticle"}},
    )

    snapshot = actions.take_snapshot(
        article_id=ArticleFactory().uuid, reading=read, body_hash="0" * 64, at=AT
    )

    snapshot.refresh_from_db()
    assert (snapshot.truncated, snapshot.cuts) == (True, ["too_long"])
    assert snapshot.links == [{"url": "https://port.example/report", "text": "the report"}]
    assert snapshot.embedded == {"news_article": {"@type": "NewsArticle"}}


def test_the_event_says_how_many_statements_were_left_out():
    snapshot = take(ArticleFactory(), TEXT)
    statements = [statement(TEXT, "The port handled 4.2 million tonnes.")]

    actions.store_claims(snapshot_id=snapshot.pk, statements=statements, left_out=7, at=AT)

    assert Event.objects.get(name="claims.detected").data["left_out"] == 7


def test_an_article_read_elsewhere_is_stored_whole_and_once():
    given = reading(TEXT, canonical_url="https://paper.example/1")
    statements = [statement(TEXT, "The port handled 4.2 million tonnes.")]

    first, new = actions.store_article(
        reading=given, statements=statements, body_hash="1" * 64, by=None, at=AT
    )
    before = traces()
    second, again = actions.store_article(
        reading=given, statements=statements, body_hash="2" * 64, by=None, at=AT + timedelta(days=1)
    )

    assert (new, again, first) == (True, False, second)
    assert traces() == before
    assert first.appearances.count() == 1


def test_the_same_file_twice_is_one_article():
    for _ in range(2):
        actions.store_article(reading=reading(TEXT), statements=[], body_hash="1" * 64, by=None, at=AT)

    assert Article.objects.count() == 1


def test_a_failure_halfway_leaves_nothing():
    broken = statement(TEXT, "The port handled 4.2 million tonnes.", start=1, end=37)
    before = traces()

    with pytest.raises(Exception, match="quotes its snapshot exactly"):
        actions.store_article(reading=reading(TEXT), statements=[broken], body_hash="1" * 64, by=None, at=AT)

    assert traces() == before


def test_a_reader_stores_no_article():
    before = traces()

    with pytest.raises(Refusal):
        actions.store_article(
            reading=reading(TEXT), statements=[], body_hash="1" * 64, by=UserFactory(reader=True), at=AT
        )

    assert traces() == before
