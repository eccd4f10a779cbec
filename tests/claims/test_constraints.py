"""What must never be false is held by the database: each guard broken by a statement past the actions."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from claims import actions
from claims.models import (
    Appearance,
    Article,
    ArticleAddress,
    ClaimantMerge,
    ClaimPart,
    ClaimTopic,
    Feed,
    Outlet,
    Snapshot,
    SnapshotBand,
    Topic,
)
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
    place_of,
    take,
)

pytestmark = pytest.mark.django_db


def broken_by(row: models.Model, **values: Any) -> str:
    """Update the row past the actions; return what the database said, or fail if it said nothing."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    return str(refusal.value)


def says(message: str, constraint: str, *columns: str) -> bool:
    """SQLite names the columns of a unique index where PostgreSQL names the constraint."""
    named = constraint in message
    return named or (bool(columns) and "UNIQUE" in message and all(column in message for column in columns))


def test_an_outlet_is_known_by_its_slug_and_its_domain():
    one, other = OutletFactory(), OutletFactory()

    assert says(broken_by(one, slug=other.slug), "slug", "slug")
    assert says(broken_by(one, domain=other.domain), "outlet_is_known_by_its_domain", "domain")
    Outlet.objects.filter(pk__in=[one.pk, other.pk]).update(domain="")


def test_a_feed_is_followed_once():
    one, other = FeedFactory(), FeedFactory()

    assert says(broken_by(one, url=other.url), "url", "url")
    assert Feed.objects.count() == 2


@pytest.mark.parametrize("values", [{"error_code": ""}, {"last_error": ""}])
def test_a_failing_feed_says_why(values):
    feed = FeedFactory()
    actions.feed_failed(feed_id=feed.uuid, code="timeout", reason="It never answered.", at=AT)

    assert says(broken_by(feed, **values), "feed_failing_says_why")


def test_an_article_has_its_address_alone_but_many_may_have_none():
    one, other = ArticleFactory(), ArticleFactory()

    assert says(broken_by(one, url=other.url), "article_has_its_url_alone", "url")
    Article.objects.update(url="")


def test_an_address_leads_to_one_article():
    one, other = (
        ArticleAddress.objects.create(article=ArticleFactory(), url=f"https://a.example/{n}")
        for n in range(2)
    )

    assert says(broken_by(one, url=other.url), "article_address_leads_to_one_article", "url")


@pytest.mark.parametrize(
    "values",
    [{"status": "waiting"}, {"snapshot": None}, {"read_at": None}],
    ids=lambda values: next(iter(values)),
)
def test_an_article_is_read_if_and_only_if_it_has_a_snapshot(values):
    assert says(broken_by(ArticleFactory(status="read"), **values), "article_read_iff_snapshot")


def test_an_article_that_waits_has_no_snapshot():
    snapshot = take(ArticleFactory(), "Some text.")

    assert says(broken_by(ArticleFactory(), snapshot=snapshot.pk), "article_read_iff_snapshot")


@pytest.mark.parametrize("values", [{"refusal": ""}, {"refusal_code": ""}, {"status": "waiting"}])
def test_an_article_is_refused_if_and_only_if_it_says_why(values):
    assert says(broken_by(ArticleFactory(status="refused"), **values), "article_refused_iff_reason")


def test_an_article_that_waits_has_no_refusal():
    assert says(broken_by(ArticleFactory(), refusal="Why not."), "article_refused_iff_reason")


def test_snapshots_of_an_article_are_numbered_once():
    first = take(ArticleFactory(), "Some text.")
    columns = {f.attname: getattr(first, f.attname) for f in Snapshot._meta.concrete_fields if f.name != "id"}

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Snapshot.objects.create(**columns)

    assert says(str(refusal.value), "snapshot_is_numbered_once_per_article", "article_id", "number")


def test_a_snapshot_is_neither_changed_nor_deleted():
    snapshot = take(ArticleFactory(), "Some text.")
    Article.objects.update(status="waiting", snapshot=None)

    assert "append-only" in broken_by(snapshot, text="Other text.")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).delete()
    assert Snapshot.objects.get().text == "Some text."


