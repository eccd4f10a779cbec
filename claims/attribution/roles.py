"""Words for people, institutions and documents: who can speak, and what his office is called."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from claims.attribution.lexicon import words

HONORIFICS: Final = words(
    "mr mr. mrs mrs. ms ms. mx mx. miss sir dame lord lady dr dr. herr frau monsieur madame mme m. señor "
    "señora sr. sra. don doña dom"
)
FEMALE: Final = words(
    """mrs mrs. ms ms. miss dame lady frau madame mme señora sra. doña dona spokeswoman chairwoman
    congresswoman councilwoman policewoman businesswoman queen princess mother sister daughter actress
    wife widow grandmother sprecherin ministerin kanzlerin präsidentin ministre-présidente présidente
    presidenta ministra portavoza abogada directora alcaldesa senadora girl woman"""
)
MALE: Final = words(
    """mr mr. sir lord herr monsieur señor sr. don spokesman chairman congressman councilman policeman
    businessman king prince father brother son actor husband widower grandfather sprecher kanzler
    président presidente ministro boy man"""
)
ROLES: Final = words(
    """president vice-president minister premier chancellor secretary spokesman spokeswoman spokesperson
    spokespeople leader head chief chairman chairwoman chair chairperson director mayor governor senator
    congressman congresswoman representative lawmaker legislator mp mep councillor councilor councilman
    councilwoman judge justice prosecutor attorney lawyer solicitor barrister general colonel captain
    major lieutenant sergeant admiral commander inspector detective superintendent constable officer
    sheriff ambassador envoy diplomat commissioner coordinator adviser advisor aide analyst economist
    professor researcher scientist expert specialist historian author writer editor journalist reporter
    correspondent columnist broadcaster blogger activist campaigner organiser organizer founder co-
    founder owner manager boss executive ceo cfo coo treasurer trustee teacher lecturer dean rector
    doctor surgeon physician nurse epidemiologist virologist engineer architect farmer fisherman worker
    driver pilot trader banker investor king queen prince princess pope bishop archbishop cardinal imam
    rabbi priest pastor father mother brother sister son daughter husband wife widow resident neighbour
    neighbor witness survivor victim patient student pupil tourist trader vendor shopkeeper volunteer
    veteran soldier official bureaucrat candidate nominee politician republican democrat deputy delegate
    member speaker whip librarian curator pensioner retiree refugee migrant critic supporter sceptic
    skeptic opponent rival colleague source insider whistleblower pollster statistician meteorologist
    geologist biologist physicist chemist climatologist psychologist sociologist criminologist lobbyist
    strategist consultant contractor partner principal headteacher coach player actor actress singer
    musician artist filmmaker producer operator steward counsel ombudsman watchdog regulator auditor
    investigator examiner coroner paramedic firefighter policeman policewoman businessman businesswoman
    entrepreneur billionaire tycoon landlord tenant administrator undersecretary provost quarterback
    goalkeeper midfielder striker provider commuter passenger staffer homeowner motorist caregiver
    bystander linebacker pitcher comptroller interviewer signatory organiser lt col sgt capt maj cmdr
    supt insp cpl prof gov sen gov. sen. rep. prof. gen. col. capt. lt. sgt. maj. adm. rev. supt. insp.
    det. cmdr. hon. pres. cllr cllr. sprecher sprecherin minister ministerin präsident präsidentin
    kanzler kanzlerin bürgermeister bürgermeisterin vorsitzende vorsitzender chef chefin direktor
    direktorin leiter leiterin professorin politiker politikerin abgeordnete abgeordneter sprecher
    experte expertin forscher forscherin ökonom innenminister innenministerin außenminister
    außenministerin finanzminister finanzministerin ministre président présidente maire porte-parole
    directeur directrice député députée sénateur sénatrice chef cheffe professeur avocat avocate préfet
    procureur économiste chercheur chercheuse ministro ministra presidente presidenta alcalde alcaldesa
    portavoz director directora diputado diputada senador senadora abogado abogada economista profesor
    profesora jefe jefa líder investigador prefeito prefeita porta-voz governador governadora deputado
    deputada diretor diretora pesquisador"""
)
GROUPS: Final = words(
    """officials ministers lawmakers critics supporters opponents experts scientists researchers analysts
    economists observers investigators prosecutors police officers witnesses residents neighbours
    neighbors campaigners activists farmers doctors nurses teachers workers unions lawyers authorities
    services sources people locals protesters demonstrators republicans democrats conservatives liberals
    leaders diplomats journalists reporters traders historians inspectors auditors regulators rescuers
    firefighters parents families relatives survivors students voters members allies aides advisers
    advisors spokespeople intelligence management family crew army military government opposition
    parliament congress senate court courts tribunal cabinet administration ministry department office
    agency bureau commission committee council board company firm group party union association federation
    institute institution university college school hospital bank fund foundation charity church
    organisation organization network service police force forces command embassy consulate secretariat
    presidency kremlin pentagon treasury watchdog regulator broadcaster newspaper paper magazine outlet
    channel station publisher operator utility airline airport railway club team league federation
    coalition alliance bloc movement campaign militia rebels insurgents junta regime state nation country
    city town village county district municipality community industry employers staff everyone ombudsman
    investigators pollsters economists scholars academics engineers drivers pilots landlords tenants
    bosses executives directors managers owners operators manufacturers retailers suppliers banks
    companies firms historians veterans soldiers troops rebels refugees migrants patients victims
    customers consumers users governments parties countries states ministries agencies hospitals councils
    journal magazine railways charities
    groups organisations organizations communities others couple man woman men women boy girl child
    children player players coach crowd monitor polizei regierung ministerium behörden gericht partei
    staatsanwaltschaft police gouvernement ministère autorités parti policía gobierno ministerio
    autoridades partido polícia governo ministério autoridades"""
)
# Bodies whose own name stands behind the word: "the watchdog Clean Lines".
NAMED_BODIES: Final = words(
    """watchdog regulator operator charity group company firm agency broadcaster newspaper paper magazine
    journal publisher retailer manufacturer carmaker airline bank party union association club league
    network coalition alliance chain supplier think-tank consultancy startup start-up website platform
    brewer insurer utility nonprofit accountants lawyers consultants pollsters auditors organisation
    organization institute foundation developer builder drugmaker chipmaker maker producer lender
    campaigners"""
)
PLURALS: Final = words("police people men women children media data staff")  # without an s
SOURCES: Final = words(
    """report reports study studies survey surveys poll polls data figures statistics documents document
    analysis investigation inquiry review audit paper article records record research evidence numbers
    findings results census estimates statement statements transcript transcripts letter letters memo
    email emails post posts tweet filing filings indictment complaint lawsuit ruling judgment judgement
    testimony media forecast forecasts projections assessment assessments notice petition memoir dossier
    minutes papers files lists audits reviews readout communique communiqué website"""
)
INSTITUTIONS: Final = words(
    """ministry department office agency bureau commission committee council board company firm group party
    union association federation institute university college school hospital bank fund foundation charity
    church organisation organization network service police force forces army navy court parliament
    congress senate government administration administration's house kremlin pentagon treasury authority
    corporation society centre center laboratory observatory academy trust alliance coalition league club
    campaign newspaper news times post press institut ministerium partei ministère ministerio ministério
    nations state states kingdom republic reserve services industries capital partners inc inc. ltd ltd.
    corp corp. co. plc ag gmbh initiative forum chamber"""
)
BUSINESS: Final = words(
    """cfo coo cto spokesman spokeswoman spokesperson chief ceo executive director analyst founder co-
    founder owner manager economist researcher professor editor reporter lawyer chairman chairwoman chair
    head boss adviser advisor expert scientist lecturer correspondent journalist coordinator official
    strategist specialist consultant engineer operator trader commissioner lead porte-parole sprecher
    sprecherin portavoz"""
)
# What an office is for, between "secretary of" and the name.
PORTFOLIOS: Final = words(
    """state defense defence health justice interior finance education treasury staff parliament agriculture
    transport energy labor labour commerce trade culture security homeland foreign affairs environment
    opposition house commons"""
)
_REMEMBERED: Final = 4096  # words judged before
_ROLE_SUFFIX: Final = re.compile(
    r"[^\W\d_]{2,}(?:ologist|[^v]er|[^f]or|ist|ian|man|woman|person|eer|ent|ant|yst|ess|omist)\Z"
)
_NOT_ROLES: Final = words(
    """however after other over under another rather either neither whether never ever together later earlier
    former latter number order matter water paper power winter summer september october november december
    government parliament department statement agreement moment percent cent event comment different
    recent recently current important significant apparent client restaurant list per for or nor floor
    door error business illness process success access press less unless address chess center letter
    member's further better offer consider discover river proper deter tower career minor major prior
    interior exterior development investment movement environment apartment amendment settlement
    management treatment payment"""
) - words("major")
_OFFICES: Final = {("press", "secretary"), ("press", "officer"), ("news", "editor"), ("bank", "manager")}
BYGONE: Final = words("former then acting interim retired longtime long-time senior outgoing late current")
_OWNING: Final = ("'s", "’s", "s'", "s’")
# Those who belong to a person and not to a house: "Hale's lawyer".
_PERSONAL: Final = words(
    """lawyer lawyers attorney attorneys solicitor barrister counsel wife husband mother father parents son
    daughter brother sister widow widower uncle aunt cousin nephew niece friend friends neighbour neighbor
    colleague predecessor successor rival critic opponent supporter biographer family girlfriend boyfriend
    fiancée fiancé ally allies grandmother grandfather grandson granddaughter doctor teacher"""
)
_LEADERS: Final = words("head chief boss president chair chairman chairwoman chairperson director leader")
_SHORT_NAME: Final = 3  # words of a house without a capital: "head of the police union"
_LONG_NAME: Final = 5  # words; more are a description, not a house's name
_PREPOSITION: Final = words("of for at from with in to on by de du des da do del della von der für bei")
OF: Final = words("of for at in from to de du des da do del von der für à")  # before what an office is for
_ARTICLES: Final = words(
    """the a an one his her its their our le la les un une l' der die das ein eine el los las una o os um uma
    both another"""
)


@lru_cache(maxsize=_REMEMBERED)
def is_role(word: str) -> bool:
    """Tell whether a lower-case word names an office or a trade."""
    return is_known_role(word) or (bool(_ROLE_SUFFIX.match(word)) and word not in _NOT_ROLES)


def is_known_role(word: str) -> bool:
    """Tell whether the word is a listed office or trade: no guess from its ending."""
    if "-" not in word:
        return word in ROLES
    return word.rsplit("-", 1)[1] in ROLES or (word.endswith("-in-law") and word.split("-")[0] in ROLES)


@lru_cache(maxsize=_REMEMBERED)
def can_speak(word: str) -> bool:
    """Tell whether a lower-case noun is a person, a group or an institution."""
    if is_known_role(word) or word in GROUPS or word in INSTITUTIONS:
        return True
    return word.endswith("s") and is_known_role(word[:-1])


def without_article(given: Sequence[str]) -> list[str]:
    """Return the words without the articles and possessives they begin with."""
    start = 0
    while start < len(given) - 1 and is_article(given[start]):
        start += 1
    return list(given[start:])


def is_article(word: str) -> bool:
    """Tell whether a word is an article or a possessive; UN is none."""
    return word.casefold().replace("’", "'") in _ARTICLES and not word[1:].isupper()


def role_and_organisation(given: Sequence[str]) -> tuple[str, str]:
    """Return an office and the house it is held in, from its description.

    "Russian foreign ministry spokeswoman" is a spokeswoman of the "Russian foreign ministry"; "head of
    research at Kestrel Capital" is of "Kestrel Capital"; "mayor of Harland" has no house but the office.
    """
    described = without_article(given[1:] if given and given[0] in ("then", "now") else given)
    stop = next((i for i, word in enumerate(described) if word.casefold() in _PREPOSITION), len(described))
    before, behind = described[:stop], described[stop:]
    house, office = _house_before(before)
    cut = _house_behind(behind, office[-1].casefold() if office else "")
    if cut is None:
        return " ".join([*office, *behind]), house
    return " ".join([*office, *behind[:cut]]), " ".join(without_article(behind[cut + 1 :]))


def _house_before(before: Sequence[str]) -> tuple[str, list[str]]:
    """Split "Nordlink chief executive" into house and office."""
    if len(before) < 2:
        return "", list(before)
    if before[0].casefold() in BYGONE and before[0].casefold() not in before[1:]:
        house, office = _house_before(before[1:])
        return house, [before[0], *office]
    owner = next((i for i, w in enumerate(before[:-1]) if w.casefold().endswith(_OWNING)), -1)
    housed = any(w.casefold() in INSTITUTIONS for w in before[owner + 1 : -1])
    if owner >= 0 and before[owner + 1].islower() and not housed:
        personal = before[-1].casefold() in _PERSONAL or "-in-law" in before[-1]
        return ("", list(before)) if personal else (_unowned(before[: owner + 1]), list(before[owner + 1 :]))
    head = before[-1].casefold()
    last = max(
        (
            i
            for i, w in enumerate(before[:-1])
            if w.casefold().removesuffix("'s").removesuffix("’s") in INSTITUTIONS
            and (w.casefold(), before[i + 1].casefold()) not in _OFFICES
        ),
        default=-1,
    )
    if last > 0 or (last == 0 and before[0][:1].isupper()):  # "press secretary" is one office
        return _unowned(before[: last + 1]), list(before[last + 1 :])
    capitals = 0
    while capitals < len(before) - 1 and before[capitals][:1].isupper():
        capitals += 1
    plain = before[-1].islower() or before[-1] in ("CEO", "CFO", "COO", "CTO")
    if head in BUSINESS and capitals > 0 and plain and not _is_origin(before[:capitals]):
        return _unowned(before[:capitals]), list(before[capitals:])
    return "", list(before)


def _unowned(given: Sequence[str]) -> str:
    return re.sub(r"['’]s?\Z", "", " ".join(without_article(given)))


def _is_origin(given: Sequence[str]) -> bool:
    """Tell whether capitals are a nationality or a place before an office, not a house."""
    low = given[-1].casefold().rstrip(".")
    return len(given) == 1 and (
        low
        in (
            "us",
            "u.s",
            "uk",
            "u.k",
            "eu",
            "french",
            "greek",
            "dutch",
            "former",
            "senior",
            "chief",
            "czech",
            "deputy",
        )
        or low.endswith(("ian", "ish", "ese", "can", "li", "raqi", "ean"))
        or "-" in low
    )


def _house_behind(behind: Sequence[str], head: str) -> int | None:
    """Return the index of the preposition a house comes after, or None."""
    for i, word in enumerate(behind):
        low = word.casefold()
        rest = without_article(behind[i + 1 :])
        if low not in _PREPOSITION or not rest or any(is_known_role(w.casefold()) for w in rest):
            continue
        if all(w.casefold() in PORTFOLIOS for w in rest):
            continue
        institution = any(w.casefold() in INSTITUTIONS for w in rest)
        capital = rest[0][:1].isupper() and low in ("for", "at", "of", "with", "from")
        acronym = (
            len(rest) == 1 and rest[0].isupper() and len(rest[0]) > 1 and low in ("of", "at", "for", "with")
        )
        if acronym and rest[0] not in ("US", "UK", "EU", "UAE", "USA"):
            return i
        led = low == "of" and head in _LEADERS and len(rest) <= _SHORT_NAME
        if institution and (capital or led or low in ("for", "at", "de", "du")):
            return i
        if capital and (low in ("at", "for") or head in BUSINESS) and len(rest) <= _LONG_NAME:
            return i
    return None
