"""Words whose full stop does not end a sentence, by language. Data only, read by `sentences.py`."""

from typing import Final


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Titles and the like: a name or the rest of the sentence always follows. Words of no language that we know.
NEVER_LAST: Final = _words("""
    mr mrs ms mx dr rt prof rep sen gov gen col lt sgt capt cmdr maj adm hon rev fr supt insp det pres amb
    messrs mme mlle mgr mm vs e.g i.e cf viz approx pp hr fra sra srta dña dra exmo exma z.b d.h u.a bzw
    ggf vgl sog dipl sr.ª dott dott.ssa ул им пл просп пер т.е т.к т.н т.зв вул просп κ.κ د أ डॉ श्री ড ডা
    মো
""")
# These end a sentence now and then: only if the next word is one that begins many.
MAYBE_LAST: Final = _words("""
    inc ltd co corp bros jr sr etc a.m p.m dept div assn univ jan feb mar apr jun jul aug sep sept oct nov
    dec mon tue tues wed thu thur thurs fri sat sun ave blvd rd ph.d m.d b.a m.a d.c u.s u.k u.n e.u ee uu
    usw mio mrd núm pág др проч st mt ft al
""")
# Words of the language unless they begin with a capital: "the sun", "a sales rep".
CAPITAL_ONLY: Final = _words("""
    rep sen gov gen col det pres hon rev st mt sat sun mar mon wed jan apr jun jul dec co div fr
""")
# Before a number they never end one: "Sec. 5", "p. 12".
BEFORE_NUMBER: Final = _words("""
    no nos nr est op sec sect art arts fig figs vol ch chap para p pp pt vs ca approx abs ziff hauptstr env
    chapitre núm pág págs tel kl godz ok ust poz str стр гл ст п пп рис тел n s f v c § janv févr avr juil
    déc
""")
# Where the text's language is known: words that mean something else in another one.
IN: Final = {
    "de": _words("""
        str tel nr abs ziff bsp evtl inkl exkl allg bes gem geb gest hrsg i.d.r i.h.v u.u o.ä u.ä s.o s.u
        z.t z.zt mind max ggü gegr ehem jhd jh st min std tsd mill betr hl ev kath
    """),
    "fr": _words("""
        me mes éd env av bd fg cie ste sté p.ex c.-à-d chap janv févr avr juil sept oct nov déc tél n°
    """),
    "es": _words("""
        sr sres srs ud uds vd av avda ctra c/ dpto dir ej p.ej pág págs art núm mons gral cnel cap tte lic
        ing arq fdo aprox a.c d.c ss d dña ayto
    """),
    "it": _words("""
        sig sigg sig.ra sig.na dott dott.ssa avv on ing arch prof prof.ssa geom rag gen col cap art artt pag
        pagg ss mons sen p.es mag giu lug v.le p.zza c.so l n
    """),
    "pt": _words("""
        sr srs sra sras dr dra drs eng arq av r pç tel n.º pág págs art arts dep des min gen cel cap ten
        exmo exma ilmo ex aprox séc
    """),
    "nl": _words("""
        dhr mevr mw drs ir mr ds jhr nl bijv bv resp evt incl excl ca d.w.z o.a m.b.t i.v.m t.a.v blz
    """),
    "pl": _words("""
        ul pl al os inż mgr hab prof dr lek gen płk kpt ppłk mjr min red ks św bł np tj tzn tzw m.in ok
        godz tel nr art ust pkt poz str wyd zob por
    """),
    "cs": _words("""
        ing mgr bc mudr judr rndr phdr doc prof dr tzv tj např popř resp cca mil mld tis č čl odst ul nám sv
    """),
    "sk": _words("ing mgr bc mudr judr doc prof dr tzv tj napr resp cca mil mld tis č čl ods ul nám sv"),
    "sv": _words("kl t.ex bl.a m.m d.v.s dvs ca s.k p.g.a fr.o.m t.o.m resp milj st nr"),
    "da": _words("kl f.eks bl.a m.m dvs ca s.k pga fx hr fru nr mio mia kr"),
    "no": _words("kl f.eks bl.a m.m dvs ca s.k pga nr mill mrd kr"),
    "tr": _words("doç prof dr av sn yrd op uzm müh alb gen org t.c vb vs bkz mah cad sok no"),
    "ro": _words("dl dna d-l d-na dr prof ing av str nr art alin pct bd sf gen col"),
    "hu": _words("dr id ifj prof özv ún pl kb ill stb"),
    "vi": _words("ts ths gs pgs bs ks tp q p"),
    "id": _words("dr drs ir prof h hj jl no tgl hlm"),
    "uk": _words("вул м обл р-н ім пл просп т.зв т.д т.п див"),
    "ru": _words("ул г обл р-н им пл просп т.е т.к т.н см"),
    "el": _words("κ κα κος δρ καθ αρ π.χ δηλ βλ λ.χ εκ αι οδ"),
}
# A small number and a stop are an ordinal here, even before a capital or another number: "Der 1. FC".
ORDINAL_LANGUAGES: Final = frozenset(
    {"de", "cs", "sk", "pl", "da", "no", "nb", "fi", "hu", "tr", "sl", "hr", "sr", "et", "lv"}
)
BEFORE_ORDINAL: Final = _words("""
    der die das des dem den ein eine einem einer eines am im zum zur vom beim bis ab seit jeder jede jedes
    sein seine ihr ihre unser unsere dieser diese dieses und oder vor nach in dne od do ze na v w z den fra
    til
""")
ORDINAL_NEXT: Final = _words("""
    januar februar märz april mai juni juli august september oktober november dezember jahrhundert
    jahrhunderts weltkrieg
""")
STARTERS: Final = _words("""
    the a an he she it they we you i this that these those there but and or so yet if when while in on at
    after before as for from with since although though however meanwhile his her its their our my who what
    why how where some many most more all no not one two three both it's he's she's they're under by to
    according despite during earlier later last next now then also der die das ein eine er sie es wir ich
    aber und doch im am le la les un une il elle ils elles nous mais et dans el los las una uno pero y en o
    os as um uma e mas em ele ela na он она оно они это но в на и а він вона воно вони це але
""")
