"""Every verb of the reviews room. Nothing else in the room writes."""

from reviews.actions.assignments import (
    accept,
    decline,
    lapse_offers,
    recuse,
    release,
    renew,
)
from reviews.actions.clocks import keep_clocks
from reviews.actions.comments import add_comment, remove_comment
from reviews.actions.complaints import (
    answer_complaint,
    forget_complaint,
    look_at_complaint,
    receive_complaint,
    remind_of_complaints,
)
from reviews.actions.conflicts import declare_conflict, end_conflict, recuse_conflicted
from reviews.actions.contacts import ask, plan_contact, record_answer, record_no_reply
from reviews.actions.deadlines import extend
from reviews.actions.escalation import escalate, words_changed
from reviews.actions.evidence import (
    add_evidence,
    ask_capture,
    ask_due_rechecks,
    edit_evidence,
    hand_in_copy,
    keep_look,
    name_reader,
    note_quote,
    recheck_soon,
    remove_reader,
    withdraw_evidence,
)
from reviews.actions.fact_checks import (
    close,
    discuss,
    hold,
    reopen,
    resume,
    return_to_research,
    start_judging,
)
from reviews.actions.flags import (
    add_flag_rule,
    clear_flag,
    edit_flag_rule,
    look_for_flags,
    look_for_flags_of_claim,
    raise_flag,
)
from reviews.actions.gate_answers import answer_gap, grant_exception
from reviews.actions.handing import hand_out, hand_over
from reviews.actions.judging import file, save_draft
from reviews.actions.learning import learn, learn_from_publication
from reviews.actions.merged import close_merged, recuse_merged, recuse_of_merged_claimant
from reviews.actions.notes import add_note, edit_note, publish_note, withdraw_note
from reviews.actions.opening import open_fact_check
from reviews.actions.outside import (
    approve_from_outside,
    name_outside_editor,
    return_from_outside,
    revoke_outside_editor,
)
from reviews.actions.policies import (
    activate_policy,
    add_policy,
    add_policy_version,
    deactivate_policy,
    make_default_policy,
)
from reviews.actions.policy_rules import (
    activate_policy_rule,
    add_policy_rule,
    deactivate_policy_rule,
    edit_policy_rule,
    reorder_policy_rules,
)
from reviews.actions.publication import change_publication, publish, settle
from reviews.actions.pulling import NothingWaiting, take_next
from reviews.actions.repeats import tell_of_repeats
from reviews.actions.reports import save_report
from reviews.actions.reviewers import add_reviewer, edit_reviewer, set_absence
from reviews.actions.rounds import close_round
from reviews.actions.routing import ask_for_routing, route, route_backlog
from reviews.actions.routing_settings import (
    activate_routing_settings,
    add_routing_settings,
    weights_in_force,
)
from reviews.actions.scales import add_scale, add_scale_version, make_default_scale
from reviews.actions.scheduling import publish_due, schedule
from reviews.actions.second_reads import give_second_read
from reviews.actions.to_dos import dismiss, done, take_back
from reviews.actions.validity import expire
from reviews.actions.verdicts import approve, decide

__all__ = [
    "NothingWaiting",
    "accept",
    "activate_policy",
    "activate_policy_rule",
    "activate_routing_settings",
    "add_comment",
    "add_evidence",
    "add_flag_rule",
    "add_note",
    "add_policy",
    "add_policy_rule",
    "add_policy_version",
    "add_reviewer",
    "add_routing_settings",
    "add_scale",
    "add_scale_version",
    "answer_complaint",
    "answer_gap",
    "approve",
    "approve_from_outside",
    "ask",
    "ask_capture",
    "ask_due_rechecks",
    "ask_for_routing",
    "change_publication",
    "clear_flag",
    "close",
    "close_merged",
    "close_round",
    "deactivate_policy",
    "deactivate_policy_rule",
    "decide",
    "declare_conflict",
    "decline",
    "discuss",
    "dismiss",
    "done",
    "edit_evidence",
    "edit_flag_rule",
    "edit_note",
    "edit_policy_rule",
    "edit_reviewer",
    "end_conflict",
    "escalate",
    "expire",
    "extend",
    "file",
    "forget_complaint",
    "give_second_read",
    "grant_exception",
    "hand_in_copy",
    "hand_out",
    "hand_over",
    "hold",
    "keep_clocks",
    "keep_look",
    "lapse_offers",
    "learn",
    "learn_from_publication",
    "look_at_complaint",
    "look_for_flags",
    "look_for_flags_of_claim",
    "make_default_policy",
    "make_default_scale",
    "name_outside_editor",
    "name_reader",
    "note_quote",
    "open_fact_check",
    "plan_contact",
    "publish",
    "publish_due",
    "publish_note",
    "raise_flag",
    "receive_complaint",
    "recheck_soon",
    "record_answer",
    "record_no_reply",
    "recuse",
    "recuse_conflicted",
    "recuse_merged",
    "recuse_of_merged_claimant",
    "release",
    "remind_of_complaints",
    "remove_comment",
    "remove_reader",
    "renew",
    "reopen",
    "reorder_policy_rules",
    "resume",
    "return_from_outside",
    "return_to_research",
    "revoke_outside_editor",
    "route",
    "route_backlog",
    "save_draft",
    "save_report",
    "schedule",
    "set_absence",
    "settle",
    "start_judging",
    "take_back",
    "take_next",
    "tell_of_repeats",
    "weights_in_force",
    "withdraw_evidence",
    "withdraw_note",
    "words_changed",
]
