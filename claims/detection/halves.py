"""Two halves of a sentence in five languages beside English, where their verbs are plain."""

import re
from typing import Final


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_AND: Final = {
    "de": _words("und aber"),
    "fr": _words("et mais"),
    "es": _words("y e pero"),
    "it": _words("e ed ma"),
    "pt": _words("e mas"),
}
_VERBS: Final = {
    "de": _words("""
        ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können stieg stiegen sank
        sanken fiel fielen wuchs wuchsen kostet kosteten kostete liegt lag lagen gibt gab zahlte zahlten
        starben starb verlor verloren schloss schlossen bekam bekamen ging gingen stand stehen steht
        bleibt blieb blieben verdoppelte halbierte arbeiten leben
    """),
    "fr": _words("""
        est sont était étaient a ont avait avaient sera seront fut furent augmente augmentent baisse
        baissent coûte coûtent reste restent vaut compte comptent dépasse atteint
    """),
    "es": _words("""
        es son era eran fue fueron ha han había habían será serán está están subió subieron bajó bajaron
        cayó cayeron creció crecieron cuesta costó cuestan murieron murió perdió perdieron tiene tienen
        pagó pagaron cerró cerraron alcanzó
    """),
    "it": _words("""
        è sono era erano ha hanno aveva avevano sarà saranno fu furono costa costano resta restano vale
        sale salgono scende scendono
    """),
    "pt": _words("""
        é são era eram foi foram tem têm tinha será serão está estão subiu subiram caiu caíram cresceu
        cresceram custa custou morreram morreu perdeu perderam
    """),
}
_OPENS: Final = {
    "de": _words("der die das den dem ein eine rund etwa mehr sein seine ihr ihre nur jeder jede kein keine"),
    "fr": _words("le la les un une des ce ces son sa ses leur leurs seuls plus aucun"),
    "es": _words("el la los las un una su sus más ningún solo"),
    "it": _words("il lo la i gli le un una uno suo sua più nessun"),
    "pt": _words("o a os as um uma seu sua mais"),
}
_SUBORDINATES: Final = _words("""
    dass daß weil wenn ob als nachdem bevor obwohl qui que parce si quand lorsque dont où quien porque
    cuando aunque se che perché quando embora entweder soit bien sea oder ou o oppure
""") - {"o"}
_WORD: Final = re.compile(r"\w+|[^\w\s]")
_MARKS: Final = '“”„«»"'


def halves(text: str, *, language: str) -> list[str]:
    """Return the parts around a semicolon or an "and" that stand alone; [text] if there are none.

    Only for de, fr, es, it and pt an "and" is read, and only between two clauses that open with an article
    and hold one of the frequent verbs; a quotation is never taken apart.
    """
    if any(mark in text for mark in _MARKS):
        return [text]
    pieces = [piece.strip() for piece in text.split(";")]
    if any(len(piece.split()) < 3 for piece in pieces):
        pieces = [text]
    return [half for piece in pieces for half in _around_and(piece, language.lower()[:2])]


def _around_and(text: str, language: str) -> list[str]:
    joins = _AND.get(language, frozenset())
    for match in re.finditer(r",?\s(\w+)(?=\s)", text):
        left, right = text[: match.start()], text[match.end() :].strip()
        if match.group(1) in joins and _clause(left, language) and _clause(right, language, opens=True):
            return [left, *_around_and(right, language)]
    return [text]


def _clause(text: str, language: str, *, opens: bool = False) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < 3 or _SUBORDINATES & set(words):
        return False
    first = words[0] in _OPENS[language] or words[0][0].isdigit()
    return (first or not opens) and any(word in _VERBS[language] for word in words[1:])
