"""An article read again: what stands moves along, what changed is flagged, what came back is not."""

from datetime import timedelta

import pytest

from claims import actions
from claims.models import Appearance, Article, Claim, Snapshot
from factcheck import audit
from factcheck.models import Event
from tests.factories import AT, ArticleFactory, UserFactory, found, move_to, reading, statement, store, take

pytestmark = pytest.mark.django_db

PORT, RAIN, ROAD = (
    "The port handled 4.2 million tonnes.",
    "It rained for 9 days.",
    "The road costs 3 million.",
)
LATER = AT + timedelta(days=1)


def texts(*sentences: str) -> str:
    return "\n\n".join(sentences)


def looked_at(article: Article, *sentences: str, missed: tuple[str, ...] = ()) -> list[Claim]:
    """The article read again with these sentences, and the claims found, all but those `missed`."""
    text = texts(*sentences)
    return store(
        take(article, text), [statement(text, s) for s in dict.fromkeys(sentences) if s not in missed]
    )


def flagged() -> list[Claim]:
    return list(Claim.objects.filter(words_changed_at__isnull=False).order_by("id"))


@pytest.fixture
def article(db: None) -> Article:
    return ArticleFactory()


def test_the_same_text_again_only_says_that_it_was_looked_up(article):
    take(article, PORT)
    before = (Snapshot.objects.count(), Event.objects.count())

    actions.take_snapshot(article_id=article.uuid, reading=reading(PORT), body_hash="1" * 64, at=LATER)

    article.refresh_from_db()
    assert (article.read_at, article.checked_at) == (AT, LATER)
    assert (Snapshot.objects.count(), Event.objects.count()) == before


def test_words_that_stand_elsewhere_now_are_the_same_claim_there(article):
    port, rain = looked_at(article, PORT, RAIN)

    again = looked_at(article, ROAD, RAIN, PORT)

    assert again[1:] == [rain, port]
    assert flagged() == []
    places = port.appearances.order_by("snapshot__number").values_list(
        "snapshot__number", "start", "changed_in"
    )
    assert list(places) == [(1, 0, None), (2, len(texts(ROAD, RAIN, "")), None)]
    assert (port.spread, Claim.objects.count()) == (1, 3)


def test_words_that_are_no_statement_of_their_own_any_more_stand_all_the_same(article):
    """The surroundings decide where the parser cuts; they do not change a claim."""
    (port,) = looked_at(article, PORT)
    text = texts(f"The council heard it. {PORT} Nobody objected.")

    store(take(article, text), [statement(text, text)])

    place = port.appearances.get(snapshot__number=2)
    assert (place.quote, place.quoted_parts) == (PORT, [[place.start, place.start + 4]])
    assert place.claimant == port.claimant
    assert flagged() == []
    assert Claim.objects.count() == 2  # the long statement is mostly other words


def test_a_statement_that_is_mostly_words_found_again_is_no_second_claim(article):
    (port,) = looked_at(article, PORT)
    text = texts(f"Yes: {PORT}")

    (again,) = store(take(article, text), [statement(text, text)])

    assert again == port
    assert Claim.objects.count() == 1
    assert port.appearances.count() == 2


@pytest.mark.parametrize(
    "after",
    [
        "The port handled 4.3 million tonnes.",
        "The port handled 4.2 million tonnes!",
        "The port handled 14.2 million tonnes.",
        "the port handled 4.2 million tonnes, it is said.",
        RAIN,
    ],
)
def test_words_that_changed_or_are_gone_flag_their_claim(article, after):
    (port,) = looked_at(article, PORT)

    looked_at(article, after, missed=(after,))

    port.refresh_from_db()
    assert port.words_changed_at == AT
    assert port.appearances.get().changed_in == Snapshot.objects.get(number=2)
    told = Event.objects.get(subject=port.uuid, name="claim.words_changed")
    assert told.data == {"article": str(article.uuid), "snapshot": 2}
    assert list(audit.faults()) == []


def test_the_changed_sentence_is_a_claim_of_its_own(article):
    (port,) = looked_at(article, PORT)

    (changed,) = looked_at(article, PORT.replace("4.2", "4.6"))

    assert changed != port
    assert flagged() == [port]


def test_other_marks_and_blanks_are_the_same_words(article):
    said = "The “great” port’s 4–5 piers are full."
    (claim,) = looked_at(article, said)

    text = 'The "great"  port\'s 4-5 piers are full.'
    store(take(article, text), [])

    assert claim.appearances.get(snapshot__number=2).quote == text
    assert flagged() == []


