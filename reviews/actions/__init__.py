"""Every verb of the reviews room. Nothing else in the room writes."""

from reviews.actions.assignments import (
    NothingWaiting,
    accept,
    decline,
    lapse_offers,
    recuse,
    release,
    renew,
    take_next,
)
from reviews.actions.clocks import keep_clocks
from reviews.actions.comments import add_comment, remove_comment
from reviews.actions.conflicts import declare_conflict, end_conflict, recuse_conflicted
from reviews.actions.contacts import ask, plan_contact, record_answer, record_no_reply
from reviews.actions.deadlines import extend
from reviews.actions.escalation import escalate, words_changed
from reviews.actions.evidence import add_evidence, edit_evidence, withdraw_evidence
from reviews.actions.fact_checks import (
    close,
    discuss,
    hold,
    reopen,
    resume,
    return_to_research,
    start_judging,
)
from reviews.actions.gate_answers import answer_gap, grant_exception
from reviews.actions.handing import hand_out, hand_over
from reviews.actions.judging import file, save_draft
from reviews.actions.learning import learn, learn_from_publication
from reviews.actions.opening import open_fact_check
from reviews.actions.policies import add_policy, add_scale
from reviews.actions.publication import change_publication, publish, settle
from reviews.actions.reviewers import add_reviewer, edit_reviewer, set_absence
from reviews.actions.rounds import close_round
from reviews.actions.routing import ask_for_routing, route, route_backlog
from reviews.actions.routing_settings import (
    activate_routing_settings,
    add_routing_settings,
    weights_in_force,
)
from reviews.actions.to_dos import dismiss, done, take_back
from reviews.actions.verdicts import approve, decide

__all__ = [
    "NothingWaiting",
    "accept",
    "activate_routing_settings",
    "add_comment",
    "add_evidence",
    "add_policy",
    "add_reviewer",
    "add_routing_settings",
    "add_scale",
    "answer_gap",
    "approve",
    "ask",
    "ask_for_routing",
    "change_publication",
    "close",
    "close_round",
    "decide",
    "declare_conflict",
    "decline",
    "discuss",
    "dismiss",
    "done",
    "edit_evidence",
    "edit_reviewer",
    "end_conflict",
    "escalate",
    "extend",
    "file",
    "grant_exception",
    "hand_out",
    "hand_over",
    "hold",
    "keep_clocks",
    "lapse_offers",
    "learn",
    "learn_from_publication",
    "open_fact_check",
    "plan_contact",
    "publish",
    "record_answer",
    "record_no_reply",
    "recuse",
    "recuse_conflicted",
    "release",
    "remove_comment",
    "renew",
    "reopen",
    "resume",
    "return_to_research",
    "route",
    "route_backlog",
    "save_draft",
    "set_absence",
    "settle",
    "start_judging",
    "take_back",
    "take_next",
    "weights_in_force",
    "withdraw_evidence",
    "words_changed",
]
