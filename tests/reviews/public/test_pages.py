"""What the world sees: the page of a check, the list, the log of changes."""

import json
from datetime import timedelta

import jsonschema
import pytest
from django.utils.html import escape
from lxml import html

from claims import actions as claims
from claims.models import Claimant, ClaimantKind
from reviews import actions as reviews
from reviews.models import Contact, Evidence
from reviews.publication import lists
from tests.reviews.publication.schema import CLAIM_REVIEW
from tests.reviews.publishing import QUOTE, START, newsroom

pytestmark = pytest.mark.django_db

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def desk():
    return newsroom()


@pytest.fixture
def published(desk):
    return desk.publish(desk.claim_in_an_article())


def shown(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def claim_reviews(page):
    scripts = html.fromstring(page).xpath("//script")
    assert all(script.get("type") == "application/ld+json" for script in scripts)
    return [json.loads(script.text) for script in scripts]


def text_of(page):
    return " ".join(html.fromstring(page).find("body").text_content().split())


def test_a_check_shows_claim_quote_rating_reasons_evidence_and_answer(client, published):
    text = text_of(shown(client, published.get_absolute_url()))

    for expected in (
        "The port grew by 38 per cent.",
        QUOTE,
        "Marta Quill, councillor, Wexmouth council",
        "Council backs the harbour",
        "11 February 2025",
        "Wrong in its core.",
        "It grew by 24 per cent.",
        "We counted. Twice.",
        "Report 0",
        "Publisher 1",
        "24 per cent.",
        "Speaks against the claim",
        "First-hand",
        "read on 1 March 2025",
        "I took it from the council's paper.",
        "An editor who did not do the research approved it.",
    ):
        assert expected in text


def test_a_page_has_exactly_one_claim_review_and_it_agrees_with_what_is_read(client, desk, published):
    desk.change(published, "correct", "We had the year wrong.", rating="half-true", summary="It grew less.")

    page = shown(client, published.get_absolute_url())

    (markup,) = claim_reviews(page)
    jsonschema.validate(markup, CLAIM_REVIEW, cls=jsonschema.Draft202012Validator)
    text = text_of(page)
    rating = markup["reviewRating"]
    assert (rating["alternateName"], rating["ratingValue"]) == ("Half true", 2)
    first = markup["itemReviewed"]["firstAppearance"]
    for value in (
        markup["claimReviewed"],
        markup["headline"],
        rating["alternateName"],
        rating["ratingExplanation"],
        markup["itemReviewed"]["author"]["name"],
        first["headline"],
        markup["correction"][0]["text"],
        *(source["name"] for source in markup["citation"]),
    ):
        assert value in text
    hrefs = html.fromstring(page).xpath("//main//a/@href")
    assert {first["url"], *(source["url"] for source in markup["citation"])} <= set(hrefs)


def test_the_markup_names_the_address_of_its_page(client, published, settings):
    page = shown(client, published.get_absolute_url())

    (canonical,) = html.fromstring(page).xpath("//link[@rel='canonical']/@href")
    assert canonical == settings.BASE_URL + published.get_absolute_url()
    assert claim_reviews(page)[0]["url"] == canonical


def test_a_label_outside_the_numbers_is_shown_without_any(client, desk):
    publication = desk.publish(desk.claim_in_an_article(), rating="unproven")

    page = shown(client, publication.get_absolute_url())

    rating = claim_reviews(page)[0]["reviewRating"]
    assert rating["alternateName"] == "Unproven"
    assert not {"ratingValue", "bestRating", "worstRating"} & set(rating)
    assert 'class="steps"' not in page


def test_a_verdict_in_words_alone_is_its_own_label(client, desk):
    publication = desk.publish(desk.claim_in_an_article(), rating="", words="Nobody can know this yet")

    page = shown(client, publication.get_absolute_url())

    assert claim_reviews(page)[0]["reviewRating"]["alternateName"] == "Nobody can know this yet"
    assert "Nobody can know this yet" in text_of(page)


def test_hostile_text_stays_text(client, desk):
    claim = desk.claim_in_an_article(quote=HOSTILE, wording=HOSTILE)
    publication = desk.publish(claim, title=HOSTILE, summary=HOSTILE)
    desk.change(publication, "clarify", HOSTILE)

    for path in (publication.get_absolute_url(), "/", "/corrections/"):
        page = shown(client, path)

        tree = html.fromstring(page)
        assert len(tree.xpath("//script")) == (1 if "checks" in path else 0)
        assert not tree.xpath("//img | //@onerror | //@style | //style")
        assert escape(HOSTILE) in page


def test_nothing_confidential_and_nobody_of_the_desk_is_named(client, desk, published):
    desk.ask(published.fact_check, kind="expert", answer="An expert's private remark.")
    claims.add_appearance(
        claim_id=published.fact_check.claim.uuid,
        kind="message",
        quote="A tip that reached us in confidence.",
        occasion="Forwarded by a reader",
        by=desk.researcher,
        at=START,
    )

    page = shown(client, published.get_absolute_url())

    for secret in (
        "Secret informant",
        "private number",
        "private remark",
        "in confidence",
        "Forwarded by a reader",
        "Nadia",
        "nadia.researcher",
        "Erik",
        "erik.editor",
    ):
        assert secret not in page


def test_a_source_declared_confidential_after_publication_disappears(client, published):
    Evidence.objects.filter(title="Report 0").update(confidential=True)

    page = shown(client, published.get_absolute_url())

    assert "Report 0" not in page
    assert "Report 1" in page


def test_a_new_round_shows_nothing_before_it_is_published(client, desk, published):
    before = shown(client, published.get_absolute_url())
    later = START + timedelta(days=3)
    file = reviews.reopen(
        fact_check_id=published.fact_check.uuid, reason="New figures.", by=desk.editor, at=later
    )
    Evidence.objects.create(
        fact_check=file, title="New", url="https://n.example/", added_by=desk.editor, added_at=later
    )

    claims.reword(claim_id=file.claim.uuid, wording="Something else.", by=desk.editor, at=later)

    assert shown(client, published.get_absolute_url()) == before


def test_what_a_new_round_asks_is_not_shown_by_a_clarification_of_the_old_one(client, desk, published):
    later = START + timedelta(hours=1)
    file = reviews.reopen(
        fact_check_id=published.fact_check.uuid, reason="New figures.", by=desk.editor, at=later
    )
    known = {"by": desk.editor, "at": later + timedelta(minutes=5)}
    contact = reviews.plan_contact(
        fact_check_id=file.uuid, kind="claimant", whom="Press office", question="And now?", **known
    )
    reviews.ask(contact_id=contact.uuid, **known)
    reviews.record_answer(contact_id=contact.uuid, answer="We have new figures.", **known)
    published.refresh_from_db()

    desk.change(published, "clarify", "The year was left out.")

    assert "We have new figures." not in shown(client, published.get_absolute_url())


def test_a_retracted_check_leaves_a_tombstone_without_rating_or_markup(client, desk, published):
    desk.change(published, "retract", "Our source was forged.")

    page = shown(client, published.get_absolute_url())

    text = text_of(page)
    assert claim_reviews(page) == []
    assert "Retracted" in text
    assert "Our source was forged." in text
    for gone in ("It grew by 24 per cent.", "We counted.", "Report 0", "False"):
        assert gone not in page
    assert published.get_absolute_url() not in shown(client, "/")
    assert published.get_absolute_url() in shown(client, "/corrections/")


def test_every_change_is_public_and_dated_with_the_label_before_and_after(client, desk, published):
    changed = desk.change(published, "update", "The port revised its figures.")
    desk.change(changed, "correct", "We had misread a column.", rating="half-true")

    for path in (published.get_absolute_url(), "/corrections/"):
        text = text_of(shown(client, path))

        assert "Update 2 March 2025 " in text
        assert "The port revised its figures." in text
        assert "Correction 3 March 2025 " in text
        assert text.count("Rating before: False. Rating now: Half true.") == 1


def test_the_log_starts_with_the_newest_change(client, desk, published):
    changed = desk.change(published, "update", "The first change.")
    desk.change(changed, "clarify", "The second change.")

    text = text_of(shown(client, "/corrections/"))

    assert text.index("The second change.") < text.index("The first change.")


@pytest.mark.parametrize(
    ("path", "words"),
    [("/", "No check is published yet"), ("/corrections/", "No published check has been changed")],
)
def test_empty_lists_say_so(client, path, words):
    assert words in text_of(shown(client, path))


def test_lists_are_walked_from_the_newest_to_the_oldest(client, desk, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    for number in range(3):
        claim = desk.claim_in_an_article(wording=f"The port grew by {number} per cent.")
        publication = desk.publish(claim, title=f"Check {number}", at=START + timedelta(minutes=number))
        desk.change(publication, "update", f"Note {number}")

    for path, names in (("/", "Check {}"), ("/corrections/", "Note {}")):
        newest = shown(client, path)
        (older,) = html.fromstring(newest).xpath("//a[@rel='next']/@href")
        oldest = shown(client, older)

        assert [n for n in range(3) if names.format(n) in text_of(newest)] == [1, 2]
        assert [n for n in range(3) if names.format(n) in text_of(oldest)] == [0]
        assert not html.fromstring(oldest).xpath("//a[@rel='next']")


@pytest.mark.parametrize(
    "path",
    [
        "/checks/none/",
        "/?before=none",
        "/corrections/?before=none",
        f"/corrections/?before={'0' * 32}",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_a_page_of_ours_with_404(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert "Nothing stands here" in response.content.decode()


def test_pages_are_marked_up_for_everyone(client, desk, published):
    desk.change(published, "update", "Moved.")

    for path in ("/", published.get_absolute_url(), "/corrections/", "/nowhere"):
        tree = html.fromstring(client.get(path).content)

        assert tree.get("lang")
        assert [
            len(tree.xpath(f"//{tag}")) for tag in ("h1", "main", "header[@class='masthead']", "footer")
        ] == [1] * 4
        assert tree.xpath("//title/text()")[0].strip()
        assert tree.xpath("//meta[@name='description']/@content")[0].strip()
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert set(tree.xpath("//@aria-labelledby")) <= set(ids)


def test_pages_run_no_script_and_set_no_cookie(client, published):
    response = client.get(published.get_absolute_url())

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_page_that_has_not_changed_is_not_sent_again(client, desk, published):
    path = published.get_absolute_url()
    first = client.get(path)

    by_tag = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    by_date = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    desk.change(published, "update", "Moved.")
    changed = client.get(
        path,
        headers={"If-None-Match": first.headers["ETag"], "If-Modified-Since": first.headers["Last-Modified"]},
    )

    assert (by_tag.status_code, by_date.status_code, changed.status_code) == (304, 304, 200)


def test_pages_only_answer_reading(client, published):
    assert client.head(published.get_absolute_url()).status_code == 200
    assert client.post(published.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("rows", [1, 6])
def test_pages_cost_the_same_for_few_and_for_many(client, desk, rows, django_assert_max_num_queries):
    for number in range(rows):
        claim = desk.claim_in_an_article(wording=f"The port grew by {number} per cent.")
        publication = desk.publish(claim, title=f"Check {number}")
        desk.change(publication, "update", "Moved.")
    for number in range(rows):
        claims.add_appearance(
            claim_id=claim.uuid,
            kind="post",
            quote="+38 %",
            url=f"https://s.example/{number}",
            by=desk.editor,
            at=START,
        )

    for path, most in (("/", 1), ("/corrections/", 1), (publication.get_absolute_url(), 6)):
        with django_assert_max_num_queries(most):
            shown(client, path)


def test_a_claim_repeated_often_shows_the_earliest_places_and_counts_the_rest(client, desk, published):
    for day in range(12):
        claims.add_appearance(
            claim_id=published.fact_check.claim.uuid,
            kind="post",
            quote=f"+38 % on day {day}",
            url=f"https://s.example/{day}",
            said_on=START.date() + timedelta(days=day),
            by=desk.researcher,
            at=START,
        )

    text = text_of(shown(client, published.get_absolute_url()))

    assert text.index(QUOTE) < text.index("+38 % on day 0") < text.index("+38 % on day 8")
    assert "+38 % on day 9" not in text
    assert "We know of 3 further places." in text


def test_a_claim_of_nobody_in_particular_is_put_into_nobodys_mouth(client, published):
    Claimant.objects.update(kind=ClaimantKind.ANONYMOUS, name="Somebody online")

    page = shown(client, published.get_absolute_url())

    assert "author" not in claim_reviews(page)[0]["itemReviewed"]
    assert "Somebody online" not in shown(client, "/")


def test_questions_show_as_they_stood_when_the_page_last_changed(client, desk, published):
    days = [START + timedelta(days=n) for n in (-2, 0, 1)]
    for asked_at in days:
        Contact.objects.create(
            fact_check=published.fact_check,
            kind="claimant",
            whom="Quill",
            question="?",
            status="asked",
            asked_at=asked_at,
            deadline_at=asked_at + timedelta(days=1),
            created_by=desk.researcher,
            created_at=asked_at,
        )

    text = text_of(shown(client, published.get_absolute_url()))

    assert text.count("We asked, and had no answer by the deadline.") == 1
    assert text.count("We asked, and had no answer when this was published.") == 1
