"""The words behind each cue of check-worthiness: data, read by `cues.py`.

Nothing here names a person, a party or an outlet. English has every cue; `ELSEWHERE` holds the few that are
safe to read in German, French, Spanish, Italian and Portuguese at once (German "was" and "will" are no cues).
"""

from typing import Final

from claims.detection.words import terms

ENGLISH: Final[dict[str, frozenset[str]]] = {
    "number in words": terms("""
        two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, fifteen, twenty, thirty,
        forty, fifty, sixty, seventy, eighty, ninety, dozen, dozens, half, a third, one third, two thirds,
        third of, quarter of, a quarter, three quarters
    """),
    "big number": terms("""
        hundred, hundreds, thousand, thousands, million, millions, billion, billions, trillion, trillions,
        lakh, crore
    """),
    "percent": terms("percent, per cent, %, ‰, percentage, percentage point, percentage points"),
    "money": terms("""
        $, €, £, ¥, ₹, ₽, dollar, dollars, cents, euro, euros, pound, pounds, rupees, rubles, roubles,
        pesos, yen, yuan, francs
    """),
    "amount": terms("""
        number of, amount of, total, in total, average, on average, median, majority of, most of the, rate
        of, rates, the rate, per capita, per year, a year, per month, a month, a day, per person, worth of,
        share of, out of every, one in, one out of, out of, at least, nearly, almost, roughly, approximately
    """),
    "comparison": terms("""
        than, compared with, compared to, twice, three times, four times, times as, times more, as many as,
        as much as, as low as, as high as, as big as, same as, higher, lower, fewer, less, larger, smaller,
        bigger, greater, cheaper, older, younger, faster, slower, wealthier, poorer
    """),
    "superlative": terms("""
        most, worst, fewest, record, all time, in history, history of, ever, first time, for the first, the
        first, the last, the only, number one, none of, not one, not a single, single, unprecedented
    """),
    "change over time": terms("""
        increase, increases, increased, increasing, decrease, decreased, decline, declined, declining, rise,
        rises, rose, risen, rising, fell, fallen, falling, dropped, drop, doubled, double, tripled, triple,
        quadrupled, halved, grew, grown, growth, shrunk, shrank, reduced, reduction, reductions, lowered,
        raised, gone up, went up, gone down, went down, goes up, up by, down by, up from, down from, down
        to, added, lost, loss, losses, gained, created, cut, cuts, slashed, surged, soared, plunged,
        worsened, improved, expanded, deficit, deficits, surplus, recession
    """),
    "span of time": terms("""
        since, years, months, weeks, decades, last year, this year, last month, last week, ago, over the
        past, over the last, in the past, in the last, decade, century, so far, to date, already, during,
        end of, beginning of, in office, between
    """),
    "cause": terms("""
        because of, because, caused, cause of, causes, due to, led to, leads to, as a result, resulted in,
        result of, responsible for, thanks to, blamed, blames, created by, brought about, triggered
    """),
    "law or vote": terms("""
        voted, voting record, vetoed, veto, signed, legislation, bill, bills, the law, laws, statute,
        ordinance, amendment, treaty, agreement, resolution, supreme court, court ruled, ruled, ruling,
        passed, enacted, repealed, repeal, ratified, introduced, sponsored, cosponsored, opposed, opposes,
        supported, supports, endorsed, filibuster, appointed, nominated, proposed, proposes, proposal,
        constitutional, banned, outlawed, legalised, legalized, sanctions, regulation, regulations,
        executive order, wants to
    """),
    "public money": terms("""
        budget, spending, tax, taxes, taxed, tax cut, tax cuts, debt, income, incomes, wages, salary,
        inflation, interest rates, mortgage, revenue, revenues, cost, costs, price, prices, paid, pays, pay,
        spent, spend, fund, funded, funding, funds, subsidies, welfare, social security, medicare, medicaid,
        insurance, premiums, deductions, taxpayers, benefits, exports, imports, trade, tariff, tariffs, gdp
    """),
    "public life": terms("""
        jobs, unemployment, unemployed, employment, poverty, crime, crimes, murder, homicide, drugs, prison,
        immigrants, immigration, refugees, border, troops, soldiers, army, navy, military, weapons,
        missiles, nuclear, uranium, oil, gas, coal, energy, emissions, carbon, pollution, climate,
        temperature, hospital, hospitals, doctors, vaccine, vaccines, virus, disease, cancer, schools,
        teachers, students, graduates, companies, businesses, factories, farmers, population, women,
        children, veterans, federal, senate, congress, parliament, house of, state of, department, agency,
        countries, nations, overseas, police, votes, ballots, turnout
    """),
    "casualties": terms("""
        killed, dead, died, deaths, death toll, wounded, injured, casualties, victims, lives, claimed lives,
        massacre, shot, bombed, attacked, attack, attacks
    """),
    "named source": terms("""
        according to, study, studies, survey, report, reports, reported, research, researchers, scientists,
        experts, economists, poll, polls, figures, statistics, statistic, data, documents, estimate,
        estimates, estimated, census, commission, bureau, intelligence, inspector general
    """),
    "others said": terms("""
        said, says, told, stated, claimed, claims, called, promised, pledged, testified, wrote, admitted,
        indicated, announced, quoted, pointed out, calls, on record, the record
    """),
    "past event": terms("""
        was, were, had, did, didn't, wasn't, weren't, hadn't, been, took, gave, went, came, got, made, sent,
        brought, left, met, won, held, became, began, found, built, bought, sold, ran, fought, hasn't, has
        been, have been, has had, has not, he has, she has, they have, have gone, has gone
    """),
    "accusation": terms("""
        accused, accuses, accusing, alleged, allegedly, alleges, lied, lies, lying, lie, cover up, covered
        up, corrupt, corruption, fraud, fraudulent, illegal, illegally, stole, stolen, rigged, bribe,
        bribed, hid, hiding, conceal, concealed, scandal, convicted, indicted, guilty, betrayed, violated,
        broke the law, falsely, misled, tortured, conspiracy
    """),
    "somebody's deed": terms("he, she, they, his, her, their, he's, she's, they've, they're, its"),
    "state of things": terms("""
        is, are, has, have, there are, there is, now, today, currently, no longer, owns, contains, includes
    """),
    "never or all": terms("never, always, every, all of, everyone, nobody, no one, none, any, even"),
    "future": terms("""
        will, won't, shall, going to, gonna, i'll, we'll, he'll, she'll, they'll, it'll, you'll, would be,
        plan to, plans to, next year, the future, future
    """),
    "condition": terms("if, would, could, unless, whether, i'd, would have, suppose"),
    "hedge": terms("""
        maybe, perhaps, might, may, possibly, probably, seems, seem, appears, kind of, sort of, could be,
        somehow, somebody, something, anybody, things, a lot
    """),
    "duty": terms("""
        should, must, ought, need to, needs to, have to, has to, got to, we need, let us, let's, make sure,
        need, responsibility
    """),
    "first person": terms("i, i'm, i've, me, my, myself, mine"),
    "first person feeling": terms("""
        i think, i believe, i feel, i hope, i want, i wish, i love, i like, i know, i don't think, i guess,
        i'm proud, i'm glad, i agree, i don't know, i understand, my view, my opinion, in my view, i mean, i
        would like, i don't believe, i say, we believe, we think
    """),
    "value": terms("""
        good, better, best, great, important, wrong, right thing, the right, fair, unfair, strong, strength,
        tough, beautiful, terrible, sad, believe, hope, faith, love, proud, freedom, values, courage,
        leadership, trust, honest, opportunity, challenge, challenges, wonderful, priorities, principle,
        principles, difference, differences, different, kind, peace, dream, moral, very, certainly
    """),
    "to the listener": terms("""
        you, your, you're, thank, thanks, sorry, please, good evening, welcome, ladies, gentlemen, look at,
        listen, excuse me
    """),
    "about the talk": terms("""
        question, questions, answer, debate, talk, talk about, talking about, respond, issue, issues, ask,
        asked, point, let me, discuss, discussion, matter, the word, tonight, mean, say
    """),
    "what to do": terms("""
        to make, to do, to be, to have, to get, to keep, to see, to say, to work, to go, to take, to give,
        to help, to come, to put, can, cannot, can't, do, doing, don't, keep, work, way, look, let
    """),
}

