"""English verbs as splitting reads them: which word can be the verb of a clause. Data only."""

from typing import Final


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


BE: Final = _words("is are was were isn't aren't wasn't weren't")
HAVE: Final = _words("has have had hasn't haven't hadn't")
DO: Final = _words("does do did doesn't don't didn't")
MODAL: Final = _words("""
    will would can could may might must shall should cannot won't wouldn't can't couldn't mustn't
    shouldn't
""")
AUXILIARY: Final = BE | HAVE | DO | MODAL
NOT_FINITE: Final = _words("be been being to not never having")

# The past alone: the participle is another word, or there is none.
PAST: Final = _words("""
    rose fell went came became began grew gave took wrote drove broke chose flew froze knew rode sang
    sank saw shrank spoke stole swam threw wore drew ate fled did bore blew forgot hid shook swore woke
    arose withdrew overcame undertook underwent foresaw withstood ran drank rang
""")
# The past and the participle are one word, as with all that end in -ed.
PAST_OR_PARTICIPLE: Final = _words("""
    lost sold built bought made paid found held kept led left met said sent spent stood told won brought
    caught taught thought fought felt got had heard laid lent meant sought shot slept struck swept dealt
    fed bled bred hung lit sat slid spun stuck swung understood withheld burnt learnt dug clung won heard
""")
# The present of "they", the past and the participle are one word.
UNCHANGED: Final = _words("cut put hit shut cost set let bet burst cast hurt quit rid shed split spread read")
PARTICIPLE: Final = _words("""
    risen fallen gone come become begun grown given taken written driven broken chosen flown frozen known
    shrunk sunk seen spoken stolen thrown worn drawn eaten done borne blown forgotten hidden shaken sworn
    withdrawn overcome undertaken undergone run
""")

_PRESENT: Final = _words("""
    accept add adopt aim agree allow announce apply argue ask ban become begin belong bring build buy
    cancel carry cause come comprise consist consume contain continue cover create deny depend destroy
    deliver differ do draw drive earn eat employ emit enjoy exceed exist expire face fail fall feed find
    follow fund gain get give go govern grow handle happen have hide hold host import include increase
    invest keep kill know lack last lead leave lie lend live lose make manufacture mean meet need obtain
    occur offer operate owe own pay pollute prevent produce prohibit prove provide publish raise rank
    receive refuse reject release remain remove represent require rest rise run sell send serve share
    show sit smoke spend spread stand stay store subsidise subsidize suffer supply support take teach
    tell train treat use vote want waste wear weigh win work write export fine cost cut set put hit shut
    plan report claim test check drink
""")
PRESENT_MANY: Final = _PRESENT - {"last"}
# Forms that are nouns as often: only what stands around them tells.
NOUN_TOO: Final = _words("""
    aims bans causes claims costs covers cuts draws drives drinks exports faces fails falls feeds finds
    fines funds gains hits holds hosts imports increases lacks leads leaves lies lives means needs offers
    plans prices ranks reports raises releases rises runs sets shares shows smokes stores supplies
    supports tests trains treats uses votes wants wastes works checks aim ban cause claim cost cover cut
    draw drive drink export face fail fall feed find fine fund gain hit hold host import increase lack
    lead lie live need offer plan rank report release rise run set share show smoke store supply support
    test train treat use vote waste work check place rest
""")


def _third_person(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{base}es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies"
    return "has" if base == "have" else f"{base}s"


PRESENT_ONE: Final = frozenset(_third_person(base) for base in _PRESENT)

# Adjectives and nouns that end as a past does.
NO_PAST: Final = _words("""
    need speed breed hundred seed indeed exceed red bed hatred sacred naked wicked rugged united kindred
    shed weed feed deed greed creed infrared so-called allied armed advanced limited related
""")

SAYS: Final = _words("""
    said says say told tells claimed claims stated states wrote writes warned warns added adds argued
    argues insisted insists estimated estimates reported reports found finds showed shows suggested
    suggests announced announces concluded concludes confirmed confirms noted notes explained explains
    revealed reveals testified alleged alleges calculated believes believed
""")
THINKS: Final = _words("""
    think thinks thought believe hope hopes hoped fear fears feared expect expects expected doubt doubts know
    knows predict predicts predicted forecast forecasts warn means mean understand hear see
""")
CHANGES: Final = _words("""
    rose rises rise fell falls fall grew grows grow increased decreased declined dropped dropping climbed
    jumped shrank shrunk risen fallen grown soared plunged surged expanded contracted
""")
# "which led to …" speaks of all that was said before, not of the last noun.
OF_ALL: Final = _words("""
    means meant led leads caused causes made makes angered prompted prompts shows showed suggests
    suggested is allowed allows enabled
""")
