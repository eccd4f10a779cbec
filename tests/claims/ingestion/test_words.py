"""All words of a page, for who looks for a quote."""

import pytest

from claims.ingestion import parsing
from claims.ingestion.encoding import Unreadable
from claims.ingestion.words import words

TABLE = b"""<!doctype html><html><head><title>Port statistics</title><style>p {color: red}</style></head>
<body><nav>Home</nav><table><tr><td>Cargo</td><td><b>3</b>.1 million
tonnes</td></tr></table><script>var hidden = 1</script><!-- no word -->
<footer>&copy; Port</footer></body></html>"""


def test_tables_and_furniture_are_read_and_what_no_reader_sees_is_not():
    assert words(TABLE, media_type="text/html") == "Home\nCargo\n3.1 million tonnes\n© Port"


def test_a_plain_text_stays_as_it_is_without_its_empty_lines():
    assert words(b"One  two\n\n\nthree", media_type="text/plain") == "One two\nthree"


def test_the_child_says_the_same():
    assert parsing.words(TABLE, media_type="text/html") == words(TABLE, media_type="text/html")


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n\x00\x00\x00"])
def test_what_is_no_text_is_refused(body):
    with pytest.raises(Unreadable):
        words(body)
