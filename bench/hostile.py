"""Pages, feeds and texts made to hurt, through the parser child: what each costs and how it ends.

    python bench/hostile.py [part of a name ...]

Beside them a second child reads an ordinary page over and over. The last line is
JSON; exit code 1 if an input cost more than its limits or met a mistake of ours.
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from processes import cpu_ms

from claims.ingestion import parsing
from claims.ingestion.feeds import FeedReading
from claims.ingestion.found import Found
from claims.ingestion.reading import Reading
from factcheck.children.limits import Limits
from factcheck.children.pool import Children
from factcheck.errors import Refusal

SENTENCE = "The council voted on Monday to close the old bridge for two years, a spokesman said. "
PARAGRAPHS = f"<p>{SENTENCE * 2}</p>" * 5
MANY = 49_000  # just below the number of elements at which a page is refused unread
SLACK = 0.1  # seconds
SHAPES: dict[str, Any] = {"read": Reading, "entries": FeedReading, "find": Found}


def page(after: str = "", before: str = "") -> bytes:
    return (
        f"<html><head><title>T</title></head><body>{before}<article><h1>T</h1>{PARAGRAPHS}</article>{after}"
        "</body></html>"
    ).encode()


def rss(inside: str) -> bytes:
    return f"<rss version='2.0'><channel><title>F</title>{inside}</channel></rss>".encode()


def feeds() -> Iterator[tuple[str, bytes]]:
    day = [f"2026-01-0{1 + n % 9}T10:{n % 60:02}:00Z" for n in range(50_000)]
    link = [f"https://paper.example/{n}" for n in range(50_000)]
    both = list(zip(link, day, strict=True))
    yield (
        "feed of 50,000 items",
        rss(
            "".join(
                f"<item><title>T</title><link>{url}</link><pubDate>{at}</pubDate></item>" for url, at in both
            )
        ),
    )
    entries = "".join(
        f"<entry><title>T</title><link href='{u}'/><updated>{a}</updated></entry>" for u, a in both
    )
    yield "Atom feed of 50,000", f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>".encode()
    urls = "".join(f"<url><loc>{url}</loc><lastmod>{at}</lastmod></url>" for url, at in both)
    yield "sitemap of 50,000", f"<urlset>{urls}</urlset>".encode()
    items = [{"url": url, "title": "T", "date_published": at} for url, at in both]
    yield (
        "JSON feed of 50,000",
        json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode(),
    )
    yield "XML 1 M deep", b"<rss>" + b"<a>" * 1_000_000
    yield "XML 1 M deep, closed", b"<rss>" + b"<a>" * 1_000_000 + b"</a>" * 1_000_000 + b"</rss>"
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    yield "entity bomb", f"<!DOCTYPE r [{levels}]><rss><channel><title>&l9;</title></channel></rss>".encode()
    yield "document type", b"<!DOCTYPE rss SYSTEM 'http://127.0.0.1/x'><rss/>"
    yield "JSON 1 M deep", b'{"items":' + b"[" * 1_000_000
    yield "one title of 10 MB", rss(f"<item><link>{link[0]}</link><title>{'x' * 9_800_000}</title></item>")
    yield "5 M bare & in a feed", rss("&" * 5_000_000)
    yield (
        "500,000 attributes in XML",
        ("<rss " + " ".join(f"a{n}='1'" for n in range(500_000)) + "/>").encode(),
    )
    yield (
        "200,000 namespaces",
        ("<rss " + " ".join(f"xmlns:a{n}='u{n}'" for n in range(200_000)) + "/>").encode(),
    )
    yield "1.5 M instructions", b"<?a?>" * 1_500_000 + b"<rss/>"
    yield "900,000 open CDATA", rss("<![CDATA[" * 900_000)
    yield (
        "dates that are none",
        rss(f"<item><link>x</link>{'<pubDate>1 1 1 1:1 a.m. Mar</pubDate>' * 20}</item>" * 5000),
    )
    yield "500 items of 4000 elements", rss(("<item><link>x</link>" + "<x/>" * 4000 + "</item>") * 500)


def pages() -> Iterator[tuple[str, bytes]]:
    yield "100,000 nested div", page("", "<div>" * 100_000)
    yield "nested div", page("", "<div>" * MANY)
    yield "nested div after the article", page("<div>" * MANY)
    yield "nested b", page("", "<b>" * MANY)
    yield "100,000 flat p", page("<p>abc</p>" * 100_000)
    yield "flat p", page("<p>abc</p>" * MANY)
    yield (
        "p of the article",
        page().replace(b"</article>", f"<p>{SENTENCE}</p>".encode() * MANY + b"</article>"),
    )
    yield "flat span", page("<span>x</span>" * MANY)
    yield "unclosed li", page("<ul>" + "<li>x" * MANY)
    yield "links", page("<a href='/x'>x</a>" * MANY)
    yield "nested tables", page("<table><tr><td>x" * (MANY // 3))
    yield "crossed formatting", page("<p><b><i>x" * (MANY // 3))
    yield "options", page("<select>" + "<option>x" * MANY)
    yield "forms", page("<form>" * MANY)
    yield "svg", page("<svg>" + "<path d='M0 0'/>" * MANY)
    yield (
        "40,000 ld+json",
        page('<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * 40_000),
    )
    yield "boxes of one kind", page(f"<div class=a>{f'<p>{SENTENCE * 2}</p>' * 3}</div>" * 12_000)
    yield "boxes in boxes", page(f"<div class=a><p>{SENTENCE * 2}</p>" * 240)
    yield "100,000 attributes", page("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>")
    yield "4000 x 250 attributes", page(("<p " + " ".join(f"a{n}=1" for n in range(250)) + ">x</p>") * 4000)
    yield "an attribute of 8 MB", page(f"<div class='{'a ' * 4_000_000}'>x</div>")
    yield "quotes that never close", page("<p " + "a='" * 500_000)
    yield "400 KB of <!--", page("<!--" * 100_000)
    yield "<!-- before all", b"<!--" * 100_000 + b"<p>x"
    yield "1 M comments", page("<!-- -->" * 1_000_000)
    yield "5 M bare &", page("&" * 5_000_000)
    yield "3 M &#", page("&#" * 3_000_000)
    yield "5 M <", page("<" * 5_000_000)
    yield "3 M < a", page("< a" * 3_000_000)
    yield "<a and 5 M blanks", page("<a" + " " * 5_000_000)
    yield "2 M </p>", page("</p>" * 2_000_000)
    yield "4 M <?", page("<?" * 4_000_000)
    yield "a line of 10 MB", b"<html><body><p>" + b"x" * 10_000_000
    yield "a paragraph of 10 MB", b"<html><body><article><p>" + b"word and more " * 700_000
    yield "a title of 10 MB", b"<title>" + b"x " * 4_900_000 + b"</title><article>" + PARAGRAPHS.encode()
    yield "meta", page("<meta name='a b c d e f g' content='x'>" * MANY)
    yield "times", page("<time>Mar 28, 2024, 4:16 PM IST</time>" * MANY)
    yield "lines that look like dates", page(("<div>Mar 28, 2024 " + "1 " * 80 + "</div>") * 20_000)
    yield "utf-7", b"<meta charset=utf-7><p>+ADw-script+AD4-" + PARAGRAPHS.encode()
    yield "entities on a page", b'<!DOCTYPE html [<!ENTITY a "b">]><html><body>&a;</body></html>'


def texts() -> Iterator[tuple[str, bytes]]:
    yield "plain line of 10 MB", b"x" * 10_000_000
    yield "plain words, 10 MB", SENTENCE.encode() * 110_000
    yield "5 M line ends", b"x\n" * 5_000_000
    yield "3 M blank lines", b"x" + b"\n \n" * 3_000_000
    yield "10 MB of blanks", b"x" + b" " * 9_900_000 + b"y"
    yield "4 M bars", b"Title\nBy A " + b"| " * 4_000_000 + b"\n\nSome text is here."
    yield "10 MB of Chinese", ("市" * 3_300_000).encode()
    yield "5 M accents on one letter", ("a" + "\u0301" * 4_900_000).encode()
    yield "NUL", b"x\0" * 100_000
    yield "UTF-16 cut", b"\xff\xfe" + b"a\0" * 1000 + b"x"
    yield "lone surrogates", b"\xed\xa0\x80 is no letter of any text, the council said." * 3
    yield "bidi", "Die Stadt \u202e sagte am Montag, es fehlten 5 Millionen.\u202c ".encode() * 3


def articles() -> Iterator[tuple[str, str]]:
    yield "words", SENTENCE
    yield "quotation marks", '"'
    yield "quotations that never close", "He said “it is. "
    yield "who said that who said", "Ann Berg said that Bo Ek said that "
    yield "capitals", "A. B. C. "
    yield "empty paragraphs", "a\n\n"
    yield "dashes", "— said x "
    yield "full stops", "."
    yield "commas", "said, "


def corpus() -> Iterator[tuple[str, str, bytes, dict[str, str]]]:
    url = "https://paper.example/1"
    yield from (("entries", name, body, {"url": url}) for name, body in feeds())
    yield from (("read", name, body, {"url": url, "media_type": "text/html"}) for name, body in pages())
    yield from (("read", name, body, {"media_type": "text/plain"}) for name, body in texts())
    for name, words in articles():
        yield "find", f"text of {name}", (words * (300_000 // len(words))).encode(), {"language": "en"}


@dataclass
class Outcome:
    kind: str
    name: str
    size: int
    code: str
    said: str
    cpu_s: float
    wall_s: float


def run(children: Children, kind: str, name: str, body: bytes, arguments: dict[str, str]) -> Outcome:
    children.ask("find", Found, b"Warm.", language="en")
    meter = Meter(children._idle[-1].pid)
    begun = time.monotonic()
    with meter:
        try:
            code, said = "", _about(children.ask(kind, SHAPES[kind], body, **arguments))
        except Refusal as refusal:
            code, said = refusal.code, refusal.message
    return Outcome(kind, name, len(body), code, said, meter.seconds, time.monotonic() - begun)


class Meter(threading.Thread):
    """The CPU seconds of a process inside a block, looked at every 20 ms: it may not live to the end."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.over, self.first = pid, threading.Event(), cpu_ms([pid])
        self.last = self.first

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.join()
        self._look()

    @property
    def seconds(self) -> float:
        return (self.last - self.first) / 1000

    def run(self) -> None:
        while not self.over.wait(0.02):
            self._look()

    def _look(self) -> None:
        with suppress(OSError):  # ended between two looks
            self.last = max(self.last, cpu_ms([self.pid]))


