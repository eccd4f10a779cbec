"""Copies: found when first read, pointing to the first, no claims of their own, set apart by an editor."""

import pytest

from claims import actions
from claims.actions.copies import NotACopy
from claims.likeness import bands, signature
from claims.models import (
    Appearance,
    Article,
    ArticleAddress,
    Claim,
    Snapshot,
    SnapshotBand,
    article_at,
    near_copies,
)
from factcheck import audit
from factcheck.errors import NotAllowed
from factcheck.models import Event, Job
from tests.factories import (
    AT,
    ArticleFactory,
    UserFactory,
    place_of,
    statement,
    store,
    take,
)

pytestmark = pytest.mark.django_db

SENTENCES = [
    f"In the year {n} the port of Wexmouth handled {n * 37} tonnes at {n % 9} piers." for n in range(1, 31)
]
TEXT = "\n\n".join(SENTENCES)
HALF = "\n\n".join(SENTENCES[:15])
OTHER = "\n\n".join(f"On day {n} it rained {n * 7} millimetres in the {n} hills of Arl." for n in range(30))


def read(text: str, **fields: str) -> Article:
    """An article that was read with this text."""
    article = ArticleFactory(**fields)
    take(article, text)
    article.refresh_from_db()
    return article


def find(article: Article, *sentences: str, **fields: str) -> list[Claim]:
    text = article.snapshot.text
    return store(article.snapshot, [statement(text, words, **fields) for words in sentences])


# Who is a copy of whom.


def test_the_very_same_text_is_a_copy_whatever_its_length():
    first, copy = read("The port is full."), read("The port is full.")

    assert (first.copy_of, first.likeness) == (None, None)
    assert (copy.copy_of, copy.likeness) == (first, 1.0)


def test_a_text_cut_to_half_with_a_dateline_is_a_copy():
    first = read(TEXT)

    copy = read(f"WEXMOUTH (Agency) — {HALF}\n\nReporting by A. Writer.")

    assert copy.copy_of == first
    assert 0.35 < copy.likeness < 0.65
    taken = Event.objects.get(subject=copy.uuid, name="snapshot.taken")
    assert taken.data["copy_of"] == str(first.uuid)
    assert taken.data["likeness_permille"] == round(copy.likeness * 1000)


def test_other_texts_and_short_ones_that_only_resemble_are_no_copies():
    read(TEXT)
    read("The port handled nine tonnes of cargo last year.")

    assert read(OTHER).copy_of is None
    assert read("The port handled nine tonnes of cargo last week.").copy_of is None


def test_a_copy_of_a_copy_points_to_the_first():
    first = read(TEXT)
    copy = read(HALF)

    third = read(HALF + "\n\nReporting by A. Writer.")
    same_as_the_copy = read(HALF)

    assert {copy.copy_of, third.copy_of, same_as_the_copy.copy_of} == {first}
    assert same_as_the_copy.likeness == copy.likeness


def test_a_text_like_a_copy_only_is_no_copy_of_the_first():
    """A chain of small changes would otherwise lead anywhere."""
    read(TEXT)
    read(HALF)
    quarter_and_new = "\n\n".join([*SENTENCES[10:15], *OTHER.split("\n\n")[:10]])

    assert read(quarter_and_new).copy_of is None


def test_later_texts_do_not_make_a_copy():
    first, other = read(TEXT), read(OTHER)

    take(other, TEXT)

    other.refresh_from_db()
    assert (first.copy_of, other.copy_of) == (None, None)


def test_a_page_that_names_a_known_article_as_its_own_is_its_copy_where_they_are_alike():
    known, stranger = read(TEXT), read(OTHER)
    some = "\n\n".join([*SENTENCES[:8], *(f"Subscribe to offer {n} of {n * 3} today." for n in range(14))])
    copy, page_two = ArticleFactory(), ArticleFactory()

    take(copy, some, canonical_url=known.url)
    take(
        page_two, "\n\n".join(f"Page two has {n} other words." for n in range(20)), canonical_url=stranger.url
    )

    copy.refresh_from_db()
    page_two.refresh_from_db()
    assert copy.copy_of == known
    assert 0.15 <= copy.likeness < 0.3
    assert page_two.copy_of is None
    assert copy.url not in ("", known.url)


def test_the_address_that_an_article_came_from_still_leads_to_it():
    article = ArticleFactory(url="https://paper.example/amp/1")
    take(article, TEXT, canonical_url="https://paper.example/1")

    for url in ("https://paper.example/amp/1", "https://paper.example/1"):
        assert actions.submit_article(url=url, by=None, at=AT) == (article, False)
        assert article_at(url) == article
    assert Article.objects.count() == 1


def test_an_address_that_comes_back_is_no_earlier_one_any_more():
    article = ArticleFactory(url="https://paper.example/amp/1")
    take(article, TEXT, canonical_url="https://paper.example/1")

    take(article, OTHER, canonical_url="https://paper.example/amp/1")

    assert list(ArticleAddress.objects.values_list("url", flat=True)) == ["https://paper.example/1"]


def test_a_signature_and_its_bands_are_kept_with_each_text_long_enough():
    article = read(TEXT)
    take(article, HALF)
    take(article, "The port is full.")

    long, half, short = Snapshot.objects.order_by("number")
    assert bytes(long.signature) == signature(TEXT)
    assert sorted(SnapshotBand.objects.filter(snapshot=half).values_list("key", flat=True)) == bands(
        signature(HALF)
    )
    assert (bytes(short.signature), short.bands.count()) == (b"", 0)


