from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.gate import Answer, Contact, GapCode, Rules, Source, gaps, independent_sources
from reviews.lifecycle import ContactStatus

GOOD = Source(
    stance="refutes", quoted=True, primary=True, independent=True, owner="Office", domain="stats.example"
)
OTHER = Source(
    stance="supports", quoted=True, primary=False, independent=True, owner="Paper", domain="paper.example"
)
ASKED = [Contact(to_claimant=True, status=ContactStatus.ANSWERED)]
RULES = Rules()

sources = st.lists(
    st.builds(
        Source,
        stance=st.sampled_from(["", "supports", "refutes", "context"]),
        quoted=st.booleans(),
        primary=st.booleans(),
        independent=st.booleans(),
        owner=st.sampled_from(["", "Office", "office ", "Paper", "Bank"]),
        domain=st.sampled_from(["", "a.example", "www.A.example", "b.example", "c.example"]),
        copy_of=st.sampled_from(["", "", "wire", "report"]),
        confidential=st.booleans(),
        withdrawn=st.booleans(),
    ),
    max_size=7,
)
contacts = st.lists(
    st.builds(Contact, to_claimant=st.booleans(), status=st.sampled_from(ContactStatus)), max_size=3
)
reasons = st.dictionaries(st.sampled_from([*GapCode, *Answer]), st.sampled_from(["", " ", "because"]))


def codes(given_sources, given_contacts=ASKED, **settings):
    return [gap.code for gap in gaps(given_sources, given_contacts, rules=RULES, **settings)]


@given(sources=sources, more=sources, contacts=contacts, reasons=reasons)
def test_more_evidence_never_opens_a_gap(sources, more, contacts, reasons):
    before = {gap.code for gap in gaps(sources, contacts, rules=RULES, answers=reasons, exceptions=reasons)}
    after = {
        gap.code for gap in gaps(sources + more, contacts, rules=RULES, answers=reasons, exceptions=reasons)
    }

    assert after <= before


@given(sources=sources, contacts=contacts, data=st.data())
def test_the_order_of_the_evidence_decides_nothing(sources, contacts, data):
    shuffled = data.draw(st.permutations(sources))

    assert gaps(shuffled, contacts, rules=RULES) == gaps(sources, contacts, rules=RULES)


@given(sources=sources)
def test_a_confidential_or_withdrawn_source_counts_for_nothing(sources):
    hidden = [replace(source, confidential=True) for source in sources]
    withdrawn = [replace(source, withdrawn=True) for source in sources]

    assert codes(hidden) == codes(withdrawn) == codes([])


@given(sources=sources, contacts=contacts)
def test_an_exception_with_a_reason_lifts_every_gap(sources, contacts):
    open_gaps = gaps(sources, contacts, rules=RULES)

    granted = {gap.code: "the editor's reason" for gap in open_gaps}

    assert gaps(sources, contacts, rules=RULES, exceptions=granted) == []


@given(sources=sources)
def test_no_more_sources_count_than_there_are_domains_and_owners(sources):
    count = independent_sources(sources)

    counted = [source for source in sources if source.counts and source.independent]
    domains = {source.domain.casefold().removeprefix("www.") or object() for source in counted}
    owners = {source.owner.casefold().strip() or object() for source in counted}
    texts = {source.copy_of or object() for source in counted}
    assert bool(counted) <= count <= min(len(domains), len(owners), len(texts))


def test_two_independent_sources_one_of_them_primary_and_an_answer_open_the_gate():
    assert codes([GOOD, OTHER]) == []


@pytest.mark.parametrize(
    "twin", [replace(OTHER, domain="WWW.stats.example"), replace(OTHER, owner=" office")]
)
def test_same_domain_or_same_owner_counts_once(twin):
    assert codes([GOOD, twin]) == [GapCode.TOO_FEW_SOURCES]


def test_a_source_that_links_two_others_does_not_join_them():
    link = replace(OTHER, domain=GOOD.domain)

    assert independent_sources([GOOD, OTHER, link]) == 2