def _about(result: Any) -> str:
    if isinstance(result, FeedReading):
        return f"{len(result.entries)} entries, {result.dropped} left out"
    if isinstance(result, Found):
        return f"{len(result.statements)} statements, {result.left_out} left out"
    return f"{len(result.text)} characters {' '.join(result.cuts)}"


class Neighbour(threading.Thread):
    """Reads an ordinary page again and again, and remembers how long each took."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seconds: list[float] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            begun = time.monotonic()
            parsing.read(page(), media_type="text/html")
            self.seconds.append(time.monotonic() - begun)

    def p95_ms(self) -> float:
        return round(sorted(self.seconds)[int(len(self.seconds) * 0.95)] * 1000, 1)


def main(wanted: list[str]) -> int:
    children = Children("claims.ingestion.child", refusals=parsing.REFUSALS)
    alone, beside = Neighbour(), Neighbour()
    alone.start()
    time.sleep(5)
    alone.over.set()
    alone.join()
    beside.start()
    outcomes = []
    for kind, name, body, arguments in corpus():
        if not wanted or any(part in name for part in wanted):
            outcome = run(children, kind, name, body, arguments)
            outcomes.append(outcome)
            print(
                f"{kind:8}{name:32}{len(body):>10} B {outcome.cpu_s:6.2f} s CPU {outcome.wall_s:6.2f} s  "
                f"{outcome.code or 'read'}: {outcome.said}",
                flush=True,
            )
    beside.over.set()
    beside.join()
    children.close()
    limit = Limits().cpu + SLACK
    bad = [o.name for o in outcomes if o.cpu_s > limit or o.code == "parser_failed"]
    codes = {code: sum(o.code == code for o in outcomes) for code in sorted({o.code for o in outcomes})}
    worst = max(outcomes, key=lambda outcome: outcome.cpu_s)
    summary = {
        "inputs": len(outcomes),
        "outcomes": {code or "read": count for code, count in codes.items()},
        "worst": asdict(worst),
        "neighbour_alone_p95_ms": alone.p95_ms(),
        "neighbour_beside_p95_ms": beside.p95_ms(),
        "neighbour_pages": len(beside.seconds),
        "bad": bad,
    }
    print(json.dumps(summary, ensure_ascii=False))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
