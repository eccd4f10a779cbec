"""Words for days and years in German, French, Spanish, Italian and Portuguese, and the dates they mean."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

Rule = Callable[[re.Match[str], date, str], str]

_MONTHS: Final = {
    "de": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    "it": (
        *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
        *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
    ),
    "pt": (
        *("janeiro", "fevereiro", "março", "abril", "maio", "junho"),
        *("julho", "agosto", "setembro", "outubro", "novembro", "dezembro"),
    ),
}
_WRITTEN: Final = {
    "de": "am {day}. {month} {year}",
    "fr": "le {day} {month} {year}",
    "es": "el {day} de {month} de {year}",
    "it": "il {day} {month} {year}",
    "pt": "em {day} de {month} de {year}",
}
_YESTERDAY: Final = {"de": "gestern", "fr": "hier", "es": "ayer", "it": "ieri", "pt": "ontem"}
_IN: Final = {"de": "", "fr": "en ", "es": "en ", "it": "nel ", "pt": "em "}
_YEARS: Final = {
    "de": (
        r"(?:im (?:letzten|vergangenen|vorigen) Jahr|(?:letztes|vergangenes|voriges) Jahr)",
        r"(?:in diesem Jahr|dieses Jahr)",
        r"(?:im (?:nächsten|kommenden) Jahr|nächstes Jahr)",
    ),
    "fr": (
        r"(?:l['’](?:an|année) (?:dernier|dernière|passée?))",
        r"cette année",
        r"(?:l['’](?:an|année) prochaine?)",
    ),
    "es": (
        r"el (?:año pasado|pasado año)",
        r"este año",
        r"el (?:próximo año|año próximo|año que viene)",
    ),
    "it": (
        r"(?:l['’]anno scorso|lo scorso anno)",
        r"quest['’]anno",
        r"(?:l['’]anno prossimo|il prossimo anno)",
    ),
    "pt": (r"no ano passado", r"(?:n?este ano)", r"no próximo ano"),
}
# "ab gestern", "de l'an dernier": what stands before would have to change with it.
_ALONE: Final = (
    r"(?<!\bde )(?<!\bvon )(?<!\bbis )(?<!\bseit )(?<!\bab )(?<!\bdesde )(?<!\bdepuis )(?<!\bque )(?<!\bdi )"
    r"(?<!\bhasta )(?<!\bvor )(?<!\balgo )"
)


def _yesterday(language: str) -> Rule:
    def rule(match: re.Match[str], day: date, tense: str) -> str:
        before = day - timedelta(days=1)
        month = _MONTHS[language][before.month - 1]
        return _WRITTEN[language].format(day=before.day, month=month, year=before.year)

    return rule


def _year(language: str, step: int) -> Rule:
    return lambda match, day, tense: f"{_IN[language]}{day.year + step}"


def _rules(language: str) -> tuple[tuple[re.Pattern[str], Rule], ...]:
    years = zip(_YEARS[language], (-1, 0, 1), strict=True)
    return (
        (re.compile(rf"{_ALONE}\b{_YESTERDAY[language]}\b", re.IGNORECASE), _yesterday(language)),
        *(
            (re.compile(rf"{_ALONE}\b{pattern}\b", re.IGNORECASE), _year(language, step))
            for pattern, step in years
        ),
    )


ELSEWHERE: Final = {language: _rules(language) for language in _MONTHS}