def test_a_snapshot_is_not_replaced_and_its_table_not_emptied():
    snapshot = take(ArticleFactory(), "Some text.")
    if connection.vendor == "postgresql":
        # Foreign keys still to be checked would refuse it first.
        statement, values = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE claims_snapshot CASCADE", []
    else:
        names = [f.column for f in Snapshot._meta.concrete_fields]
        chosen = ", ".join("'Other text.'" if name == "text" else f'"{name}"' for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        statement = (
            f"REPLACE INTO claims_snapshot ({columns}) SELECT {chosen} FROM claims_snapshot WHERE id = %s"
        )
        values = [snapshot.pk]

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)

    assert Snapshot.objects.get().text == "Some text."


def test_a_copy_points_to_the_first_and_says_how_alike_it_is():
    first, copy, other = ArticleFactory.create_batch(3)
    Article.objects.filter(pk=copy.pk).update(copy_of=first, likeness=0.9)

    assert says(broken_by(first, copy_of=first), "article_is_no_copy_of_itself")
    assert says(broken_by(copy, likeness=1.01), "article_likeness_is_a_copys_share")
    assert says(broken_by(other, likeness=0.9), "article_likeness_is_a_copys_share")
    assert "never to another copy" in broken_by(other, copy_of=copy)


def test_a_band_is_listed_once_per_snapshot():
    snapshot = take(ArticleFactory(), "Some text.")
    one, other = (SnapshotBand.objects.create(snapshot=snapshot, key=key) for key in (-1, 2**63 - 1))

    assert says(broken_by(one, key=other.key), "snapshot_band_is_listed_once", "key", "snapshot_id")


def test_a_claimant_is_one_row_per_name():
    one, other = ClaimantFactory(), ClaimantFactory()

    assert says(broken_by(one, key=other.key), "key", "key")


def test_a_role_is_listed_once_and_seen_in_order():
    claimant = ClaimantFactory(role="councillor")
    actions.claimant_named(claimant.name, role="mayor", by=None, at=AT)
    role = claimant.roles.get(role="mayor")

    assert says(broken_by(role, role="councillor"), "claimant_role_is_listed_once", "role")
    assert says(broken_by(role, last_seen_at=AT.replace(year=2020)), "claimant_role_is_seen_in_order")


def test_a_fingerprint_belongs_to_one_claim():
    one, other = ClaimFactory(), ClaimFactory()

    assert says(
        broken_by(one, fingerprint=other.fingerprint), "claim_is_one_row_per_fingerprint", "fingerprint"
    )


@pytest.mark.parametrize(
    ("status", "values", "constraint"),
    [
        ("detected", {"wording": ""}, "claim_has_words"),
        ("detected", {"settled_at": AT}, "claim_settled_iff_settled_at"),
        ("settled", {"settled_at": None}, "claim_settled_iff_settled_at"),
        ("detected", {"decline_reason": "opinion"}, "claim_declined_iff_reason"),
        ("declined", {"decline_reason": ""}, "claim_declined_iff_reason"),
        ("detected", {"accepted_at": AT}, "claim_accepted_iff_accepted_at"),
        ("accepted", {"accepted_at": None}, "claim_accepted_iff_accepted_at"),
        ("accepted", {"accepted_by": None}, "claim_accepted_iff_accepted_at"),
        ("accepted", {"status": "shortlisted"}, "claim_accepted_iff_accepted_at"),
        ("detected", {"score": 1.01}, "claim_score_is_a_share"),
        ("detected", {"score": -0.01}, "claim_score_is_a_share"),
    ],
)
def test_status_moments_people_and_reasons_of_a_claim_agree(status, values, constraint):
    assert says(broken_by(ClaimFactory(status=status), **values), constraint)


def test_a_merged_claim_leads_to_another_and_no_other_claim_does():
    kept, other = ClaimFactory.create_batch(2)
    actions.merge(claim_id=other.uuid, into=kept.uuid, by=UserFactory(editor=True), at=AT)

    assert says(broken_by(other, merged_into=None), "claim_merged_iff_into")
    assert says(broken_by(other, status="detected"), "claim_merged_iff_into")
    assert says(broken_by(kept, merged_into=other), "claim_merged_iff_into")
    assert says(broken_by(other, merged_into=other), "claim_is_not_merged_into_itself")


def test_a_part_has_its_place_and_is_listed_once_and_is_not_the_whole():
    whole = ClaimFactory()
    wordings = ["The quay is long.", "The pier is short."]
    actions.split(claim_id=whole.uuid, wordings=wordings, by=UserFactory(editor=True), at=AT)
    first, second = ClaimPart.objects.order_by("position")

    assert says(broken_by(second, position=1), "claim_part_has_its_place", "claim_id", "position")
    assert says(broken_by(second, part=first.part), "claim_part_is_listed_once", "claim_id", "part_id")
    assert says(broken_by(second, part=whole), "claim_is_not_its_own_part")


