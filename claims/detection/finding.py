"""From an article's text to its statements: sentences and voices first, then kind, score and wording."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from claims.attribution import attribute
from claims.detection import wording
from claims.detection.furniture import is_furniture
from claims.detection.kinds import kind_of
from claims.detection.quotes import quoted_spans
from claims.detection.sentences import Sentence, split
from claims.detection.statement import Span, Statement
from claims.detection.voices import Voice, overlap, voices_of
from claims.detection.words import tokens
from claims.detection.worthiness import Worth, score_many

_FEWEST = 3  # words; "Check it." asserts nothing
_LONGEST = (
    2000  # characters without a full stop are a table or a list; this also bounds the work per sentence
)
_WIDE = 12  # characters; Chinese or Thai put no blanks between words


@dataclass(frozen=True, slots=True)
class _Heard:
    """One assertion before it is scored, and what a reader knows before it."""

    voice: Voice
    claim: Sequence[Span]  # the part that stands alone, () if none does
    words: str
    quoted: Sequence[Span]
    subject: str  # whom a leading "he" or "she" means, "" if unsure


def find(text: str, *, language: str = "en", days: Sequence[date] = ()) -> list[Statement]:
    """Return the statements of an article in text order; questions and the page's furniture are left out.

    `days` are those on which it may have appeared: "yesterday" gives way to a date that is the same for all
    of them. Without any such words stay.
    """
    heard = list(_heard(text, language))
    worths = score_many(
        [one.words for one in heard], language=language, claimed=[one.voice.attributed for one in heard]
    )
    found = [
        _statement(text, one, worth, language=language, days=days)
        for one, worth in zip(heard, worths, strict=True)
    ]
    return sorted(found, key=lambda statement: (statement.start, statement.end))


def _heard(text: str, language: str) -> Iterator[_Heard]:
    every = split(text, language=language)
    sentences = [s for s in every if len(s.text) <= _LONGEST and not is_furniture(s.text)]
    voices = voices_of(text, sentences, attribute(text, every))
    quoted = quoted_spans(text)
    ends = [end for _, end in quoted]
    subject = ""
    for sentence, heard in zip(sentences, voices, strict=True):
        near = _inside(quoted, ends, sentence)
        for voice in heard:
            claim = _claim(text, voice, near, language)
            words = wording.content_of(text, claim or [(voice.start, voice.end)])
            if _asserts(words):
                yield _Heard(voice, claim, words, near, subject)
        subject = wording.subject_after(sentence.text, [voice.speaker for voice in heard if voice.speaker])


def _inside(spans: Sequence[Span], ends: Sequence[int], sentence: Sentence) -> list[Span]:
    inside: list[Span] = []
    for at in range(bisect_right(ends, sentence.start), len(spans)):
        if spans[at][0] >= sentence.end:
            break
        inside.extend(overlap([spans[at]], (sentence.start, sentence.end)))
    return inside


def _claim(text: str, voice: Voice, quoted: Sequence[Span], language: str) -> Sequence[Span]:
    if not voice.attributed:
        return ()
    opening = _quotation(text, voice.content, quoted)
    stretch = (voice.start, voice.end)
    return wording.claim_in(text, opening or voice.content, stretch, quoted=bool(opening), language=language)


def _statement(text: str, heard: _Heard, worth: Worth, *, language: str, days: Sequence[date]) -> Statement:
    """Describe the claim, or where no part of the stretch stands alone, all of the stretch."""
    voice, claim = heard.voice, heard.claim
    stretch = (voice.start, voice.end)
    direct = _mostly_quoted(text, claim or [stretch], heard.quoted)
    speech = "direct" if direct else "reported" if voice.attributed else "none"
    frame = voice.frame(text)
    return Statement(
        start=voice.start,
        end=voice.end,
        quote=text[voice.start : voice.end],
        quoted_parts=tuple(overlap(heard.quoted, stretch)),
        speaker=voice.speaker,
        speech=speech,
        kind=kind_of(heard.words, frame=frame, claimed=voice.attributed, language=language),
        score=worth.value,
        parts=worth.parts,
        model=worth.model,
        wording=wording.proposed(
            heard.words,
            speaker=voice.speaker if claim or voice.opens else None,
            speech=speech,
            subject=heard.subject,
            frame=frame if claim else "",
            days=days,
            language=language,
        ),
    )


def _asserts(words: str) -> bool:
    """Say whether there is something to check: enough words, and no question."""
    read = tokens(words)
    return "?" not in read[-1:] and (len(read) >= _FEWEST or len(words) >= _WIDE)


def _quotation(text: str, content: Sequence[Span], quoted: Sequence[Span]) -> tuple[Span, ...]:
    """Return the content if it is a quotation from the first word on, else ()."""
    inside = tuple(part for span in content for part in overlap(quoted, span))
    if not inside or any(char.isalnum() for char in text[content[0][0] : inside[0][0]]):
        return ()
    # A quotation that closes with its own stop ends there, whatever of the frame follows it.
    return inside if text[inside[-1][1] - 1] in ",.!?…" else tuple(content)


def _mostly_quoted(text: str, spans: Sequence[Span], quoted: Sequence[Span]) -> bool:
    """Say whether most of the words stand inside quotation marks."""
    inside = [part for span in spans for part in overlap(quoted, span)]
    return 2 * sum(_count(text, part) for part in inside) > sum(_count(text, span) for span in spans)


def _count(text: str, span: Span) -> int:
    return len(tokens(text[span[0] : span[1]]))
