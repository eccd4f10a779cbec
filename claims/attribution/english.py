"""English words for reporting speech."""

from typing import Final

from claims.attribution.lexicon import Lexicon, Words, words

_DOUBLED: Final = words("submit admit quip permit concur rebut tut")
# What courts do: the evidence is somebody's, and nobody's name.
HEAR: Final = words("heard hears")
COURTS: Final = words("court tribunal inquest inquiry jury hearing trial committee panel jurors")
_IRREGULAR: Final = {
    "say": "say says said saying",
    "tell": "tell tells told telling",
    "write": "write writes wrote written writing",
    "think": "think thinks thought thinking",
    "find": "find finds found finding",
    "show": "show shows showed shown showing",
    "read": "read reads reading",
    "hear": "heard hears",
    "understand": "understand understands understood understanding",
    "see": "see sees saw seen",
    "beg": "beg begs begged begging",
    "feel": "feel feels felt feeling",
    "swear": "swear swears swore sworn swearing",
    "hold": "hold holds held holding",
    "speak": "speak speaks spoke spoken speaking",
    "put": "put puts putting",
    "make": "make makes made making",
    "draw": "draw draws drew drawn drawing",
    "cast": "cast casts casting",
    "foresee": "foresee foresees foresaw foreseeing",
    "level": "level levels leveled levelled leveling levelling",
    "label": "label labels labeled labelled labeling labelling",
    "criticise": "criticise criticises criticised criticising criticize criticizes criticized criticizing",
    "emphasise": "emphasise emphasises emphasised emphasising emphasize emphasizes emphasized emphasizing",
    "apologise": "apologise apologises apologised apologising apologize apologizes apologized apologizing",
    "recognise": "recognise recognises recognised recognising recognize recognizes recognized recognizing",
    "summarise": "summarise summarises summarised summarising summarize summarizes summarized summarizing",
    "theorise": "theorise theorises theorised theorising theorize theorizes theorized theorizing",
    "hypothesise": "hypothesise hypothesised hypothesising hypothesize hypothesized hypothesizing",
    "characterise": "characterise characterised characterising characterize characterized characterizing",
}


def _forms(verb: str) -> tuple[str, ...]:
    """Return base form, third person, past and participle."""
    if verb in _IRREGULAR:
        return tuple(_IRREGULAR[verb].split())
    if verb in _DOUBLED:
        return verb, verb + "s", verb + verb[-1] + "ed", verb + verb[-1] + "ing"
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return verb, third, verb + "ed", verb + "ing"


def _all(*verbs: str) -> Words:
    return frozenset(form for given in verbs for verb in given.split() for form in _forms(verb))


_SAY: Final = _all(
    """say submit depose add claim argue allege assert contend insist maintain state declare announce
    report explain reply respond answer counter retort write tweet post note remark comment observe admit
    concede acknowledge confess reveal disclose confirm stress emphasise underline reiterate repeat
    affirm predict forecast estimate believe think suspect fear complain lament suggest speculate testify
    vow pledge promise swear recall recount conclude caution quip joke deny warn tell boast theorise
    hypothesise elaborate clarify continue interject exclaim shout whisper mutter protest opine reckon
    propose recommend urge agree apologise summarise point hint signal indicate imply ask read demand
    demur muse plead object wonder laugh sigh smile cry enthuse fume snap scoff sneer conjecture posit
    hope expect feel worry grumble reckon calculate bemoan marvel gush growl chuckle tease chime surmise
    decide determine vent intone bellow profess venture hear rule learn remember regret understand
    realise realize discover figure guess assume anticipate foresee envisage judge imagine order instruct
    threaten attest volunteer specify relate proclaim pronounce sympathise reflect remonstrate grouse
    gripe fret chide scold muse wager allow offer hazard second reassure resolve clarify correct beg
    request implore exhort concur crow thunder rage rant"""
)
_HOLD: Final = _all(
    """accuse deny reject dismiss question criticise condemn denounce blame absolve highlight voice express
    acknowledge announce confirm allege claim repeat reiterate praise hail welcome decry slam blast defend
    dispute note stress emphasise underline recognise mock ridicule put rebut refute contest doubt level
    raise issue make join cast offer draw predict forecast promise point downplay estimate report propose"""
)

# These are an opinion only with what a thing is taken for: "sees it as a sign".
SEEN: Final = _all("see view regard portray consider deem liken")

