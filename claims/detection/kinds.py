"""What kind of statement it is, by the words that make it one. Only some kinds can be checked."""

import re
from typing import Final

from claims.detection.words import is_english, matches, terms, tokens

CONTEXT: Final = frozenset({"opinion", "prediction"})  # shown beside the list, not on it

_TERMS: Final = {
    "prediction": terms("""
        won't, shall, going to, i'll, we'll, he'll, she'll, they'll, it'll, you'll, expected to, expect,
        expects, set to, likely to, unlikely to, poised to, forecast to, predicted, predicts, forecasts,
        next year, next month, next decade, in the coming, by the end of the decade, wird sich, sera bientôt
    """),
    "accusation": terms("""
        accused, accuses, accusing, accusation, accusations, alleged, alleges, alleging, allegedly,
        allegation, allegations, lied, lying, cover up, covered up, covering up, conceal, concealed,
        concealing, distraction, deflect, deflecting, fraud, fraudulent, corrupt, corruption, bribe, bribes,
        bribed, rigged, rigging, stole, stolen, embezzled, sabotage, sabotaged, war crimes, genocide,
        conspiracy, conspired, plotted, smuggled, tortured, betrayed, blackmail, blackmailed, harassed,
        abused, laundering, falsified, fabricated, hiding, misled, orchestrated, undisclosed, complicit,
        complicity, ulterior motives
    """),
    "duty": terms("""
        should, shouldn't, must, ought, need to, needs to, let's, let us, deserves, deserve, sollte,
        sollten, devrait, debería, dovrebbe, deveria
    """),
    "feeling": terms("""
        i think, i believe, i feel, i hope, i want, i wish, i love, i like, i'm proud, i'm glad, we hope, in
        my view, in my opinion, we believe, ich glaube, ich finde, je pense, je crois, creo que, pienso que,
        credo che, penso che, acho que
    """),
    "value": terms("""
        good, great job, great country, great nation, great success, great leader, terrible, awful,
        wonderful, beautiful, brilliant, disgraceful, disgrace, shameful, shame, outrageous, ridiculous,
        absurd, peculiar, strange, unfair, unjust, wrong, immoral, proud, disappointing, disappointed,
        impressive, irresponsible, reckless, stupid, foolish, cynical, appalling, unacceptable, pathetic,
        remarkable, incredible, excellent, best thing, worst thing, skepticism, scepticism, suspicions,
        mistake
    """),
    "motive": terms("motive, motives, intends, intended to, hopes to"),
    "percent": terms(
        "percent, per cent, %, ‰, percentage, prozent, pour cent, por ciento, por cento, per cento"
    ),
    "big number": terms("""
        hundred, thousand, million, billion, trillion, dozen, dozens, lakh, crore, doubled, tripled, halved,
        twice, half of, a third, a quarter, two thirds, three quarters, millionen, milliarden, millions,
        millones, mille
    """),
    "count": terms("two, three, four, five, six, seven, eight, nine, ten, twelve, twenty, fifty"),
    "others said": terms(
        "said, says, told, promised, pledged, claimed, claims, stated, vowed, tweeted, admitted"
    ),
    "document": terms("bill, law, plan, proposal, act, amendment, treaty, deal, budget, measure, rule"),
}
_NAMES_BY_TERM: Final[dict[str, list[str]]] = {}
for _name, _listed in _TERMS.items():
    for _term in _listed:
        _NAMES_BY_TERM.setdefault(_term, []).append(_name)

_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
# "at will", "the will of the people" and "free will" are no future.
_WILL: Final = re.compile(
    r"(?<!\bat )(?<!\bthe )(?<!\bfree )(?<!\bgood )(?<!\bhis )(?<!\bher )\bwill\b(?! of\b)", re.IGNORECASE
)
_WOULD: Final = re.compile(r"\bwould\b(?! have\b)", re.IGNORECASE)
_HEDGE: Final = re.compile(
    r"\b(?:might|may|could(?! not\b)|[Pp]erhaps|[Mm]aybe|possibly|would have)\b"
)  # May is a month
_DISBELIEF: Final = re.compile(r"\b(?:hard|difficult|impossible) to believe\b", re.IGNORECASE)


def kind_of(content: str, *, frame: str = "", claimed: bool = False, language: str = "en") -> str:
    """Return fact, number, quote, allegation, prediction or opinion.

    `content` are the words of the claim without "X said"; `frame` the rest of the sentence (its verb may
    accuse); `claimed` says that somebody is reported to have said it. Beyond English only a few words of
    accusation, duty and feeling are known, so most statements are facts or numbers there.
    """
    read = tokens(content)
    shown = matches(read, _NAMES_BY_TERM)
    accused = "accusation" in shown or "accusation" in matches(tokens(frame), _NAMES_BY_TERM)
    numbered = _is_numbered(read, shown)
    english = is_english(language)  # German "will" is no future
    if not accused and english and _looks_ahead(content, shown, claimed=claimed):
        return "prediction"
    if shown & {"duty", "feeling"}:
        return "opinion"
    if accused:
        return "allegation"
    if not numbered and shown & {"value", "motive"}:
        return "opinion"
    if numbered:
        return "number"
    if english and _HEDGE.search(content) and not _DISBELIEF.search(content):
        return "opinion"
    return "quote" if "others said" in shown else "fact"


def _is_numbered(read: list[str], shown: set[str]) -> bool:
    if shown & {"percent", "big number", "count"}:
        return True
    return any(token[0].isdigit() and not _YEAR.fullmatch(token) for token in read)


def _looks_ahead(content: str, shown: set[str], *, claimed: bool) -> bool:
    if "prediction" in shown or _WILL.search(content):
        return True
    # Reported speech turns "will" into "would"; of a bill or a plan "would" says what is in it.
    return claimed and "document" not in shown and bool(_WOULD.search(content))
