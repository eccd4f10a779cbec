"""Attribute an article: go through it in order, and know at every point who spoke last."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from claims.attribution.cast import Cast, Member, is_human
from claims.attribution.contents import Content, is_sentence, of_frames
from claims.attribution.frames import frames
from claims.attribution.gathering import gather
from claims.attribution.lexicon import Lexicon, guess, leading, pronouns, words
from claims.attribution.people import Mention, describe
from claims.attribution.quotation import quotations
from claims.attribution.reading import Token, Unit, units
from claims.attribution.roles import PLURALS, SOURCES, can_speak
from claims.attribution.subjects import Phrase, head, of_unit
from claims.attribution.tongues import LEXICONS
from claims.attribution.transcripts import Talk
from claims.attribution.values import Attribution, Span, Speaker, Speech

if TYPE_CHECKING:  # detection imports attribution: at run time the arrow points one way
    from claims.detection.sentences import Sentence

_INDEFINITE = words("a an one another some ein eine einer un une una um uma")
_OBJECTS = {"him": "he", "her": "she", "them": "they"}  # according to him
_OWNERS = {"his": "he", "her": "she", "its": "it"}
_SUBJECTLESS = 2  # tokens; "HALE." does nothing
_SAMPLE = 600  # words by which the language is guessed


def attribute(text: str, sentences: Sequence["Sentence"], *, language: str = "") -> list[Attribution]:
    """Return what is attributed to whom, in text order.

    `language` is a code ("de", "pt-BR"); the language of the text is guessed where it is "" or none of
    those the rules know. An outer attribution holds those inside it ("X said that Y had claimed ..."), so
    contents of two attributions may overlap.
    """
    read = units(text, sentences, quotations(text))
    lexicon = _lexicon(read, language)
    scene = _Scene(gather(read, lexicon), lexicon)
    for unit in read:
        scene.read(unit)
    attributed = [Attribution(tuple(d.content), d.speaker, d.speech) for d in scene.found]
    return sorted(attributed, key=lambda a: (a.content[0], a.speech))


def _lexicon(read: Sequence[Unit], language: str) -> Lexicon:
    code = language.casefold().split("-")[0].split("_")[0]
    for lexicon in LEXICONS:
        if lexicon.code == code:
            return lexicon
    return guess(_sample(read), LEXICONS)


def _sample(read: Sequence[Unit]) -> list[str]:
    sample: list[str] = []
    for unit in read:
        for token in unit.tokens:
            sample.extend([token.low] if token.kind == "word" else token.text.casefold().split()[:40])
        if len(sample) > _SAMPLE:
            break
    return sample[:_SAMPLE]


@dataclass(slots=True)
class _Draft:
    """An attribution that a later quotation may still go on with."""

    content: list[Span]
    speaker: Speaker | None
    speech: Speech


@dataclass(slots=True)
class _Scene:
    """The article so far: who is known, and who spoke last where."""

    cast: Cast
    lexicon: Lexicon
    found: list[_Draft] = field(default_factory=list)
    last: Speaker | None = None  # whoever spoke last, in words quoted or told
    paragraph: int = -1  # where he did
    here: int = -1  # the paragraph being read
    talk: Talk = field(default_factory=Talk)
    direct: int | None = None  # index in `found` of the quotation that a bare quotation may go on with
    open_quote: bool = False  # the last quotation runs on into the next paragraph

    def read(self, unit: Unit) -> None:
        """Attribute one unit."""
        if not unit.tokens:
            return
        opens = unit.paragraph != self.here
        self.here = unit.paragraph
        if self._transcript(unit, opens=opens):
            return
        if unit.only_quotes:
            self._bare(unit)
            return
        tokens = unit.tokens
        acts = frames(tokens, self.lexicon)
        phrase = of_unit(tokens, self.lexicon) if len(tokens) > _SUBJECTLESS else None
        subject = self._who(tokens, phrase) if phrase else (None, None)
        heard: list[tuple[Member | None, Speaker | None]] = []
        speaker: Speaker | None = subject[1]
        member: Member | None = subject[0]
        self.direct = None
        if subject[0] is not None and _acts(subject[0]):
            self.cast.heard(subject[0])  # "Hale denied what she called a lie"
        taken: set[Span] = set()
        for act, contents in zip(acts, of_frames(tokens, acts, self.lexicon), strict=True):
            if act.speaker is not None:
                known = act.speaker == phrase and phrase is not None and not heard
                member, speaker = subject if known else self._who(tokens, act.speaker)
                if member is not None:
                    self.cast.heard(member)  # "The ministry said it viewed the move as ..."
            heard.append((member, speaker))
            for content in contents:
                taken.update(self._add(content, speaker, taken))
        if subject[0] is not None:
            self.cast.heard(subject[0])
        for one, _ in heard:
            if one is not None:
                one.spoke = True
                self.cast.heard(one)
        named = [s for _, s in heard if s is not None] or ([subject[1]] if subject[1] else [])
        if named:
            self.last, self.paragraph = named[0], unit.paragraph
        self._orphans(unit, subject[1], taken)
        self.open_quote = _runs_on(tokens)

    def _transcript(self, unit: Unit, *, opens: bool) -> bool:
        """Attribute a sentence of an interview that is printed as one: "Hale: In May it rained."."""
        if opens:
            self.talk.turn(unit.tokens, self.cast)
        first = self.talk.words_from(unit.tokens) if opens else 0
        if not self.talk.running or first >= len(unit.tokens):
            return self.talk.running
        speaker = self.talk.speaker
        if speaker is not None:
            self._say([(unit.tokens[first].start, unit.tokens[-1].end)], speaker, "direct")
            self.last, self.paragraph = speaker, unit.paragraph
        return True

    def _add(self, content: Content, speaker: Speaker | None, taken: set[Span]) -> tuple[Span, ...]:
        if content.told:
            self._say(content.told, speaker, "reported")
        quoted = tuple(span for span in content.quoted if span not in taken)
        if quoted:
            self._say(quoted, speaker, "direct")
            if not content.told:
                self.direct = len(self.found) - 1
        return quoted

    def _say(self, spans: Sequence[Span], speaker: Speaker | None, speech: Speech) -> None:
        self.found.append(_Draft(list(spans), speaker, speech))

    def _orphans(self, unit: Unit, subject: Speaker | None, taken: set[Span]) -> None:
        """Attribute the quotations no verb claims, where they are speech: "He laughed: "Never!"""
        for at, token in enumerate(unit.tokens):
            if token.quotation is None or (token.quotation.start, token.quotation.end) in taken:
                continue
            introduced = at > 0 and unit.tokens[at - 1].text == ":"
            if not is_sentence(token) and not introduced:
                continue
            if not introduced and token.text[-1] not in ".,!?…" and at > 0:
                continue
            speaker = subject if at > 0 else None
            if speaker is None:
                speaker = self._named_behind(unit.tokens, at) or subject or self._going_on(unit.paragraph)
            if speaker is not None:
                self.last, self.paragraph = speaker, unit.paragraph
            span = (token.quotation.start, token.quotation.end)
            self._say((span,), speaker, "direct")
            self.direct = len(self.found) - 1

    def _named_behind(self, tokens: Sequence[Token], at: int) -> Speaker | None:
        """Return who follows a quotation with a verb the lexicon lacks: "..." laughed Smith."""
        rest = tokens[at + 1 : at + 16]
        if (
            rest
            and rest[0].text.islower()
            and rest[0].low not in leading(self.lexicon)
            and rest[0].low not in pronouns(self.lexicon)
        ):
            rest = rest[1:]
        phrase = of_unit(rest, self.lexicon) if rest else None
        return self._who(rest, phrase)[1] if phrase is not None and phrase[0] == 0 else None

    def _bare(self, unit: Unit) -> None:
        """Attribute a unit that is nothing but quotation: the speaker before goes on."""
        spans = tuple((t.quotation.start, t.quotation.end) for t in unit.tokens if t.quotation)
        went_on = self.open_quote
        self.open_quote = _runs_on(unit.tokens)
        same = self.paragraph == unit.paragraph
        if self.direct is not None and (same or went_on):
            self.found[self.direct].content.extend(spans)
            self.paragraph = unit.paragraph
            return
        self._say(spans, self._going_on(unit.paragraph), "direct")
        self.direct = len(self.found) - 1
        self.paragraph = unit.paragraph

    def _going_on(self, paragraph: int) -> Speaker | None:
        """Return who spoke last, if that was in this paragraph or the one before."""
        if self.last is None or paragraph - self.paragraph > 1:
            return None
        return Speaker(self.last.name, self.last.role, self.last.organisation, None)

    def _who(self, tokens: Sequence[Token], phrase: Phrase) -> tuple[Member | None, Speaker | None]:
        """Return the member a phrase means, and him as a speaker at this place."""
        span = (tokens[phrase[0]].start, tokens[phrase[1] - 1].end)
        first = tokens[phrase[0]]
        low = _OBJECTS.get(first.low, first.low)
        if phrase[1] - phrase[0] == 1 and low in pronouns(self.lexicon):
            member = self.cast.pronoun(low, first.start)
            return member, _speaker(member, span) if member else None
        if tokens[phrase[1] - 1].low == "them":
            return None, self._some(first, span)
        if phrase[1] - phrase[0] < 3 and tokens[phrase[1] - 1].low in ("one", "another", "other"):
            group = self.cast.pronoun("they", span[0])
            return None, self._some(first, span) if group is not None and group.plural else None
        parted = tokens[phrase[0] + 1].low == "of" if phrase[1] - phrase[0] > 2 else False
        if parted and first.low in self.lexicon.determiners:
            named = " ".join(t.text for t in tokens[phrase[0] + 1 : phrase[1]])
            return None, Speaker(f"{first.low} {named}", "", "", span)
        mention = describe(_uncapitalised(tokens, phrase))
        mention, definite = self._of_somebody(mention, first)
        member = self._same(mention, first) if definite else None
        if member is None:
            member = self.cast.find(mention, definite=definite and first.low not in _INDEFINITE)
        noun = head(tokens, phrase, self.lexicon)
        plural = noun.low in PLURALS or (noun.low.endswith("s") and noun.low != "corps")
        several = plural and (noun.text.islower() or can_speak(noun.low))
        member.plural = member.plural or (not member.person and several) or " and " in member.name
        return member, _speaker(member, span)

    def _same(self, mention: Mention, first: Token) -> Member | None:
        """Return who spoke last in this paragraph, if "the shadow care secretary" is a new word for him."""
        if first.low != "the" or mention.person or self.last is None or self.paragraph != self.here:
            return None
        member = self.cast.by_name.get(self.last.name.casefold())
        if member is None or not member.person or member.role or not is_human(mention.name):
            return None
        if self.cast.knows(mention) or (mention.gender and member.gender and mention.gender != member.gender):
            return None
        member.role = mention.role or mention.name
        member.organisation = member.organisation or mention.organisation
        return member

    def _of_somebody(self, mention: Mention, first: Token) -> tuple[Mention, bool]:
        """Return "Ann Hale's lawyer" for "her lawyer", and whether he may be known by his office."""
        pronoun = _OWNERS.get(first.low)
        if pronoun is None or mention.person or self.lexicon.code != "en":
            return mention, True
        owner = self.cast.pronoun(pronoun, first.start)
        if owner is None or owner.plural or "'s " in owner.name or (pronoun != "it" and not owner.person):
            return mention, True
        return replace(mention, name=f"{owner.name}'s {mention.name}"), False

    def _some(self, first: Token, span: Span) -> Speaker:
        """Return "one of them" as a speaker, with the group's name where it is known."""
        group = self.cast.pronoun("they", span[0])
        if group is None or group.person or not group.plural:
            return Speaker(f"{first.low} of them", "", "", span)
        named = group.name.split()
        while len(named) > 1 and named[0].casefold() in self.lexicon.determiners:
            named.pop(0)
        part = "another" if first.low == "the" else first.low
        return Speaker(f"{part} of the {' '.join(named)}", "", "", span)


def _acts(member: Member) -> bool:
    """Tell whether a sentence's subject is somebody a pronoun in it may mean."""
    noun = member.name.split()[-1].casefold()
    body = " of " in member.name or can_speak(noun) or noun in SOURCES
    return member.person or member.plural or member.spoke or body


def _uncapitalised(tokens: Sequence[Token], phrase: Phrase) -> list[Token]:
    """Take the capital of the sentence's first word off a common noun: "Security services"."""
    given = list(tokens[phrase[0] : phrase[1]])
    first = given[0]
    lone = phrase[0] == 0 and (len(given) == 1 or not given[1].capital) and not first.text[1:].isupper()
    common = can_speak(first.low) or first.low in SOURCES
    described = can_speak(given[-1].low) and first.low.endswith(("ity", "al", "ate", "ous", "ing"))
    if lone and (common or described):
        given[0] = first._replace(text=first.low, capital=False)
    return given


def _speaker(member: Member, span: Span) -> Speaker:
    return Speaker(member.name, member.role, member.organisation, span)


def _runs_on(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and tokens[-1].quotation is not None and tokens[-1].quotation.continues