ENGLISH: Final = Lexicon(
    code="en",
    say=_SAY,
    hold=_HOLD,
    show=_all("show find suggest indicate reveal read confirm"),
    label=SEEN | _all("call describe brand dub label term characterise denounce dismiss condemn identify"),
    tell=_all("tell warn inform remind assure promise caution advise ask urge"),
    noun_like=words(
        """laugh laughs sigh sighs smile smiles cry cries snap snaps claim claims report reports state
        states
        note notes comment comments estimate estimates question questions voice voices point points fear
        fears promise promises forecast forecasts answer answers reply counter counters tweet tweets post
        posts remark remarks issue issues praise blame doubt doubts level levels raise raises cast read
        reads finding reading warning meaning object objects joke jokes signal signals demand demands
        protest protests welcome welcomes offer offers draw draws make makes join joins label labels term
        terms brand brands blast slam hail stress contest dispute disputes show shows found made speak
        speaks spoke spoken making speaking writing making putting put think find finds believe ask
        identify view views call calls recall recalls order orders rule rules figure figures guess judge
        judges request requests second
        seconds threatened correct reflect reflects resolve resolved regrets rage address decide decided
        decides determine determined determines hope
        hopes worry worries worried venture ventures tease feel feels hear heard hears advise address pledge
        pledges pleading plead vow vows call calls"""
    ),
    participles=frozenset(
        form for form in _SAY | _HOLD | _all("label call describe brand") if form.endswith("ing")
    ) - words("making speaking joining drawing casting reading continuing offering raising"),
    determiners=words(
        "the a an this that these those some many several most all both few two three four five six seven "
        "eight nine ten dozens hundreds other another any every each no one"
    ),
    possessives=words("his her its their our my your"),
    male=words("he"),
    female=words("she"),
    plural=words("they"),
    neuter=words("it"),
    others=words("i we you this that these those there what nobody everybody someone everyone him them"),
    that=words("that"),
    relatives=words("who whom whose which"),
    conjunctions=words(
        "but because while when if although though as since where than so or yet whether after before until "
        "unless once whereas nor even despite amid amidst"
    ),
    joins=words("and"),
    prepositions=words(
        """of for at from by in with on to near between under behind inside into over about against
        during through via among across after before since within without towards toward upon
        outside around like per alongside atop aboard beneath beyond beside above below throughout
        onto off regarding following including amid despite until"""
    ),
    noun_prepositions=words("of for at from with in by on"),
    adverbs=words(
        """here elsewhere whatever whichever whenever wherever also later then again repeatedly earlier
        previously publicly recently now once never further still meanwhile however therefore thus just
        already even often always sometimes first finally too instead soon today yesterday tonight
        himself herself themselves itself quickly simply flatly bluntly openly privately long ever only
        rather not"""
    ),
    auxiliaries=words("has have had does did do will would could may might can should must shall having"),
    be=words("is are was were be been being am"),
    negations=words("not never cannot can't didn't doesn't don't won't wouldn't declined refused failed"),
    by=words("by"),
    times=words(
        """monday tuesday wednesday thursday friday saturday sunday january february march april may june
        july august september october november december today yesterday tomorrow tonight jan. feb. mar.
        apr. jun. jul. aug. sept. sep. oct. nov. dec. mon. tue. wed. thu. fri. sat. sun."""
    )
    - {"may"},
    according=(
        ("according", "to"), ("in", "the", "words", "of"), ("in", "the", "view", "of"),
        ("in", "the", "opinion", "of"), ("per",),
    ),
    common=words(
        """the of and to in that is was for on with as at by it from he said has be were his their an"""
    ),
)  # fmt: skip

LISTENERS: Final = words("reporters journalists parliament lawmakers supporters viewers delegates mps court")

# These say something only with a clause that is plainly one: "added that", not "added complexity".
STRICT: Final = _all(
    """add read write object answer continue hold point hint recall advise rule learn remember regret
    understand realise realize discover figure guess assume anticipate judge imagine order instruct threaten
    volunteer specify relate pronounce reflect chide scold allow offer hazard second resolve correct request
    decide determine rage feel fear conclude maintain post tweet agree submit depose beg"""
)
# These are speech only beside a quotation: "laughed Hale".
VOICED: Final = _all(
    "laugh sigh smile cry chuckle growl snap fume scoff sneer vent bellow intone gush tease chime"
)
# A hold verb that needs one of these nouns behind it: "raised doubts", not "raised taxes".
LIGHT: Final = _all("level raise issue make join cast offer draw")
SPEECH_NOUNS: Final = words(
    """accusation accusations allegation allegations claim claims concern concerns doubt doubts scepticism
    skepticism criticism warning warnings fear fears statement allegiance assertion assertions question
    questions objection objections complaint complaints denial denials comparison comparisons condemnation"""
)
FIGURED: Final = _all("put")  # "puts the increase at 85 percent"
POINTED: Final = words("out to finger fingers at")