def test_a_claim_that_another_article_still_makes_is_not_flagged(article):
    (port,) = looked_at(article, PORT)
    found(PORT, claimant="")

    looked_at(article, RAIN)

    port.refresh_from_db()
    assert (port.spread, port.words_changed_at) == (2, None)
    assert port.appearances.filter(changed_in__isnull=False).count() == 1


def test_it_is_flagged_when_the_last_article_drops_it(article):
    (port,) = looked_at(article, PORT)
    other = ArticleFactory()
    looked_at(other, PORT)
    looked_at(article, RAIN)

    looked_at(other, ROAD)

    assert flagged() == [port]


def test_a_place_outside_articles_still_makes_the_claim(article):
    (port,) = looked_at(article, PORT)
    actions.add_appearance(
        claim_id=port.uuid, kind="speech", quote=PORT, occasion="The council", by=UserFactory(), at=AT
    )

    looked_at(article, RAIN)

    assert flagged() == []


@pytest.mark.parametrize("missed", [(), (PORT,)], ids=["as a statement", "as words"])
def test_words_that_come_back_take_the_flag_off(article, missed):
    (port,) = looked_at(article, PORT)
    looked_at(article, RAIN)

    looked_at(article, RAIN, PORT, missed=missed)

    port.refresh_from_db()
    assert port.words_changed_at is None
    assert Event.objects.filter(subject=port.uuid, name="claim.words_restored").count() == 1
    places = port.appearances.order_by("snapshot__number").values_list(
        "snapshot__number", "changed_in__number"
    )
    assert list(places) == [(1, 2), (3, None)]
    assert port.spread == 1


def test_another_article_that_says_it_takes_the_flag_off_too(article):
    looked_at(article, PORT)
    looked_at(article, RAIN)

    looked_at(ArticleFactory(), PORT)

    assert flagged() == []


def test_words_gone_for_long_are_flagged_once_and_stay_so(article):
    (port,) = looked_at(article, PORT)
    for sentence in (RAIN, ROAD, RAIN):
        looked_at(article, sentence)

    port.refresh_from_db()
    assert port.appearances.get().changed_in.number == 2
    assert Event.objects.filter(name="claim.words_changed", subject=port.uuid).count() == 1


def test_all_places_of_the_words_are_marked_when_they_go(article):
    (port,) = looked_at(article, PORT)
    looked_at(article, RAIN, PORT)

    looked_at(article, RAIN)

    numbers = port.appearances.order_by("id").values_list("changed_in__number", flat=True)
    assert list(numbers) == [3, 3]


@pytest.mark.parametrize("status", ["accepted", "settled", "declined"])
def test_whatever_became_of_a_claim_is_kept(status):
    article = ArticleFactory()
    (port,) = looked_at(article, PORT)
    move_to(status, port)
    looked_at(article, RAIN)

    port.refresh_from_db()
    assert (port.status, port.words_changed_at) == (status, AT)


def test_looking_twice_at_the_new_text_changes_nothing_more(article):
    looked_at(article, PORT, RAIN)
    text = texts(RAIN, "Nothing else.")
    snapshot = take(article, text)
    statements = [statement(text, RAIN)]
    store(snapshot, statements)
    before = (Event.objects.count(), Appearance.objects.count())

    store(snapshot, statements)

    assert (Event.objects.count(), Appearance.objects.count()) == before


def test_a_text_that_was_replaced_before_it_was_looked_at_flags_nothing(article):
    (port,) = looked_at(article, PORT)
    second, text = take(article, RAIN), texts(PORT, ROAD)
    third = take(article, text)

    (rain,) = store(second, [statement(RAIN, RAIN)])

    assert flagged() == []
    assert Article.objects.get().detected_at is None

    store(third, [statement(text, PORT)])

    assert flagged() == [rain]
    assert port.appearances.filter(changed_in__isnull=True).count() == 2


def test_a_text_that_was_replaced_and_the_newer_one_looked_at_is_left_alone(article):
    first = take(article, PORT)
    looked_at(article, RAIN)
    before = Event.objects.count()

    assert store(first, [statement(PORT, PORT)]) == []
    assert Event.objects.count() == before


def test_reading_again_costs_the_same_for_one_claim_and_for_thirty(django_assert_max_num_queries):
    for size in (1, 30):
        article = ArticleFactory()
        words = [f"In year {n} the port of {size} piers handled {n} tonnes." for n in range(size)]
        store(take(article, texts(*words)), [statement(texts(*words), each) for each in words])
        text = texts(RAIN, *words)
        snapshot = take(article, text)
        statements = [statement(text, each) for each in words]
        with django_assert_max_num_queries(20):
            actions.store_claims(snapshot_id=snapshot.pk, statements=statements, at=AT)
