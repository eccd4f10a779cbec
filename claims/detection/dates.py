"""Dates for words that only the day of the article makes plain: "yesterday", "on Monday", "last year".

Nothing is guessed. `days` are the days it may have been where the article appeared (two where its zone is
not known); a word gives way only if it means the same on each, its tense is plain, and it is not quoted.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from claims.detection import verbs
from claims.detection.clauses import Token, is_adverb, read
from claims.detection.dates_elsewhere import ELSEWHERE
from claims.detection.words import is_english

Rule = Callable[[re.Match[str], date, str], str]  # match, day, tense of the clause; "" to leave it

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY: Final = "|".join(_WEEKDAYS)
_PART: Final = r"(?:\s(?P<part>morning|afternoon|evening|night))?"
_BEFORE: Final = (
    r"(?P<prep>\b(?:on|by|since|until|till|from|before|after|of|for|than|in|to|during|around|through)\s)?"
)
_QUOTED: Final = re.compile(r"“[^“”]*”|„[^„“]*“|«[^«»]*»|\"[^\"]*\"|「[^「」]*」")
_FIRST, _LAST = 1500, 2999  # years that an article can be of
_OTHER_YEAR: Final = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:last|next)\s(?:year|month|week)\b", re.IGNORECASE
)
_OTHER_DAY: Final = re.compile(
    rf"\b(?:{_DAY}|yesterday|earlier|last night)\b|\b(?i:{'|'.join(MONTHS[:4] + MONTHS[5:])})\b",
    re.IGNORECASE,
)
_ONE: Final = timedelta(days=1)


def dated(words: str, days: Sequence[date], *, frame: str = "", language: str = "en") -> str:
    """Return the words with dates for "yesterday" and its like; unchanged where they are not plain.

    `frame` is the rest of the sentence: if it names a year, what is said counts from there.
    """
    known = days and all(_FIRST < day.year < _LAST for day in days)
    if not known or _OTHER_YEAR.search(frame):
        return words
    rules = _ENGLISH if is_english(language) else ELSEWHERE.get(language.lower()[:2], ())
    said_on_a_day = _OTHER_DAY.search(frame)  # "… yesterday", she said on Monday: that is Monday's yesterday
    for pattern, rule in rules:
        if said_on_a_day and rule not in (_possessive, _of_period):
            continue
        words = _replaced(words, pattern, rule, days)
    return words


def _replaced(words: str, pattern: re.Pattern[str], rule: Rule, days: Sequence[date]) -> str:
    if not pattern.search(words):
        return words
    quoted = [match.span() for match in _QUOTED.finditer(words)]
    tokens = read(words)

    def new(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in quoted):
            return match.group()
        tense = _tense(tokens, match.start(), match.end())
        meant = {rule(match, day, tense) for day in days}
        one = meant.pop() if len(meant) == 1 else ""
        return (one[:1].upper() + one[1:] if match.start() == 0 else one) or match.group()

    return pattern.sub(new, words)


def _tense(tokens: Sequence[Token], start: int, end: int) -> str:
    """Return "past" or "future" by the nearest verb before the words, else behind them, "" if unsure."""
    before = [token for token in tokens if token.end <= start]
    after = [token for token in tokens if token.start >= end]
    return _of_verb(before[::-1], backwards=True) or _of_verb(after, backwards=False)


def _of_verb(tokens: Sequence[Token], *, backwards: bool) -> str:
    for at, token in enumerate(tokens):
        low = token.low
        if low in ("will", "would", "shall", "won't", "wouldn't"):
            return "future"
        if low in ("was", "were", "had", "did", "has", "have", "wasn't", "weren't", "hadn't", "didn't"):
            return "past"
        if low in verbs.AUXILIARY or low in ("to", "be"):
            if backwards and low == "be":
                continue
            return "?"
        if low in verbs.PAST:
            return "past"
        if low.endswith("ed") or low in verbs.PAST_OR_PARTICIPLE or low in verbs.PARTICIPLE:
            helped = next((t.low for t in tokens[at + 1 :] if not is_adverb(t.low)), "") if backwards else ""
            if helped not in ("be", "been", "being") and low not in verbs.NO_PAST:
                return "past"
    return ""


def _written(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _on(day: date, match: re.Match[str]) -> str:
    """The day with the preposition that stood there, else "on"."""
    given = match.groupdict()
    if given.get("part"):
        return f"{_kept(given, 'on')}the {given['part']} of {_written(day)}"
    return f"{_kept(given, 'on')}{_written(day)}"


def _kept(given: dict[str, str], usual: str) -> str:
    """ "since yesterday" keeps its preposition; "in" and "on" are chosen anew."""
    told = (given.get("prep") or "").lower()
    if told.strip() == "than":
        return f"than {usual} "
    return told if told.strip() not in ("", "on", "in", "during") else f"{usual} "


def _shifted(days: int) -> Rule:
    return lambda match, day, tense: _on(day + days * _ONE, match)


def _today(match: re.Match[str], day: date, tense: str) -> str:
    return _on(day, match) if tense in ("past", "future") else ""  # "the bank pays no tax today": nowadays


def _possessive(match: re.Match[str], day: date, tense: str) -> str:
    """ "yesterday's vote", "last year's budget"."""
    when = match["when"].lower()
    if when == "yesterday":
        return f"the {_written(day - _ONE)} "
    which, unit = when.split()
    return f"the {_period(day, which, unit)} "


def _weekday(match: re.Match[str], day: date, tense: str) -> str:
    number, which = _WEEKDAYS.index(match["day"].lower()), (match["which"] or "").strip().lower()
    back, ahead = (day.weekday() - number) % 7, (number - day.weekday()) % 7
    if which == "last":
        return "" if back == 1 else _on(day - (back or 7) * _ONE, match)  # said on Tuesday: which Monday?
    if which == "next":
        return _on(day + ahead * _ONE, match) if number < day.weekday() else ""
    if tense == "past":
        return _on(day - back * _ONE, match)
    return _on(day + ahead * _ONE, match) if tense == "future" else ""


def _of_period(match: re.Match[str], day: date, tense: str) -> str:
    """ "this year", "since last month"; at the head, before its verb, it is the subject."""
    period = _period(day, match["which"].lower(), match["unit"].lower())
    if match["verb"] is not None and not match["prep"]:
        return period
    return f"{_kept(match.groupdict(), 'in')}{period}"


def _period(day: date, which: str, unit: str) -> str:
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "year":
        return str(day.year + step)
    month = day.month - 1 + step
    return f"{MONTHS[month % 12]} {day.year + month // 12}"


def _week(match: re.Match[str], day: date, tense: str) -> str:
    step = {"last": -7, "this": 0, "next": 7}[match["which"].lower()]
    if day.weekday() == 6:
        return ""  # some weeks begin on Sunday
    monday = day - day.weekday() * _ONE + step * _ONE
    return f"{_kept(match.groupdict(), 'in')}the week of {_written(monday)}"


_ENGLISH: Final[tuple[tuple[re.Pattern[str], Rule], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), rule)
    for pattern, rule in (
        (r"\b(?<!the )(?P<when>yesterday|(?:last|this|next) (?:year|month))['’]s\s(?=\w)", _possessive),
        (rf"{_BEFORE}\byesterday{_PART}\b(?!['’])", _shifted(-1)),
        (rf"{_BEFORE}\blast (?P<part>night)\b(?!['’])", _shifted(-1)),
        (rf"{_BEFORE}\btomorrow{_PART}\b(?!['’])", _shifted(1)),
        (rf"{_BEFORE}\bthis (?P<part>morning|afternoon|evening)\b(?!['’])", _shifted(0)),
        (r"(?<!as )(?<!than )(?<!of )(?<!to )(?<!until )\btoday\b(?!['’])", _today),
        (
            rf"{_BEFORE}(?<!\bthe )(?<!\ba )(?<!\bone )(?<!every )(?<!each )(?<!Good )(?<!Black )(?<!Bloody )"
            rf"(?<!Easter )(?<!Super )(?<!Ash )(?<!Palm )(?<!Cyber )(?<!and )(?<!or )(?<!to )(?<!-)"
            rf"\b(?P<which>(?:last|next|this) )?(?P<day>{_DAY})\b{_PART}\b"
            rf"(?!['’-]|,? \d|,? the \d|,? (?-i:[A-Z])|\s(?:to|and|or|through|until|before|after)\s(?:{_DAY})"
            r"|\s(?:school|paper|newspaper))",
            _weekday,
        ),
        (
            rf"{_BEFORE}\b(?<!the )(?P<which>last|this|next) (?P<unit>year|month)\b(?!['’-])"
            r"(?P<verb>(?=\s(?:was|is|will|saw|brought)\b))?",
            _of_period,
        ),
        (rf"{_BEFORE}\b(?<!the )(?P<which>last|this|next) week\b(?!['’-])", _week),
    )
)
