import pytest

from claims.ingestion import html

LONG = "A sentence of the page that is long enough to be taken for running text, number {}."


def extracted(body):
    return html.article_text(html.parse(f"<html><body>{body}</body></html>"), title="")


def rows(start, count=6):
    return "".join(f"<p>{LONG.format(number)}</p>" for number in range(start, start + count))


@pytest.mark.parametrize(
    "second",
    [
        f'<article><div class="chunk">{rows(50)}</div></article>',
        f'<div class="comments"><div class="chunk">{rows(50)}</div></div>',
    ],
)
def test_another_article_or_comments_are_not_joined_to_the_article(second):
    text = extracted(f'<main><article><div class="chunk">{rows(0)}</div></article>{second}</main>')

    assert LONG.format(0) in text
    assert text.count(LONG.format(0)) == 1


def test_comments_in_boxes_of_one_kind_stay_apart():
    page = html.parse(
        "<html><body>"
        + "".join(f'<div class="comment"><div class="text">{rows(10 * box)}</div></div>' for box in range(3))
        + "</body></html>"
    )

    html._rejoin(page.tree)

    assert [len(box) for box in page.tree.xpath("//div[@class='text']")] == [6, 6, 6]


def test_line_ends_of_the_source_are_spaces_and_cells_are_told_apart():
    table = "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2022</td><td>2.1\nmillion</td></tr></table>"

    text = extracted(
        f"<article><p>First\nline of   a paragraph that goes on for a while.</p>{rows(0)}{table}</article>"
    )

    assert "First line of a paragraph" in text
    assert "2022 | 2.1 million" in text


def test_a_short_note_is_found_where_the_careful_reading_finds_nothing():
    assert "bridge" in extracted(
        "<div><div>The old bridge in Exampleton was closed on Monday morning.</div></div>"
    )
