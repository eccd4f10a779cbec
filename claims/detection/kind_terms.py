"""The words that make a statement a prediction, an accusation, an opinion or a number. Data only.

English first; the words of other languages are chosen so that none of them means something else in English.
"""

import re
from typing import Final

from claims.detection.words import terms

TERMS: Final = {
    "prediction": terms("""
        won't, shall, going to, i'll, we'll, he'll, she'll, they'll, it'll, you'll, expected to, expect,
        expects, set to, likely to, unlikely to, poised to, forecast to, predicted, predicts, forecasts,
        projected to, projects growth, on course to, on track to, bound to, destined to, inevitable,
        plans to, scheduled to, in the pipeline, next year, next month, next decade, in the coming,
        by the end of the decade, wird sich, dürfte, dürften, voraussichtlich, sera bientôt, va être,
        vont être, va bientôt, se prevé que, está previsto, si prevede, è previsto, está prevista, prevê-se
    """),
    "accusation": terms("""
        accused, accuses, accusing, accusation, accusations, alleged, alleges, alleging, allegedly, allege,
        allegation, allegations, lied, lying, cover up, covered up, covering up, conceal, concealed,
        concealing, distraction, deflect, deflecting, fraud, fraudulent, corrupt, corruption, bribe, bribes,
        bribed, bribery, bribing, rigged, rigging, stole, stolen, stealing, embezzled, embezzlement, sabotage,
        sabotaged, war crimes, genocide, conspiracy, conspired, plotted, smuggled, tortured, betrayed,
        blackmail, blackmailed, harassed, harassment, abused, laundering, laundered, falsified, fabricated,
        hiding, misled, orchestrated, complicit, complicity, ulterior motives, illegally,
        unlawfully, tax evasion, evaded taxes, under investigation, investigated for, being investigated,
        charged with, convicted of, found guilty, indicted, suspected of, on suspicion, plagiarised,
        plagiarized, cheated, looted, extorted, extortion, perjury, manslaughter, murdered, groped, raped,
        molested, sexually assaulted, assaulted, insider trading, kickback, kickbacks, siphoned, hush money,
        spied on, doctored, faked, forged, forgery, tampered, misconduct, defrauded, swindled, doped,
        negligence, perverting the course, to death, secretly, massacred, ethnic cleansing,
        belogen, gelogen, bestochen, bestechung, korruption, korrupt, betrug, betrogen, veruntreut,
        gestohlen, vertuscht, gefälscht, manipuliert, vorgeworfen, beschuldigt, angeklagt, gefoltert,
        ermittelt gegen, geldwäsche,
        accusé, accusée, accusés, détourné, volé, menti, mis en examen, mise en examen, blanchiment, falsifié,
        torturé, pots de vin, soupçonné, soupçonnée,
        robó, robado, robaron, corrupción, mintió, mentido, fraude, acusado, acusada, imputado, imputada,
        investigado por, sobornó, soborno, sobornos, malversó, malversación, blanqueo, torturó, torturaron,
        indagato, indagata, corruzione, frode, rubato, mentito, tangenti, riciclaggio, accusato, accusata,
        desviou, roubou, corrupção, mentiu, propina, lavagem de dinheiro
    """),
    "duty": terms("""
        should, shouldn't, must, ought, need to, needs to, let's, let us, deserves, deserve, sollte,
        sollten, muss, müssen, müsste, darf nicht, devrait, devraient, il faut, doit, doivent, debería,
        deberían, debe, deben, hay que, tiene que, dovrebbe, dovrebbero, deve, devono, bisogna, deveria,
        deveriam, devem, é preciso, tem que
    """),
    "feeling": terms("""
        i think, i believe, i feel, i hope, i want, i wish, i love, i like, i'm proud, i'm glad, we hope, in
        my view, in my opinion, we believe, i fear, we fear, he hopes, she hopes, they hope, he fears, she
        fears, they fear, thoughts are with, prayers are with, ich glaube, ich finde, je pense, je crois,
        creo que, pienso que, credo che, penso che, acho que
    """),
    "value": terms("""
        good, great job, great country, great nation, great success, great leader, terrible, awful,
        wonderful, beautiful, brilliant, disgraceful, disgrace, shameful, shame, outrageous, ridiculous,
        absurd, peculiar, strange, unfair, unjust, wrong, immoral, proud, disappointing, disappointed,
        impressive, irresponsible, reckless, stupid, foolish, cynical, appalling, unacceptable, pathetic,
        remarkable, incredible, excellent, best thing, worst thing, skepticism, scepticism, suspicions,
        mistake, disaster for, coward, cowards, cowardly, fool, fools, traitor, traitors, nonsense, makes no
        sense, make no sense, farce, ashamed, boring, ugly, lovely, insane, evil, cruel, heroic, hero, heroes,
        waste of, betrayal of, more important than, most important, too long, too much, too little, too soft,
        dangerous nonsense, hypocrite, hypocrisy, hypocritical, arrogant, incompetent, naive, laughable,
        heartless, magnificent, superb, shambles, overrated, unforgivable, indefensible,
        schande, skandalös, unfair, ungerecht, großartig, schrecklich, verantwortungslos, honte, honteux,
        scandaleux, injuste, vergüenza, vergonzoso, injusto, vergogna, vergognoso, ingiusto, vergonha,
        vergonhoso
    """),
    "motive": terms("motive, motives, intends, intended to, hopes to, wants to, want to"),
    "percent": terms(
        "percent, per cent, %, ‰, percentage, prozent, pour cent, por ciento, por cento, per cento"
    ),
    "big number": terms("""
        hundred, hundreds, thousand, thousands, million, millions, billion, billions, trillion, dozen, dozens,
        lakh, crore, doubled, tripled, quadrupled, halved, twice, half of, a third, a quarter, two thirds,
        three quarters, a fifth, a tenth, one in, millionen, milliarden, tausende, hunderte, millones, mille,
        milliers, miles de, miliardi, milioni, milhões
    """),
    "count": terms("""
        two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen,
        sixteen, seventeen, eighteen, nineteen, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety
    """),
    "others said": terms("""
        said, says, told, promised, promises, pledged, pledges, vowed, claimed, claims, stated, tweeted,
        admitted, called the, called him, called her, called them, called his, wrote that
    """),
    "document": terms("bill, law, plan, proposal, act, amendment, treaty, deal, budget, measure, rule"),
}

# Futures that are a form of the verb, where it can be nothing else.
FUTURE: Final = {
    "de": re.compile(
        r"\b(?:wird|werden|soll|sollen)\b.*\b(?:nächste[nsm]?|kommende[nsm]?|künftig|bald|bis 20[2-9]\d)\b"
        r"|\b(?:nächste[nsm]?|kommende[nsm]?|künftig|bald|bis 20[2-9]\d)\b.*\b(?:wird|werden|soll|sollen)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:va|vont)\s(?:\w+\s)?\w+(?:er|ir|re)\b"
        r"|\b(?:sera|seront|aura|auront|pourra|pourront|devra|devront)\b|\b\w{2,}(?:er|ir)(?:a|ont)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(r"\b\w{2,}(?:rá|rán|remos)\b|\b(?:va|van)\sa\s\w+r\b", re.IGNORECASE),
    "it": re.compile(r"\b(?:sarà|saranno|avrà|avranno)\b|\b\w{2,}(?:erà|irà|eranno|iranno)\b", re.IGNORECASE),
    "pt": re.compile(r"\b\w{2,}(?:rá|rão)\b|\b(?:vai|vão)\s\w+r\b", re.IGNORECASE),
}
