"""Who is heard in each sentence: the article itself, one speaker, or several with a stretch each."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from claims.attribution import Attribution, Speaker
from claims.detection.sentences import Sentence
from claims.detection.statement import Span

_LOOSE: Final = " \t\n\r\u00a0\u202f,;:–—-"
_JOINS: Final = (
    "and",
    "but",
    "while",
    "whereas",
    "although",
    "though",
    "as",
    "yet",
    "und",
    "aber",
    "et",
    "mais",
    "y",
    "pero",
)
_MARKS: Final = '“”„«»"'


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker's words (`content`) within one stretch of a sentence.

    `speaker` None is the article itself, or, where `attributed`, somebody whom the article leaves unnamed.
    """

    start: int
    end: int
    content: tuple[Span, ...]
    speaker: Speaker | None
    attributed: bool

    @property
    def opens(self) -> bool:
        """Whether the stretch begins with the speaker's name, or the pronoun for him."""
        return (
            self.speaker is not None and self.speaker.span is not None and self.speaker.span[0] == self.start
        )

    def frame(self, text: str) -> str:
        """Return the words around the content: "X accused Y of", "he said"."""
        rest: list[str] = []
        at = self.start
        for start, end in self.content:
            rest.append(text[at:start])
            at = max(at, end)
        return " ".join([*rest, text[at : self.end]])


def overlap(spans: Sequence[Span], within: Span) -> Iterator[Span]:
    """Yield the parts of `spans` that lie inside `within`."""
    for start, end in spans:
        if start < within[1] and end > within[0]:
            yield max(start, within[0]), min(end, within[1])


def voices_of(
    text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution]
) -> list[list[Voice]]:
    """Return for each sentence who is heard in it, with spans that differ from each other."""
    heard: list[list[Voice]] = [[] for _ in sentences]
    starts = [sentence.start for sentence in sentences]
    for attribution in attributions:
        for at, content in _by_sentence(sentences, starts, attribution.content).items():
            sentence = sentences[at]
            heard[at].append(
                Voice(sentence.start, sentence.end, content, attribution.speaker, attributed=True)
            )
    return [_apart(text, sentence, _merged(found)) for sentence, found in zip(sentences, heard, strict=True)]


def _by_sentence(
    sentences: Sequence[Sentence], starts: Sequence[int], content: Sequence[Span]
) -> dict[int, tuple[Span, ...]]:
    """Cut the spans at the borders of the sentences, by the sentence's number."""
    cut: dict[int, tuple[Span, ...]] = {}
    for start, end in content:
        at = max(0, bisect_right(starts, start) - 1)
        while at < len(sentences) and sentences[at].start < end:
            within = (sentences[at].start, sentences[at].end)
            cut[at] = cut.get(at, ()) + tuple(overlap([(start, end)], within))
            at += 1
    return {at: spans for at, spans in cut.items() if spans}


def _merged(heard: Sequence[Voice]) -> list[Voice]:
    """Join what the same speaker says in one sentence; a quotation inside his reported words adds nothing."""
    by_speaker: dict[str | None, Voice] = {}
    for voice in heard:
        name = voice.speaker.name if voice.speaker else None
        known = by_speaker.get(name)
        if known is None:
            by_speaker[name] = voice
        else:
            by_speaker[name] = replace(known, content=_union(known.content + voice.content))
    return sorted(by_speaker.values(), key=lambda voice: voice.content)


def _union(spans: Sequence[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _apart(text: str, sentence: Sentence, heard: Sequence[Voice]) -> list[Voice]:
    """Give every voice its stretch: all of the sentence for one, neighbouring pieces for several."""
    whole = (sentence.start, sentence.end)
    if not heard:
        start, end = _unpaired(text, whole)
        return [Voice(start, end, ((start, end),), None, attributed=False)]
    if len(heard) == 1:
        return [_placed(heard[0], _unpaired(text, whole))]
    hulls = sorted((_hull(voice, sentence), number) for number, voice in enumerate(heard))
    placed: dict[Span, Voice] = {}
    for position, (hull, number) in enumerate(hulls):
        start = sentence.start if position == 0 else hull[0]
        end = sentence.end if position == len(hulls) - 1 else max(hull[1], hulls[position + 1][0][0])
        voice = _placed(heard[number], _unpaired(text, _trimmed(text, (start, end))))
        placed.setdefault((voice.start, voice.end), voice)
    return list(placed.values())


def _hull(voice: Voice, sentence: Sentence) -> Span:
    """Return the stretch from the first to the last word of the voice, its speaker's name among them."""
    spans = list(voice.content)
    if voice.speaker and voice.speaker.span:
        spans += overlap([voice.speaker.span], (sentence.start, sentence.end))
    return min(start for start, _ in spans), max(end for _, end in spans)


def _placed(voice: Voice, span: Span) -> Voice:
    return replace(voice, start=span[0], end=span[1])


def _trimmed(text: str, span: Span) -> Span:
    """Take off what joins a stretch to its neighbours ("..., but")."""
    start, end = span
    while start < end and text[start] in _LOOSE:
        start += 1
    end = start + len(text[start:end].rstrip(_LOOSE))
    last = text[start:end].rsplit(maxsplit=1)[-1:]
    if last and last[0].casefold() in _JOINS:
        end = start + len(text[start : end - len(last[0])].rstrip(_LOOSE))
    return start, end


def _unpaired(text: str, span: Span) -> Span:
    """Take off a quotation mark at either end whose partner stands in another sentence, and its space."""
    start, end = span
    marks = [at for at in range(start, end) if text[at] in _MARKS]
    if len(marks) == 1 and marks[0] == start:
        start = end - len(text[start + 1 : end].lstrip())
    elif len(marks) == 1 and marks[0] == end - 1:
        end = start + len(text[start : end - 1].rstrip())
    return start, end
