"""Sentences of the article's own that set a scene, tell a stranger's day or say who would not comment.

They are true or false like others, but no desk looks them up: "The sun had barely risen over the levee".
"""

import re
from typing import Final

from claims.attribution.lexicon import words as words_of
from claims.detection.words import is_english, tokens

_FLAGS: Final = re.VERBOSE | re.IGNORECASE

_SENSES: Final = words_of(
    """
    sun sunlight sunrise sunset dawn dusk moon sky skies cloud clouds rain rains rained drizzle mist fog
    snow snowflakes breeze wind winds thunder shadow shadows light lights glow gloom darkness dark heat
    chill cold warm damp dust dusty mud muddy puddle puddles smoke smell smells smelled smelt scent
    stench aroma silence silent quiet hum hummed buzz echo echoes echoed rattle creak whisper whispers
    barely faint pale golden grey gray bright orange crimson sweat tear tears eye eyes hand hands finger
    fingers palm palms shoulder shoulders face faces forehead hair beard smile smiles smiled grin grinned
    voice lap knees feet boots shoes sandals jacket coat suit shirt dress scarf hat cap cardigan apron
    gloves handkerchief wearing dressed clutching clutched holding gripping cradling coffee tea mug cup
    kettle kitchen table chair bench porch doorway window windows curtain curtains stove lamp candle
    candles blanket pillow mattress mattresses sofa armchair broom fork spoon plate thermos photograph
    photographs frame doorstep garden yard lawn tree trees oak pine flower flowers petals leaf leaves
    bird birds crow crows dog dogs cat cats cow cows goat goats rooster horses chess cards trolley
    trolleys bicycle baskets lanterns incense crumbs ducks fishing puddled hedge gravel corridor
    corridors pavement sidewalk alley plaza evening morning noon midday afternoon midnight o'clock
    """
)
_GESTURES: Final = words_of(
    """
    sat sits sitting stood stands standing stared stares staring gazed gazes gazing glanced glances
    leaned leans leaning leant nodded nods shrugged shrugs sighed sighs wept weeps sobbed winced frowned
    blinked squinted paused pauses pointed pulled pulls pushed pushes poured pours sipped sips stirred
    stirs wiped wipes brushed brushes swept sweeps folded folds unfolded tugged adjusted rubbed dabbed
    tapped drummed hugged hugs kissed kissing knelt kneels crouched crouches squatted strolled strolls
    wandered wanders ambled shuffled shuffles trudged paced paces walked walks walking hurried crept
    climbed climbs slipped slips perched lay lies hung hangs dangled swung swings swayed sways drifted
    drifts floated flutter fluttered flickered flickers glinted glistened shimmered gleamed sparkled
    bobbed hovered waved waves clapped chanted hummed whistled sang sings danced dances laughed laughing
    giggled slept sleeps dozed woke wakes awoke yawned barked barks purred grazed pecked hopped gathered
    huddled milled queued waited waiting lit looked watched watches listened knitted knits
    """
)
# What somebody may look up after all, whatever the weather was.
_CHECKED: Final = re.compile(
    r"""
    [%€£$¥₹] | \d[\d,.]*\d{2}(?!\s?[ap]\.?m) | \b\d+[.,]\d
    | \b(?:percent|per\ cent|millions?|billions?|trillions?|thousands?|hundreds?|dozens?|half\ of
      |a\ third|a\ quarter|twice\ as|doubled)\b
    | \b(?:killed|injured|wounded|died|dead|deaths|shot|arrested|charged|sued|convicted|sentenced|jailed
      |accused|raped|murdered|abused|deported|evicted|fired|resigned|banned|approved|rejected|signed|passed|voted
      |elected|appointed|infected|poisoned|bombed|destroyed|collapsed)\b
    | \b(?:illegal|laws?|bill|court|judge|jury|police|government|ministry|minister|president|parliament
      |congress|senate|election|tax|taxes|budget|report|study|survey|data|records|virus|vaccine|cancer|disease
      |war|troops|army)\b
    | \b(?:because|caused?|due\ to|owing\ to|led\ to|result(?:ed)?\ (?:of|in)|more\ than|fewer|less\ than
      |increased?|decreased?|(?:rose|fell|risen|fallen)\ by|record|highest|lowest|largest|biggest|never|first
      |according|since\ (?:19|20)\d\d)\b
    | \b(?:i|we|you|my|our|your|us)\b  # a speaker, not the article
    """,
    _FLAGS,
)
_NAME: Final = r"(?:(?:Mr|Mrs|Ms|Dr|Miss)\.?\s)?[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,3}"
# "Maria Lopez, 34, wakes at five": whoever she is, the desk does not check her morning.
_LIFE: Final = re.compile(
    rf"{_NAME},\s(?:who\sis\s)?\d\d,(?:\s[^,.]{{3,60}},)?\s(?:still\s|always\s|often\s|usually\s|now\s|first\s)?"
    r"(?:(?:has|had)\s(?:lived|spent|worked|run|kept|slept|been)|lives|lived|wakes|woke|rises|gets|got|sleeps|grew|works|"
    r"spends|spent|keeps|remembers|knows|walks|walked|carries|carried|dreams|sits|sat|stands|stood|starts|started|"
    r"begins|began|leaves|left|makes|made|likes|loves|loved|was\sborn|moved|raised|raises|sells|cooks|"
    r"looks|looked|pulls|pulled|pours|poured|opens|opened|was\s\w+ing|is\s\w+ing)\b"
)
_NO_COMMENT: Final = re.compile(
    r"""
    \b(?:declin\w+|refus\w+)\ (?:comment|an\ interview|requests?\ for
      |to\ (?:comment|answer|elaborate|discuss|be\ (?:drawn|interviewed|named|identified)))
    | \b(?:(?:did|has|had|have)\ not|didn't|hasn't|hadn't|haven't)\ (?:immediately\ |yet\ )?
      (?:respond(?:ed)?|repl(?:y|ied)|comment(?:ed)?
        |return(?:ed)?\ (?:(?:a|phone|several)\ )*(?:calls?|messages?|requests?|e-?mails?))\b
    | \b(?:could\ not\ (?:immediately\ )?|couldn't\ )be\ (?:immediately\ )?reached
    | \bunavailable\ for\ comment
    | \b(?:has|have|had)\ been\ (?:contacted|approached|asked)\ for\ (?:a\ )?comment
    | \bcould\ not\ (?:(?:be|independently|immediately)\ )*verif(?:y|ied)
    | \b(?:not|im)\ ?possible\ to\ (?:independently\ )?(?:verify|confirm)
    """,
    _FLAGS,
)
_FEW: Final = 12  # words; a longer sentence needs more of a picture


def only_sets_scene(words: str, *, language: str = "en") -> bool:
    """Say whether a sentence in the article's own voice only paints, or says that somebody kept silent.

    English only; any figure, cause, comparison, law or harm in it makes it a statement like others.
    """
    if not is_english(language):
        return False
    if _NO_COMMENT.search(words):
        return len(words.split()) < 3 * _FEW
    if _CHECKED.search(words):
        return False
    if _LIFE.match(words):
        return True
    read = set(tokens(words))
    seen, moved = (sum(word in shown for word in read) for shown in (_SENSES, _GESTURES))
    return seen + moved >= 2 + len(words.split()) // (2 * _FEW) or (moved > 0 and len(words.split()) <= _FEW)
