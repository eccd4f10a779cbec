"""How dates, times and labels are written: the tables that `dates` reads with.

All patterns meet text without accents (`dates` takes them off), so each
word stands here once, in one spelling.
"""

import re
from typing import Final

from claims.ingestion import zones

_MONTH_NAMES: Final = (
    "january jan januar janner janv janvier enero ene janeiro gennaio gen januari ocak января янв stycznia",
    "february feb februar febr fev fevr fevrier febrero fevereiro febbraio februari subat февраля фев lutego",
    "march mar marz mars marzo marco maart mrt mart марта мар marca maret",
    "april apr avr avril abril abr aprile nisan апреля апр kwietnia",
    "may mai mayo maio mag maggio mei mayis maj мая maja",
    "june jun juni juin junio junho giugno giu haziran июня июн czerwca",
    "july jul juli juil juillet julio julho luglio lug temmuz июля июл lipca",
    "august aug aout agosto ago augustus agustos августа авг sierpnia agustus",
    "september sep sept septembre septiembre setembro settembre set eylul сентября сен сент wrzesnia",
    "october oct okt oktober octobre octubre outubro out ottobre ott ekim октября окт pazdziernika",
    "november nov novembre noviembre novembro kasim ноября ноя listopada",
    "december dec dez dezember decembre diciembre dic dezembro dicembre aralik декабря дек grudnia des",
)
MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH: Final = rf"(?P<name>{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?![^\W\d_])\.?"

_WEEKDAY: Final = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|mo|di|mi|do|fr|sa|so|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|miercoles|jueves|viernes|sabado|domingo|(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?|"
    r"lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag"
)

_YEAR4: Final = r"(?<!\d)(?P<year>(?:19|20)\d\d)"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY: Final = r"(?<![\d.:/-])(?P<day>\d{1,2})"

DATE_FORMS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR4}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",  # 2024-03-28
        rf"{_YEAR4}(?P<month>\d\d)(?P<day>\d\d)(?=T\d)",  # 20240328T161600Z
        rf"(?<![^\W\d_]){_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d),?\s+{_YEAR}",  # March 28th, 2024
        rf"{_DAY}(?:st|nd|rd|th|er|o|a|\.)?[\s-]*(?:(?:de|of)\s+|d')?{_MONTH},?[\s-]*(?:del?\s+)?{_YEAR}",
        rf"(?<!\d){_YEAR}[\s-]+{_MONTH}[\s-]*(?P<day>\d{{1,2}})(?!\d)",  # 2024 March 28
        rf"{_DAY}\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",  # 28.03.2024
        rf"{_DAY}(?P<sep>[/-])(?P<either>\d{{1,2}})(?P=sep){_YEAR}",  # 28/03/2024, but not 03/04/2024
        rf"{_YEAR4}\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]",
    )
)

_HALF: Final = r"(?P<half>[ap])\.?\s?m\b\.?"
_ZONE: Final = (
    r"(?:(?:\s?Uhr|\s?hrs?\b|\s?h\b)?,?\s{0,2}[(\[]?(?P<zone>"
    r"(?-i:Z)\b|(?:UTC|GMT)\s?[+-]\s?\d{1,2}(?::?\d\d)?(?!\d)|[+-]\d\d:?\d\d(?!\d)|(?<=\d)[+-]\d\d(?![\d:])|"
    rf"(?-i:[A-Z][A-Za-z_]+/[A-Z][A-Za-z_+/-]+)|(?:{zones.PHRASE})\b|(?-i:[A-Z]{{2,5}})\b)[)\]]?)?"
)
TIME_FORMS: Final = tuple(
    re.compile(pattern + _ZONE, re.IGNORECASE)
    for pattern in (
        r"(?P<hour>\d{1,2})\s?[:.h时時시]\s?(?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d{1,9})?)?(?!\d)[分분]?"
        rf"(?:\s?{_HALF})?",  # 16:16:00.123, 4:16 PM, 16h16, 16.16
        rf"(?P<hour>\d{{1,2}})\s?{_HALF}",  # 4 p.m.
        r"(?P<hour>\d{1,2})\s?(?:Uhr|h)(?![^\W\d_])",  # 16 Uhr
        r"(?<=T)(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?!\d)",  # 20240328T161600Z
        r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=\s?(?:hrs\b|(?-i:GMT|UTC|IST|BST|CET|CEST|EST|EDT)\b))",
    )
)
TO_TIME: Final = re.compile(
    r"(?:T|[\s,;|•·–—-]*\(?(?:at|um|a\sla?s?|as|a|alle(?:\sore)?|ore|om|kl\.?|в|o\sgodz\.?|г\.)?,?\s*)(?=\d)",
    re.IGNORECASE,
)
TO_DATE: Final = re.compile(
    rf"[\s,;|•·–—)-]*(?:(?:on|of|le|del?|am|op|em|el)\s+)?(?:(?:{_WEEKDAY})\.?,?\s+)?\Z", re.IGNORECASE
)
# date(1), Date.toString() and older APIs put the year last: Thu Mar 28 16:16:00 UTC 2024
YEAR_LAST: Final = re.compile(
    rf"(?<![^\W\d_]){_MONTH}\s+(?P<day>\d{{1,2}})\s+(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    rf"(?:\s+(?P<zone>[+-]\d{{4}}|(?-i:[A-Z]{{1,5}})))?\s+{_YEAR}",
    re.IGNORECASE,
)
# The two forms that programs write, whole: the same answers as by the tables at a tenth of the cost.
MACHINE_FORMS: Final = (
    re.compile(
        rf"(?:[a-z]{{3}},\s)?(?P<day>\d{{1,2}})\s{_MONTH}\s{_YEAR}\s"
        r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?\s(?P<zone>[+-]\d{4}|(?-i:[A-Z]{1,5}))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
        r"(?P<zone>Z|[+-]\d\d:?\d\d)"
    ),
)

LABEL: Final = re.compile(
    r"(?P<new>(?:last |zuletzt )?(?:updated|modified|edited|aktualisiert|geandert|mis a jour|modifie|"
    r"actualizado|atualizado|aggiornato|bijgewerkt|обновлено))|"
    r"(?P<first>(?:first |originally )?(?:published|posted|publie\b|veroffentlicht|erschienen|publicado|"
    r"pubblicato|gepubliceerd|опубликовано))",
    re.IGNORECASE,
)