def test_a_claimant_is_merged_once_into_another_and_the_undoing_has_somebody():
    editor, (row, into, third) = UserFactory(editor=True), ClaimantFactory.create_batch(3)
    for claimant in (row, third):
        actions.merge_claimants(claimant_id=claimant.uuid, into=into.uuid, by=editor, at=AT)
    merge, other = ClaimantMerge.objects.order_by("id")

    assert says(broken_by(into, merged_into=into), "claimant_is_not_merged_into_itself")
    assert says(broken_by(other, claimant=row), "claimant_is_merged_once", "claimant_id")
    assert says(broken_by(merge, undone_at=AT), "claimant_merge_undone_by_somebody")
    assert says(broken_by(merge, undone_by=editor), "claimant_merge_undone_by_somebody")


def test_an_appearance_is_listed_once_per_span():
    place = place_of(ClaimFactory())
    same = {
        name: getattr(place, name)
        for name in ("claim", "snapshot", "start", "end", "quote", "quoted_parts", "created_at")
    }

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Appearance.objects.create(**same)

    assert says(str(refusal.value), "appearance_is_listed_once_per_span", "start", "end")


@pytest.mark.parametrize("values", [{"start": None}, {"end": None}, {"kind": "post"}, {"snapshot": None}])
def test_an_appearance_in_a_text_has_its_span_there(values):
    assert says(broken_by(place_of(ClaimFactory()), **values), "appearance_in_text_has_its_span")


def test_an_appearance_elsewhere_says_where():
    claim = ClaimFactory()
    post = actions.add_appearance(
        claim_id=claim.uuid, kind="post", quote="Look!", url="https://p.example/1", by=UserFactory(), at=AT
    )

    assert says(broken_by(post, url=""), "appearance_in_text_has_its_span")
    assert says(broken_by(post, start=1), "appearance_in_text_has_its_span")


@pytest.mark.parametrize("values", [{"quote": "other words"}, {"start": 1}, {"end": 10}])
def test_an_appearance_quotes_its_snapshot_exactly(values):
    assert "quotes its snapshot exactly" in broken_by(place_of(ClaimFactory()), **values)


def test_an_appearance_cannot_be_entered_with_other_words_or_past_the_end():
    (claim,) = found("The port handled 4.2 million tonnes.")
    place = place_of(claim)

    for start, end, quote in ((0, 8, "the port"), (30, 90, "onnes."), (0, 8, "The port ")):
        with pytest.raises(IntegrityError, match="quotes its snapshot exactly"), transaction.atomic():
            Appearance.objects.create(
                claim=claim, snapshot=place.snapshot, start=start, end=end, quote=quote, created_at=AT
            )

    assert claim.appearances.count() == 1


def test_spans_count_code_points_not_bytes_or_utf16_units():
    text = "🌊 Über 4,2 Millionen Tonnen."
    quote = "Über 4,2 Millionen Tonnen."
    snapshot = take(ArticleFactory(), text)
    claim = ClaimFactory()

    place = Appearance.objects.create(
        claim=claim, snapshot=snapshot, start=2, end=2 + len(quote), quote=quote, created_at=AT
    )

    assert text[place.start : place.end] == place.quote


def test_a_claim_has_a_topic_once():
    claim, topic, other = ClaimFactory(), TopicFactory(), TopicFactory()
    link = ClaimTopic.objects.create(claim=claim, topic=topic)
    ClaimTopic.objects.create(claim=claim, topic=other)

    assert says(broken_by(link, topic=other), "claim_has_a_topic_once", "claim_id", "topic_id")


def test_a_topic_is_named_once():
    one, other = TopicFactory(), TopicFactory()

    assert says(broken_by(one, slug=other.slug), "slug", "slug")
    assert Topic.objects.count() == 2


def test_every_constraint_of_the_room_is_broken_above_or_among_those_of_triage():
    """A new constraint without its test here is found."""
    here = Path(__file__)
    source = "".join(f.read_text("utf-8") for f in (here, here.with_name("test_triage_constraints.py")))
    names = {
        constraint.name
        for model in apps.get_app_config("claims").get_models()
        for constraint in model._meta.constraints
    }

    assert {name for name in names if f'"{name}"' not in source} == set()