ELSEWHERE: Final[dict[str, frozenset[str]]] = {
    "number in words": terms("""
        zwei, drei, vier, fünf, zehn, hälfte, deux, trois, quatre, cinq, moitié, tiers, tres, cuatro, cinco,
        diez, mitad, tercio, tre, metà, dois, três, metade
    """),
    "big number": terms("""
        tausend, tausende, hundert, million, millionen, milliarde, milliarden, mille, milliers, millions,
        millón, millones, miles de, mil millones, milliard, milliards, milioni, miliardi, milhões, bilhões
    """),
    "percent": terms("%, ‰, prozent, prozentpunkte, pour cent, por ciento, por cento, per cento"),
    "money": terms(
        "$, €, £, ¥, ₹, ₽, dollar, dollars, dólares, dollari, euro, euros, franken, francs, pesos"
    ),
    "comparison": terms("""
        mehr als, weniger als, doppelt so, plus de, moins de, más de, menos de, più di, meno di, mais de
    """),
    "superlative": terms("""
        größte, größten, höchste, niedrigste, erstmals, jamais, le plus, la plus, el mayor, la mayor, nunca
    """),
    "change over time": terms("""
        gestiegen, gesunken, stieg, sank, verdoppelt, rückgang, anstieg, augmenté, baissé, diminué, doublé,
        hausse, baisse, aumentó, bajó, aumentado, reducido, duplicado, aumentato, diminuito, aumentou
    """),
    "span of time": terms("seit, jahren, depuis, années, desde, años, da anni, desde há"),
    "casualties": terms("""
        tote, toten, getötet, verletzte, morts, blessés, tués, muertos, heridos, morti, feriti, mortos,
        feridos
    """),
    "named source": terms("laut, studie, zufolge, selon, étude, según, estudio, secondo, segundo, estudo"),
    "question": terms("?, ¿"),
}
