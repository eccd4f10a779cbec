"""A small newsroom that publishes through the actions, for tests of what the world sees."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from claims import actions as claims
from claims.attribution import Speaker
from claims.detection import Part, Statement
from claims.ingestion.reading import Reading
from claims.models import Claim
from factcheck.models import User
from factcheck.roles import Role
from reviews import actions as reviews
from reviews.models import FactCheck, Publication, Reviewer

START = datetime(2025, 3, 1, 9, tzinfo=UTC)
QUOTE = "“The port grew by 38 per cent,” said Marta Quill, the councillor."
RATINGS = [
    {"slug": "false", "label": "False", "definition": "Wrong in its core.", "value": 1, "position": 1},
    {"slug": "half-true", "label": "Half true", "definition": "Right in part.", "value": 2, "position": 2},
    {"slug": "true", "label": "True", "definition": "Right in its core.", "value": 3, "position": 3},
    {"slug": "unproven", "label": "Unproven", "definition": "Nobody can say.", "value": None, "position": 4},
]


@dataclass(frozen=True, slots=True)
class Newsroom:
    researcher: User
    editor: User
    seat: Reviewer

    def claim_in_an_article(
        self, *, quote: str = QUOTE, wording: str = "The port grew by 38 per cent."
    ) -> Claim:
        """A claim read in an article at an address of its own."""
        number = abs(hash(wording))
        url = f"https://courier.example/{number}"
        article, _ = claims.submit_article(url=url, body=b"x", by=self.researcher, at=START)
        text = f"The council met on Tuesday, as item {number} says.\n\n{quote}"
        published = START - timedelta(days=18)
        reading = Reading(
            "Council backs the harbour", "Courier", "", published, "", "en", text, url, truncated=False
        )
        snapshot = claims.take_snapshot(
            article_id=article.uuid, reading=reading, body_hash="0" * 64, at=START
        )
        start = text.index(quote)
        statement = Statement(
            start=start,
            end=len(text),
            quote=quote,
            quoted_parts=(),
            speaker=Speaker(
                name="Marta Quill", role="councillor", organisation="Wexmouth council", span=None
            ),
            speech="direct",
            kind="number",
            score=0.5,
            parts=(Part("number", "contains a number", 0.5),),
            model="test-1",
            wording=wording,
        )
        (claim,) = claims.store_claims(snapshot_id=snapshot.pk, statements=[statement], at=START)
        return Claim.objects.get(uuid=claim)

    def file_of(self, claim: Claim, *, policy: str = "") -> FactCheck:
        """An open fact-check with three sources, one of them confidential, and the claimant's answer."""
        at = START
        file = reviews.open_fact_check(claim_id=claim.uuid, policy=policy, by=self.editor, at=at)
        given = reviews.hand_out(fact_check_id=file.uuid, to=self.seat.uuid, by=self.editor, at=at)
        reviews.accept(assignment_id=given.uuid, by=self.researcher, at=at)
        for number in range(2):
            self.add_source(
                file,
                title=f"Report {number}",
                url=f"https://source{number}.example/report",
                publisher=f"Publisher {number}",
                accessed_on=at.date(),
            )
        self.add_source(file, title="Secret informant", kind="interview", confidential=True)
        self.ask(file, answer="I took it from the council's paper.")
        return file

    def add_source(self, file: FactCheck, **fields: Any) -> None:
        fixed = {"quote": "24 per cent.", "stance": "refutes", "primary": True, "independent": True}
        reviews.add_evidence(fact_check_id=file.uuid, by=self.researcher, at=START, **fixed, **fields)

    def ask(self, file: FactCheck, *, answer: str = "", kind: str = "claimant", at: datetime = START) -> None:
        contact = reviews.plan_contact(
            fact_check_id=file.uuid,
            kind=kind,
            whom="Quill's private number",
            question="Where is it from?",
            by=self.researcher,
            at=at,
        )
        reviews.ask(contact_id=contact.uuid, by=self.researcher, at=at)
        if answer:
            reviews.record_answer(contact_id=contact.uuid, answer=answer, by=self.researcher, at=at)

    def publish(
        self,
        claim: Claim,
        *,
        title: str = "The port did not grow by 38 per cent",
        summary: str = "It grew by 24 per cent.",
        rating: str = "false",
        words: str = "",
        at: datetime = START,
    ) -> Publication:
        """Take a claim from acceptance to its public page."""
        file = self.file_of(claim)
        self.judge(file, rating=rating, words=words)
        publication = reviews.publish(
            fact_check_id=file.uuid, title=title, summary=summary, by=self.editor, at=at
        )
        claims.settle(claim_id=claim.uuid, by=None, at=at)
        return publication

    def judge(self, file: FactCheck, *, rating: str = "", words: str = "") -> None:
        seat = file.assignments.get(reviewer=self.seat)
        reviews.file(
            assignment_id=seat.uuid,
            rating=rating,
            words=words,
            reasoning="We counted.\n\nTwice.",
            by=self.researcher,
            at=START,
        )
        reviews.approve(fact_check_id=file.uuid, by=self.editor, at=START)

    def change(self, publication: Publication, verb: str, note: str, **fields: Any) -> Publication:
        at = publication.changed_at + timedelta(days=1)
        return reviews.change_publication(
            publication_id=publication.uuid, verb=verb, note=note, by=self.editor, at=at, **fields
        )


def newsroom() -> Newsroom:
    """Two people, one policy, one scale."""
    researcher = User.objects.create_user("nadia.researcher", name="Nadia Researcher", role=Role.REVIEWER)
    editor = User.objects.create_user("erik.editor", name="Erik Editor", role=Role.EDITOR)
    seat = reviews.add_reviewer(user=researcher, capacity=50, languages={"en": "native"}, by=None, at=START)
    reviews.add_policy(slug="desk", name="Usual", judging="proposal", is_default=True, by=None, at=START)
    reviews.add_scale(slug="steps", name="Steps", ratings=RATINGS, is_default=True, by=None, at=START)
    return Newsroom(researcher, editor, seat)
