"""Valid objects for tests. One in a late status got there through the actions.

Only the actions write, so these factories call them: events, chains and jobs are as in life.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

import factory
from django.test import Client

from claims import actions
from claims.attribution import Speaker
from claims.detection import Part, Statement
from claims.ingestion.reading import Reading
from claims.lifecycle import ClaimStatus
from claims.models import Appearance, Article, ArticleStatus, Claim, Claimant, Feed, Outlet, Snapshot, Topic
from factcheck import clock
from factcheck.models import ApiKey, User
from factcheck.roles import Role

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
_numbers = count(1)


class UserFactory(factory.django.DjangoModelFactory):
    """A person of the desk: a reviewer, unless a trait (editor, administrator, ...) says otherwise."""

    class Meta:
        model = User

    class Params:
        senior = factory.Trait(role=Role.SENIOR_REVIEWER)
        editor = factory.Trait(role=Role.EDITOR)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        reader = factory.Trait(role=Role.READER)
        service = factory.Trait(role=Role.SERVICE)

    username = factory.Sequence(lambda n: f"person-{n}")
    name = factory.LazyAttribute(lambda person: person.username.title())
    role = Role.REVIEWER

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        return model_class.objects.create_user(**fields)


class OutletFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Outlet

    slug = factory.Sequence(lambda n: f"outlet-{n}")
    name = factory.LazyAttribute(lambda outlet: outlet.slug.title())
    domain = factory.LazyAttribute(lambda outlet: f"{outlet.slug}.example")
    language = "en"

    @classmethod
    def _create(cls, model_class: type[Outlet], *args: Any, **fields: Any) -> Outlet:
        return actions.add_outlet(**{"by": None, "at": AT} | fields)


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    slug = factory.Sequence(lambda n: f"topic-{n}")
    name = factory.LazyAttribute(lambda topic: topic.slug.title())
    keywords = factory.LazyAttribute(lambda topic: [topic.slug])

    @classmethod
    def _create(cls, model_class: type[Topic], *args: Any, **fields: Any) -> Topic:
        return actions.add_topic(**{"by": None, "at": AT} | fields)


class FeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Feed

    outlet = factory.SubFactory(OutletFactory)
    url = factory.LazyAttributeSequence(lambda feed, n: f"https://{feed.outlet.domain}/{n}/feed.xml")

    @classmethod
    def _create(cls, model_class: type[Feed], *args: Any, **fields: Any) -> Feed:
        outlet = fields.pop("outlet")
        return actions.add_feed(**{"outlet_id": outlet.uuid, "by": None, "at": AT} | fields)


class ClaimantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Claimant

    name = factory.Sequence(lambda n: f"Marta Quill the {n}th")
    role = "councillor"

    @classmethod
    def _create(cls, model_class: type[Claimant], *args: Any, **fields: Any) -> Claimant:
        return actions.claimant_named(**{"by": None, "at": AT} | fields)


class ArticleFactory(factory.django.DjangoModelFactory):
    """An article with an address: waiting, unless `status` says it was refused, or read with this `text`."""

    class Meta:
        model = Article

    url = factory.Sequence(lambda n: f"https://paper.example/{n}")
    status = ArticleStatus.WAITING

    @classmethod
    def _create(cls, model_class: type[Article], *args: Any, **fields: Any) -> Article:
        status, text = fields.pop("status"), fields.pop("text", "")
        article, _ = actions.submit_article(**{"by": None, "at": AT} | fields)
        if status == ArticleStatus.READ:
            take(article, text or f"The port handled {next(_numbers)} tonnes of cargo last year.")
        elif status == ArticleStatus.REFUSED:
            actions.refuse_article(
                article_id=article.uuid, code="timeout", reason="It never answered.", at=AT
            )
        article.refresh_from_db()
        return article


class ClaimFactory(factory.django.DjangoModelFactory):
    """A claim found in an article of its own; `status` says how far it has come.

    A batch shares one article, and is stored in one call.
    """

    class Meta:
        model = Claim

    wording = factory.Sequence(lambda n: f"The port handled {n + 1000} tonnes of cargo last year.")
    status = ClaimStatus.DETECTED

    @classmethod
    def _create(cls, model_class: type[Claim], *args: Any, **fields: Any) -> Claim:
        status = fields.pop("status")
        return move_to(status, found(**fields)[0])

    @classmethod
    def create_batch(cls, size: int, **fields: Any) -> list[Claim]:
        status = fields.pop("status", ClaimStatus.DETECTED)
        wordings = [cls.build().wording for _ in range(size)]
        return [move_to(status, claim) for claim in found(*wordings, **fields)]


def found(*wordings: str, wording: str = "", claimant: str = "Marta Quill", **fields: Any) -> list[Claim]:
    """Claims of these wordings, detected in one new article that holds them as its sentences."""
    wordings = wordings or (wording,)
    text = "\n\n".join(wordings)
    snapshot = take(ArticleFactory(), text)
    return store(snapshot, [statement(text, words, claimant=claimant, **fields) for words in wordings])


def store(snapshot: Snapshot, statements: Sequence[Statement]) -> list[Claim]:
    claims = actions.store_claims(snapshot_id=snapshot.pk, statements=statements, at=AT)
    return [Claim.objects.get(uuid=claim) for claim in claims]


def take(article: Article, text: str, **fields: Any) -> Snapshot:
    """A snapshot of the article with this text."""
    return actions.take_snapshot(
        article_id=article.uuid, reading=reading(text, **fields), body_hash="0" * 64, at=AT
    )


def reading(text: str, **fields: Any) -> Reading:
    given: dict[str, Any] = {
        "title": "Council votes on the harbour",
        "outlet": "",
        "byline": "A. Reporter",
        "published_at": AT,
        "published_zone": "+00:00",
        "language": "en",
        "text": text,
        "canonical_url": "",
        "truncated": False,
    }
    return Reading(**given | fields)


def statement(
    text: str, quote: str, *, claimant: str = "", role: str = "councillor", **fields: Any
) -> Statement:
    """A statement found in a text; its quote must stand there."""
    start = text.index(quote)
    given: dict[str, Any] = {
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "quoted_parts": ((start, start + 4),),
        "speaker": Speaker(name=claimant, role=role, organisation="", span=None) if claimant else None,
        "speech": "reported" if claimant else "none",
        "kind": "number",
        "score": 0.8,
        "parts": (Part("number", "contains a number", 1.5),),
        "model": "cues-1",
        "wording": quote,
    }
    return Statement(**given | fields)


def move_to(status: str, claim: Claim) -> Claim:
    """Let the desk bring a detected claim to this status."""
    if status == ClaimStatus.SHORTLISTED:
        actions.shortlist(claim_id=claim.uuid, pitch="The figure decides the vote.", by=UserFactory(), at=AT)
    elif status == ClaimStatus.DECLINED:
        actions.decline(claim_id=claim.uuid, reason="opinion", by=UserFactory(editor=True), at=AT)
    elif status in (ClaimStatus.ACCEPTED, ClaimStatus.SETTLED):
        actions.accept(claim_id=claim.uuid, by=UserFactory(editor=True), at=AT)
    if status == ClaimStatus.SETTLED:
        actions.settle(claim_id=claim.uuid, by=None, at=AT)
    claim.refresh_from_db()
    return claim


def place_of(claim: Claim) -> Appearance:
    """The first place where the claim was made."""
    return claim.appearances.select_related("snapshot__article").order_by("id")[0]


def client_of(
    user: User | None = None, *, scopes: tuple[str, ...] = ("read", "write"), **headers: str
) -> Client:
    """The API as this person sees it, with a key used a moment ago; a stranger without a person."""
    if user is None:
        return Client(headers=headers, raise_request_exception=False)
    key, token = ApiKey.issue(user=user, name="test", scopes=list(scopes))
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=clock.now())
    return Client(headers={"Authorization": f"Bearer {token}", **headers}, raise_request_exception=False)