def test_candidates_are_the_newest_of_each_band_and_those_that_share_most():
    keys = [5, -7, 2**63 - 1]
    snapshots = [read(f"Text {n}.").snapshot for n in range(30)]
    for place, snapshot in enumerate(snapshots):
        SnapshotBand.objects.create(snapshot=snapshot, key=5)
        if place in (0, 29):
            SnapshotBand.objects.create(snapshot=snapshot, key=-7)

    found = near_copies.sharing(keys)

    newest = [s.pk for s in snapshots[-16:]]
    assert found == [newest[-1], snapshots[0].pk, *newest[:-1]]
    assert near_copies.sharing([]) == []


# What a copy says.


def test_what_stands_in_the_first_is_no_claim_again_but_one_more_place():
    first = read(TEXT)
    claims = find(first, *SENTENCES[:3], claimant="Marta Quill")

    copy = read(HALF)
    again = find(copy, *SENTENCES[:3], claimant="Quill", wording="The port handled something.")

    assert again == claims
    assert Claim.objects.count() == 3
    assert set(Claim.objects.values_list("spread", flat=True)) == {2}
    places = Appearance.objects.filter(snapshot=copy.snapshot)
    assert {p.quote for p in places} == set(SENTENCES[:3])
    assert {HALF[p.start : p.end] for p in places} == set(SENTENCES[:3])


def test_case_and_marks_do_not_make_words_new():
    first = read(TEXT)
    (claim,) = find(first, SENTENCES[0])

    copy = read(HALF.replace("In the year 1 ", "IN THE YEAR  1 "))
    (again,) = find(
        copy, "IN THE YEAR  1 the port of Wexmouth handled 37 tonnes at 1 piers.", wording="Otherwise."
    )

    assert again == claim


def test_only_a_sentence_that_is_new_in_the_copy_makes_a_claim():
    first = read(TEXT)
    find(first, SENTENCES[0])

    copy = read(HALF + "\n\nThe mayor wants 9 more.")
    find(copy, SENTENCES[0], "The mayor wants 9 more.")

    assert Claim.objects.count() == 2
    new = Claim.objects.get(wording="The mayor wants 9 more.")
    assert (new.spread, place_of(new).snapshot) == (1, copy.snapshot)


def test_the_first_recognises_what_its_copy_was_quicker_to_say():
    first, copy = read(TEXT), read(HALF)
    (claim,) = find(copy, SENTENCES[0], wording="As the copy words it.")

    (again,) = find(first, SENTENCES[0], wording="As the first words it.")

    assert again == claim
    assert (again.spread, Claim.objects.count()) == (2, 1)


def test_a_copy_raises_the_spread_once_however_often_it_is_looked_at():
    first = read(TEXT)
    find(first, SENTENCES[0])
    copy = read(HALF)
    for _ in range(2):
        (claim,) = find(copy, SENTENCES[0])

    assert claim.spread == 2
    assert Event.objects.filter(name="claim.repeated").count() == 1


# Set apart.


def test_an_editor_sets_a_copy_apart_and_it_is_looked_at_as_its_own():
    first = read(TEXT)
    (claim,) = find(first, SENTENCES[0], claimant="Marta Quill")
    copy = read(HALF)
    find(copy, SENTENCES[0], claimant="Anton Vale")
    editor = UserFactory(editor=True)

    actions.separate_article(article_id=copy.uuid, by=editor, at=AT)

    copy.refresh_from_db()
    claim.refresh_from_db()
    assert (copy.copy_of, copy.likeness, copy.detected_at) == (None, None, None)
    assert (claim.spread, claim.appearances.count()) == (1, 1)
    assert Job.objects.filter(task="claims.tasks.detect_claims", subject=copy.uuid).count() == 2
    told = Event.objects.get(name="article.separated")
    assert (told.by, told.data) == (editor.uuid, {"first": str(first.uuid), "claims": 1})

    (own,) = find(copy, SENTENCES[0], claimant="Anton Vale")

    assert own != claim
    assert (own.spread, own.claimant.name) == (1, "Anton Vale")
    assert list(audit.faults()) == []


def test_set_apart_it_keeps_its_own_claims_and_finds_the_shared_ones_again():
    first = read(TEXT)
    (shared,) = find(first, SENTENCES[0])
    copy = read(HALF + "\n\nThe mayor wants 9 more.")
    _, own = find(copy, SENTENCES[0], "The mayor wants 9 more.")
    actions.reword(claim_id=own.uuid, wording="Nine more are wanted.", by=UserFactory(), at=AT)

    actions.separate_article(article_id=copy.uuid, by=UserFactory(editor=True), at=AT)
    again = find(copy, SENTENCES[0], "The mayor wants 9 more.")

    own.refresh_from_db()
    shared.refresh_from_db()
    assert again == [shared, own]
    assert (shared.spread, own.spread, own.wording) == (2, 1, "Nine more are wanted.")
    assert Claim.objects.count() == 2


def test_a_claim_that_only_the_copy_still_makes_is_flagged_when_it_is_set_apart():
    first = read(TEXT)
    (claim,) = find(first, SENTENCES[0])
    copy = read(HALF)
    find(copy, SENTENCES[0])
    store(take(first, TEXT.replace(SENTENCES[0], "It rained.")), [])

    actions.separate_article(article_id=copy.uuid, by=UserFactory(editor=True), at=AT)

    claim.refresh_from_db()
    assert claim.words_changed_at == AT


def test_only_an_editor_sets_apart_and_only_a_copy():
    first, copy = read(TEXT), read(TEXT)
    before = Event.objects.count()

    with pytest.raises(NotAllowed):
        actions.separate_article(article_id=copy.uuid, by=UserFactory(), at=AT)
    with pytest.raises(NotACopy):
        actions.separate_article(article_id=first.uuid, by=UserFactory(editor=True), at=AT)

    copy.refresh_from_db()
    assert copy.copy_of == first
    assert Event.objects.count() == before
