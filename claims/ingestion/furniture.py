"""The lines around an article that are not part of it."""

import re
from typing import Final

_LONGEST: Final = 200

# Whole lines, compared in lower case, without accents and without the marks at both ends.
_WHOLE: Final = (
    r"click (?:me|here)",
    r"tap to (?:resize|unmute|zoom)",
    r"(?:latest|related|more|top|trending|popular) (?:videos?|news|stories|articles|posts|topics)",
    r"advertise?ment|advertising|sponsored(?: content)?|promoted|ads?|story continues below(?: .{0,25})?",
    r"article continues (?:below|after).{0,30}",
    r"(?:read|see|watch) (?:also|more|next|now|live|full story)|also read|(?:continue|keep) reading",
    r"(?:show|load|view) (?:more|all|gallery|comments)|back to top|skip to (?:main )?content",
    r"(?:\d+ )?comments?|(?:post|leave|add) a comment",
    r"share(?: (?:this|article|story|on|via).{0,30})?|like this story\W+share it with a friend|copy link",
    r"print|e-?mail|facebook|twitter|whatsapp|linkedin|telegram|follow(?: us)?|save(?: article)?",
    r"tags?|topics?|related|recommended(?: for you)?|most (?:read|popular|viewed)|don't miss",
    r"you (?:may|might) (?:also )?(?:like|be interested in)",
    r"listen(?: to (?:this )?(?:article|story))?(?: \d+ min)?|\d+ min(?:ute)?s? read",
    r"sign (?:up|in)|log in|subscribe(?: now)?|newsletters?",
    r"(?:photo|image|video|file)(?: (?:credit|caption|gallery))?",
    r"werbung|anzeige|lesen sie (?:auch|mehr)|mehr (?:zum thema|lesen)|auch interessant|teilen|drucken",
    r"publicite|lire (?:aussi|la suite)|a lire(?: aussi| egalement)?|partager",
    r"publicidade|leia (?:tambem|mais)|veja (?:tambem|mais)|compartilhar",
    r"publicidad|lea tambien|leer mas|compartir",
    r"pubblicita|leggi anche|condividi|advertentie|lees ook|delen|реклама|читаите также",
)

# Beginnings. A colon or bar is asked for where the same words also begin sentences.
_LINKS: Final = (
    r"(?:read|see) (?:also|more|next)|also read|related(?: (?:story|stories|article|news))?",
    r"watch|more on this|recommended|read the full story|don't miss|tags?|topics?|filed under|photo credit",
    r"lesen sie auch|lire aussi|a lire(?: aussi)?|lea tambien|leia (?:tambem|mais)|veja tambem",
    r"leggi anche|lees ook|читаите также",
)
_BEGINS: Final = (
    rf"(?:{'|'.join(_LINKS)})\s*[:|»>]",
    r"also on \w+\.com",
    r"follow (?:us|\w+ ?\w*) on (?:facebook|twitter|x|instagram|telegram|whatsapp|google)\b",
    r"(?:sign up|subscribe) (?:to|for) (?:our|the|\w+'s)\b",
    r"get (?:the latest|our)[^.]{0,60}(?:inbox|newsletter|app)",
    r"download (?:the|our) [\w ]{0,30}app",
    r"this (?:article|story) (?:was )?(?:originally|first) (?:appeared|published)",
    r"(?:©|copyright ©?|\(c\)) ?\d{4}|all rights reserved",
    r"(?:please )?enable javascript|you (?:need to|must) (?:enable javascript|be logged in)|we use cookies",
)

_WHOLE_LINE: Final = re.compile("|".join(_WHOLE))
_BEGINNING: Final = re.compile("|".join(_BEGINS))
_EDGES: Final = " \t\u00a0.!:…|•·-–—>»›→▶►*#_[]\"'"
_PLAIN: Final = str.maketrans("éèêáàâãíóôõúüçñй\u2019", "eeeaaaaiooouucnи'")


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page and not to the article."""
    if len(line) > _LONGEST:
        return False
    bare = line.lower().translate(_PLAIN).strip(_EDGES)
    return not bare or bool(_WHOLE_LINE.fullmatch(bare) or _BEGINNING.match(bare))