def test_sources_are_counted_in_the_way_that_lets_most_of_them_stand():
    first = replace(GOOD, domain="a.example", owner="One")
    second = replace(GOOD, domain="a.example", owner="Two")
    third = replace(GOOD, domain="b.example", owner="One")

    assert independent_sources([first, second, third]) == 2


def test_near_copies_count_once():
    wire, copy = replace(GOOD, copy_of="wire"), replace(OTHER, copy_of="wire")

    assert codes([wire, copy]) == [GapCode.TOO_FEW_SOURCES]
    assert codes([wire, copy, replace(OTHER, domain="third.example", owner="Third")]) == []


def test_of_near_copies_the_one_stands_that_lets_most_others_stand():
    wire = replace(GOOD, copy_of="wire")
    copy = replace(OTHER, copy_of="wire")
    twin = replace(GOOD, domain="b.example")  # of the wire's owner

    assert independent_sources([wire, copy, twin]) == 2


def test_sources_without_owner_and_domain_stand_on_their_own():
    interview = replace(OTHER, owner="", domain="")

    assert independent_sources([interview, interview]) == 2


@pytest.mark.parametrize(
    "change", [{"quoted": False}, {"stance": ""}, {"independent": False}, {"confidential": True}]
)
def test_a_source_counts_only_with_quote_stance_and_declared_independence(change):
    assert codes([GOOD, replace(OTHER, **change)]) == [GapCode.TOO_FEW_SOURCES]


def test_the_gap_says_how_many_sources_were_left_out():
    [gap] = gaps([GOOD, replace(OTHER, quoted=False)], ASKED, rules=RULES)

    assert "1 of 2" in gap.message
    assert "Left out" in gap.message


def test_the_only_source_there_is_will_do_with_a_reason():
    assert codes([GOOD], answers={Answer.ONLY_SOURCE_THERE_IS: "only the office counts them"}) == []
    assert codes([GOOD], answers={Answer.ONLY_SOURCE_THERE_IS: "  "}) == [GapCode.TOO_FEW_SOURCES]


def test_the_only_source_is_no_answer_where_there_is_none():
    left = codes([], answers={Answer.ONLY_SOURCE_THERE_IS: "none", Answer.NO_PRIMARY_EXISTS: "none"})

    assert left == [GapCode.TOO_FEW_SOURCES]


def test_no_primary_exists_will_do_with_a_reason():
    secondary = [replace(GOOD, primary=False), OTHER]

    assert codes(secondary) == [GapCode.NO_PRIMARY]
    assert codes(secondary, answers={Answer.NO_PRIMARY_EXISTS: "the archive burnt down"}) == []


def test_a_claimant_who_was_not_asked_needs_a_reason():
    expert = [Contact(to_claimant=False, status=ContactStatus.ANSWERED)]

    assert codes([GOOD, OTHER], expert) == [GapCode.CLAIMANT_NOT_CONTACTED]
    assert (
        codes([GOOD, OTHER], expert, answers={Answer.WHY_NOT_CONTACTED: "nobody knows who posted it"}) == []
    )


def test_a_claimant_who_may_still_answer_is_waited_for_unless_an_editor_says_otherwise():
    waiting = [Contact(to_claimant=True, status=ContactStatus.ASKED)]

    assert codes([GOOD, OTHER], waiting) == [GapCode.CLAIMANT_MAY_STILL_ANSWER]
    assert codes([GOOD, OTHER], waiting, answers=dict.fromkeys(Answer, "in a hurry")) != []
    assert (
        codes([GOOD, OTHER], waiting, exceptions={GapCode.CLAIMANT_MAY_STILL_ANSWER: "danger to life"}) == []
    )


def test_no_reply_by_the_deadline_is_enough():
    assert codes([GOOD, OTHER], [Contact(to_claimant=True, status=ContactStatus.NO_REPLY)]) == []


def test_a_policy_may_ask_for_less():
    assert gaps([], [], rules=Rules(independent_sources=0, primary=False, contact=False)) == []
