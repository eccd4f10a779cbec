"""Lines of a page that are no part of its story: buttons, bylines, teasers, cookie notices."""

import re
from typing import Final

_FLAGS: Final = re.VERBOSE | re.IGNORECASE

# A teaser or a notice may be a whole sentence ("Read also: Minister says ..."), so these hold at any length.
_NOTICE: Final = re.compile(
    r"""
    click\ (?:me|here|to) | tap\ (?:to|here) | (?:also|must)\ (?:read|watch|see)\b
    | (?:read|see|watch)\ (?:also|more)\b
    | (?:read|watch|listen|related|recommended|trending|in\ pictures|explainer|don't\ miss)\ ?:
    | read\ the\ full
    | you\ (?:may|might)\ also\ (?:like|be) | (?:story|article)\ continues | continue\ reading
    | scroll\ (?:down|to)\b
    | skip\ to\ | back\ to\ top | subscribe\ (?:to|now|for|today)\b
    | sign\ (?:up|in)\ (?:to|for|now|here|with)\b
    | follow\ us\b | like\ us\ on | join\ (?:our|us\ on)\b | download\ (?:our|the)\ .{0,30}\bapp\b
    | get\ (?:the\ latest|our|breaking)\b | by\ [^.!?|]{1,60}\|\  | copyright\ (?:©|\(c\)|\d) | ©
    | (?:we|we\ and\ our\ [\d,]*\ ?partners|this\ (?:site|website|page))\ uses?\ cookies
    | accept\ (?:all|cookies)
    | cookie\ (?:policy|settings|notice|preferences) | by\ (?:clicking|continuing\ to|using\ this)\b
    | manage\ (?:consent|cookies|preferences) | please\ enable\ | your\ browser\ | javascript\ (?:is|must)
    | (?:photo|image|picture|video|graphic|photograph)s?(?:\ (?:credit|courtesy|source))?\ ?:
    | file\ (?:photo|image)\b
    | lesen\ sie\ (?:auch|mehr) | mehr\ zum\ thema | wir\ (?:verwenden|nutzen)\ cookies
    | (?:à\ )?lire\ aussi
    | nous\ utilisons\ des\ cookies | lee[r]?\ también | lea\ también | utilizamos\ cookies | leggi\ anche
    | leia\ (?:também|mais)
    """,
    _FLAGS,
)
# These words also begin real sentences ("Published on Monday, the report ..."): furniture only when brief.
_LABEL: Final = re.compile(
    r"""
    latest\ (?:videos?|news|stories)\b | (?:live\ )?tv$
    | (?:read|see|watch|listen)\ (?:next|now|here|this|all|too|full)\b
    | more\ (?:on|from|about|stories|news|videos)\b | related\b | recommended\b | trending\b
    | top\ stories\b
    | most\ (?:read|popular|viewed|shared)\b | editor's\ picks? | don't\ miss\b
    | (?:first\ )?(?:published|updated|posted)\b
    | last\ (?:updated|modified)\b | \d+\ min(?:ute)?s?\ read | reading\ time | share\b | follow\b
    | subscribe\b
    | sign\ (?:up|in)\b | log\ ?in\b | register\b | newsletter | advertisement | sponsored\b | promoted\b
    | privacy\ (?:policy|notice)\b | terms\ (?:of|and)\b | (?:view\ |post\ a\ |leave\ a\ )?comments?\b
    | \d+\ comments?
    | tags?\ ?: | topics?\ ?: | loading\b | print\b | e-?mail\ this | report\ an\ error | anzeige$
    | artikel\ teilen
    | publicité$ | publicidad$ | pubblicità$ | cookies?\b
    """,
    _FLAGS,
)
_ANYWHERE: Final = re.compile(
    r"""
    all\ rights\ reserved | \|\ first\ published | sign\ up\ (?:for|to)\ our | click\ here\ to
    | \b(?:may|must)\ not\ be\ (?:published|reproduced|copied),\ | terms\ and\ conditions\ apply
    | \bcontributed\ (?:to\ this\ (?:report|article|story)|(?:research|reporting)\b)
    | \bappears\ in\ (?:print|the\ print\ edition)\b
    | [\w.+-]{2,40}@[\w-]{1,40}\.[\w.-]{2,40}\W*$
    """,
    _FLAGS,
)
# Notices that a newsroom puts below or above its own text.
_HOUSE: Final = re.compile(
    r"""
    \W*(?:
    (?:our\ standards|notes?\ to\ editors|media\ contacts?|sources?|contact|byline|filed\ under
      |the\ paper|editor's\ note|disclaimer|correction|about\ the\ author
      |word\ count|for\ (?:more|further)\ info\w*)\ ?:
    | notes?\ to\ editors | for\ (?:more|further)\ (?:information|details),?\ (?:contact|visit|call|please)\b
    | (?:press\ release|for\ immediate\ release|embargoed)\b
    | send\ us\ your\ | have\ you\ been\ affected | do\ you\ have\ a\ story
    | got\ a\ (?:story|tip)
    | stay\ up\ to\ date\b | follow\ ap\b
    | follow\ \w+(?:\ \w+){0,2}\ on\ (?:x|twitter|facebook|instagram|threads|tiktok)\b
    | follow\ [^.!?]{3,80}https?:// | more\ on\ (?:that|this)\ (?:below|later)
    | this\ (?:story|article|report|copy)\ (?:has\ been|was)\ (?:updated|corrected|amended|auto|first\ p
      |generated|originally\ p|published|produced)
    | this\ is\ a\ (?:developing|breaking)\ (?:news\ )?story
    | (?:published|distributed|provided|syndicated)\ by\ (?:the\ )?\w+(?:\ \w+){0,4}\.?$
    | anyone\ with\ (?:any\ )?information\ (?:is|about|can|should)\b
    | e-?mail\ (?:us|the|newsdesk|our)\b | write\ to\ us | a\ version\ of\ this\ (?:article|story)
    | (?:get|download|install)\ the\ \w+(?:\ \w+)?\ app\b | rolling\ coverage\ of\b
    | key\ (?:events|points|takeaways)\W*$
    )
    """,
    _FLAGS,
)
# Who wrote, edited and helped: names and the words between them, no verb.
_SIGNED: Final = re.compile(
    r"""
    \W*(?:(?i:exclusive|analysis|opinion|words|story|text|interview|additional|with|file)\s)?
    (?:(?i:reporting|writing|editing|research|translation|inputs|graphics|photography|compiled|edited|written
      |translated|produced)(?:\s(?:and\s)?(?i:writing|editing|research|reporting))?\s)?
    (?i:by|from):?\s
    (?:(?:[A-Z][\w.'-]*|(?i:and|with|in|at|of|the|de|van|von|bin|al|our|staff|agencies|wires?|desk|additional
      |special|senior|chief|reporting|writing|editing|research|by)|[\w-]*(?i:reporters?|correspondents?|writers?|editors?))
      [,;:.]*(?:\s|(?=\W*$)))+\W*
    """,
    re.VERBOSE,
)
_SECTION: Final = re.compile(r"[A-Z][A-Z &/]{2,30}(?:\s?[|/•·>»]\s?[A-Z][A-Za-z &/]{2,40})+")
_CLOCK: Final = re.compile(r"\d{1,2}[.:]\d\d\s?(?:[ap]\.?m\.?)?(?:\s?[A-Z]{2,4}T?)?", re.IGNORECASE)
_DATE: Final = re.compile(
    r"(?:[\d\s:.,/|()+-]|\b(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?"
    r"|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|[ap]\.?m|at|on|[A-Z]{2,4}T|UTC|T|Z|st|nd|rd|th)\b)+",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"https?://\S+|www\.\S+|[#@]\w+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_CREDIT: Final = re.compile(r"[\[(][^\])]{0,80}[\])]|By(?:\s+[A-Z][\w.'-]*){1,5}(?:,\s*[\w ]{1,30})?")
_DATELINE: Final = re.compile(r"[^!?]{2,100}(?:–|—|--|-)")
_BARE: Final = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,3}[!:]?")
_BRIEF: Final = 8  # words


def is_furniture(line: str) -> bool:
    """Say whether a line or sentence belongs to the page rather than to the story."""
    text = " ".join(line.replace("’", "'").split())
    if (
        not _LETTER.search(_LINK.sub("", text))
        or _CREDIT.fullmatch(text)
        or _DATELINE.fullmatch(text)
        or _DATE.fullmatch(text)
    ):
        return True
    if _NOTICE.match(text) or _ANYWHERE.search(text) or _HOUSE.match(text):
        return True
    if _SIGNED.fullmatch(text) or _SECTION.fullmatch(text) or _CLOCK.fullmatch(text):
        return True
    # Up to four bare words without a full stop are a button or a crosshead, never a statement.
    return bool(
        _BARE.fullmatch(text) or (text.count(" ") < _BRIEF and _LABEL.match(text) and text[-1] != ".")
    )
