"""German, French, Spanish and Portuguese words for reporting speech: the frequent ones, and all lexicons."""

from typing import Final

from claims.attribution.english import ENGLISH
from claims.attribution.lexicon import EMPTY, Lexicon, words

GERMAN: Final = Lexicon(
    code="de",
    say=words(
        """sagt sagte sagten sagen gesagt erklärt erklärte erklärten behauptet behauptete behaupteten betont
        betonte betonten meint meinte meinten schreibt schrieb schrieben teilte teilten mitgeteilt warnt
        warnte warnten ergänzt ergänzte fügte kritisiert kritisierte bestätigt bestätigte bestätigten
        berichtet berichtete berichteten kündigt kündigte kündigten forderte fordert räumte gab antwortete
        fragte fragt klagt klagte mahnte mahnt verlangt verlangte lobte spottete glaubt
        versicherte erläuterte äußerte so"""
    ),
    hold=words(
        """kritisiert kritisierte bestreitet bestritt bestätigte beschuldigt beschuldigte wirft warf
        bezweifelt bezweifelte fordert forderte verteidigte lobte lobt kündigte dementierte weist wies"""
    ),
    show=words("zeigt zeigen zeigte ergab ergibt heißt"),
    label=words("nennt nannte nannten bezeichnet bezeichnete bezeichneten"),
    tell=words("warnt warnte warnten versicherte"),
    noun_like=words("so"),
    participles=EMPTY,
    determiners=words(
        "der die das den dem des ein eine einen einem einer eines dieser diese viele mehrere einige"
    ),
    possessives=words("sein seine ihr ihre unser unsere"),
    male=words("er"),
    female=EMPTY,
    plural=words("sie"),
    neuter=words("es"),
    others=words("ich wir man das dies"),
    that=words("dass daß ob"),
    relatives=words("wer"),
    conjunctions=words(
        "aber doch weil wenn während als obwohl sondern denn oder dass daß damit bevor nachdem"
    ),
    joins=words("und"),
    prepositions=words(
        """in im an am auf aus bei beim bis durch für gegen mit nach ohne seit über um von vom vor wegen zu
        zum zur zwischen laut"""
    ),
    noun_prepositions=words("von vom für aus bei der des"),
    adverbs=words(
        """auch dann wieder nun jetzt heute gestern zudem jedoch allerdings außerdem weiter hinzu mit an ein
        sich dazu zuvor später bereits"""
    ),
    auxiliaries=words("hat haben hatte hatten wird werden würde kann"),
    be=words("ist sind war waren wurde wurden sei"),
    negations=words("nicht nie"),
    by=words("von vom durch"),
    times=words(
        """montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni
        juli august september oktober november dezember"""
    ),
    according=(
        ("laut",),
        ("nach", "angaben", "von"),
        ("nach", "angaben", "der"),
        ("nach", "angaben", "des"),
        ("zufolge",),
    ),
    common=words(
        "der die und das ist nicht ein eine zu den mit sich des auf für im dem von es auch werden hat"
    ),
)
FRENCH: Final = Lexicon(
    code="fr",
    say=words(
        """dit disent disait dire déclare déclaré déclarait affirme affirment affirmé affirmait explique
        expliqué expliquait estime estiment estimé assure assuré ajoute ajouté souligne souligné précise
        précisé annonce annoncé indique indiqué prétend prétendu soutient soutenu reconnaît reconnu
        rappelle rappelé répond répondu écrit prévient prévenu martèle martelé lance lancé insiste insisté
        confie confié regrette regretté rapporte rapporté dénonce dénoncé"""
    ),
    hold=words(
        """accuse accusé dénonce dénoncé critique critiqué rejette rejeté dément démenti conteste contesté
        annonce annoncé"""
    ),
    show=words("montre montrent révèle révèlent indique indiquent"),
    label=words("qualifie qualifié"),
    tell=EMPTY,
    noun_like=words("dire estime critique lance"),
    participles=words(
        "affirmant expliquant ajoutant soulignant précisant assurant estimant disant déclarant dénonçant"
    ),
    determiners=words("le la les l' un une des ce cet cette ces plusieurs certains"),
    possessives=words("son sa ses leur leurs notre nos"),
    male=words("il"),
    female=words("elle"),
    plural=words("ils elles"),
    neuter=EMPTY,
    others=words("je nous on cela ce ça"),
    that=words("que qu' qu"),
    relatives=words("qui dont"),
    conjunctions=words("mais car quand lorsque si comme alors tandis bien que où ou"),
    joins=words("et"),
    prepositions=words(
        """de du d' à au aux en dans par pour sur sous avec sans contre entre chez vers selon après avant
        depuis"""
    ),
    noun_prepositions=words("de du d' des"),
    adverbs=words(
        "aussi encore ensuite puis hier aujourd'hui ainsi notamment toutefois pourtant également t"
    ),
    auxiliaries=words("a ont avait avaient aura s' s"),
    be=words("est sont était été"),
    negations=words("ne pas jamais"),
    by=words("par"),
    times=words(
        """lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet
        août septembre octobre novembre décembre"""
    ),
    according=(("selon",), ("d'après",), ("d’après",)),
    common=words(
        "le la les de l' d' et des est une un dans en que pour qui sur pas par plus au avec ce il sont du a"
    ),
)
SPANISH: Final = Lexicon(
    code="es",
    say=words(
        """dijo dijeron dice dicen dicho afirmó afirmaron afirma afirman aseguró aseguraron asegura declaró
        declararon declara explicó explicaron explica añadió añade agregó agrega señaló señala señalaron
        sostuvo sostiene indicó indica indicaron anunció anuncia advirtió advierte manifestó insistió
        insiste reconoció reconoce respondió responde escribió escribe subrayó subraya denunció denuncia
        destacó destaca replicó replica contestó contesta preguntó pregunta pidió exigió lamentó celebró
        prometió
        consideró considera opinó opina zanjó apostilló reclamó reprochó contó relató criticó admitió
        remarcó confirmó confirma precisó recordó reiteró aclaró apuntó comentó informó informaron
        estimó alegó argumentó"""
    ),
    hold=words(
        """acusó acusa acusaron criticó critica negó niega rechazó rechaza denunció denuncia cuestionó
        anunció confirmó desmintió"""
    ),
    show=words("muestra muestran revela revelan reveló indica indican"),
    label=words("calificó califica tildó llamó"),
    tell=EMPTY,
    noun_like=words("dicho critica denuncia"),
    participles=words("afirmando diciendo añadiendo señalando asegurando"),
    determiners=words("el la los las un una unos unas este esta estos varios algunos muchos"),
    possessives=words("su sus nuestro nuestra"),
    male=words("él"),
    female=words("ella"),
    plural=words("ellos ellas"),
    neuter=EMPTY,
    others=words("yo nosotros esto eso"),
    that=words("que"),
    relatives=words("quien quienes"),
    conjunctions=words("pero porque cuando si como mientras aunque sino donde o"),
    joins=words("y e"),
    prepositions=words(
        "de del a al en por para con sin sobre contra entre hacia desde hasta según tras ante"
    ),
    noun_prepositions=words("de del"),
    adverbs=words("también además ya luego después hoy ayer entonces así"),
    auxiliaries=words("ha han había habían"),
    be=words("es son era fue fueron está están"),
    negations=words("no nunca"),
    by=words("por"),
    times=words(
        """lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio
        agosto septiembre octubre noviembre diciembre"""
    ),
    according=(("según",), ("de", "acuerdo", "con"), ("de", "acuerdo", "a")),
    common=words("el la los las de y que en un una es por con para del se su al como más"),
)
PORTUGUESE: Final = Lexicon(
    code="pt",
    say=words(

        """disse disseram diz dizem dito afirmou afirmaram afirma afirmam declarou declara explicou explica
        acrescentou acrescenta ressaltou destacou destaca garantiu garante alegou alega anunciou anuncia
        informou informa escreveu escreve respondeu responde reconheceu reconhece alertou alerta insistiu
        sustentou confirmou confirma avaliou avalia defendeu defende criticou completou contou apontou
        argumentou"""
    ),
    hold=words(
        """acusou acusa acusaram criticou critica negou nega rejeitou rejeita questionou anunciou confirmou
        desmentiu"""),
    show=words("mostra mostram revela revelam revelou aponta apontam indica indicam"),
    label=words("classificou chamou"),
    tell=EMPTY,
    noun_like=words("dito critica"),
    participles=words("afirmando dizendo acrescentando alegando"),
    determiners=words("o a os as um uma uns umas este esta esse essa vários alguns muitos"),
    possessives=words("seu sua seus suas nosso nossa"),
    male=words("ele"),
    female=words("ela"),
    plural=words("eles elas"),
    neuter=EMPTY,
    others=words("eu nós isso isto"),
    that=words("que"),
    relatives=words("quem"),
    conjunctions=words("mas porque quando se como enquanto embora onde ou"),
    joins=words("e"),
    prepositions=words(
        """de do da dos das a ao à em no na nos nas por pelo pela para com sem sobre contra entre segundo
        após ante"""),
    noun_prepositions=words("de do da dos das"),
    adverbs=words("também ainda já depois hoje ontem então assim"),
    auxiliaries=words("tem têm tinha tinham havia"),
    be=words("é são era foi foram está estão"),
    negations=words("não nunca"),
    by=words("por pelo pela"),
    times=words(
        """segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo janeiro fevereiro
        março abril maio junho julho agosto setembro outubro novembro dezembro"""),
    according=(("segundo",), ("de", "acordo", "com"), ("conforme",)),
    common=words("o a os as de e que em um uma é por com para do da não se no na mais ao"),
)  # fmt: skip
LEXICONS: Final = (ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE)
