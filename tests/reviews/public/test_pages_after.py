"""What readers see besides the check: the warning, the report, what a label means, the feed of changes."""

import feedparser
import pytest
from django.test import Client
from lxml import html

from reviews import actions
from reviews.models import FactCheck, Publication, Scale
from tests.factories import AT
from tests.reviews.factories import Case, approved, proposed, published
from tests.reviews.publishing import START, newsroom

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def warned(text: str = "This check describes violence.") -> Case:
    case = approved()
    actions.raise_flag(fact_check_id=case.uuid, kind="content_warning", text=text, by=case.editor, at=AT)
    actions.publish(title="No, not so much cargo", summary="It was less.", **case.as_editor())
    return case


def test_a_warning_stands_before_the_title_and_goes_with_the_description_and_the_list(client: Client):
    case = warned()

    page = html.fromstring(client.get(case.publication.get_absolute_url()).content.decode())

    (main,) = page.xpath("//main")
    text = main.text_content()
    assert text.index("Content warning: This check describes violence.") < text.index("No, not so much cargo")
    assert page.xpath("//meta[@name='description']/@content")[0].startswith("Content warning:")
    assert "Content warning: This check describes violence." in text_of(client, "/")


def test_the_report_is_shown_with_its_sections_and_what_it_says_stays_text(client: Client):
    case = proposed()
    known = {"fact_check_id": case.uuid, "by": case.researcher, "at": AT}
    actions.save_report(version=0, finding=f"It fell. {HOSTILE}", how_we_checked="We counted.", **known)
    actions.approve(**case.as_editor())
    actions.publish(title="No", summary="No.", **case.as_editor())

    page = client.get(case.publication.get_absolute_url()).content.decode()

    assert HOSTILE not in page
    headings = [
        h.text_content() for h in html.fromstring(page).xpath("//section[@aria-labelledby='report']/h3")
    ]
    assert headings == ["What we found", "How we went about it"]
    assert "We counted." in page


@pytest.mark.parametrize(("url", "links"), [("https://cms.example/1", 1), ("javascript:alert(1)", 0)])
def test_a_report_in_the_cms_is_linked_where_it_is_a_web_address(client: Client, url: str, links: int):
    case = published()
    Publication.objects.update(report={"cms_url": url, "sections": {}})

    page = html.fromstring(client.get(case.publication.get_absolute_url()).content.decode())

    assert len(page.xpath(f"//a[@href='{url}']")) == links


def test_a_page_says_when_it_was_last_checked_and_when_it_will_be_again(client: Client):
    case = proposed(valid_days=30)
    actions.approve(**case.as_editor())
    actions.publish(title="No", summary="No.", **case.as_editor())

    text = text_of(client, case.publication.get_absolute_url())

    assert "last checked 1 March 2026" in text
    assert "We look at this check again by 31 March 2026." in text


def test_a_label_comes_with_its_meaning_and_what_has_to_be_shown_for_it(client: Client):
    desk = newsroom()
    actions.add_scale(
        slug="proof",
        name="Proof",
        ratings=[
            {
                "slug": "shown",
                "label": "Shown",
                "definition": "It is so.",
                "burden_of_proof": "Two records that agree.",
                "position": 1,
            }
        ],
        by=None,
        at=START,
    )
    claim = desk.claim_in_an_article()
    file = desk.file_of(claim)
    FactCheck.objects.filter(pk=file.pk).update(scale=Scale.objects.get(slug="proof"))
    desk.judge(file, rating="shown")
    publication = actions.publish(
        fact_check_id=file.uuid, title="So", summary="So.", by=desk.editor, at=START
    )

    for path in (publication.get_absolute_url(), "/method/"):
        text = text_of(client, path)
        assert "It is so." in text
        assert "What has to be shown for it: Two records that agree." in text
    assert "Proof, version 1" in text_of(client, publication.get_absolute_url())
    shown = client.get(f"/api/v1/publications/{publication.uuid}/").json()
    assert (shown["definition"], shown["burden_of_proof"]) == ("It is so.", "Two records that agree.")
    assert (shown["scale"], shown["scale_version"]) == ("proof", 1)


def test_the_method_page_is_there_before_anything_is_defined(client: Client):
    assert "No labels are defined yet." in text_of(client, "/method/")


def test_a_real_reader_follows_the_changes_and_their_text_stays_text(client: Client):
    case = published()
    actions.change_publication(
        publication_id=case.publication.uuid,
        verb="correct",
        note=f"We misread. {HOSTILE}",
        rating="half-true",
        by=case.editor,
        at=AT,
    )

    answer = client.get("/corrections/feed.xml")
    feed = feedparser.parse(answer.content)

    assert (answer["Content-Type"], feed.bozo) == ("application/atom+xml; charset=utf-8", False)
    (entry,) = feed.entries
    assert entry.title == "Correction: No, not so much cargo"
    assert entry.link.endswith(case.publication.get_absolute_url())
    assert "Rating before: False. Rating now: Half-True." in entry.summary
    assert b"&amp;lt;script" in answer.content
    assert client.get("/corrections/feed.xml", headers={"If-None-Match": answer["ETag"]}).status_code == 304
