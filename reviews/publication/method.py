"""How a check came about, in sentences for the reader: roles and rules, never people."""

from reviews.models import Policy
from reviews.models.policies import Approver, Judging

_JUDGED = {
    Judging.PROPOSAL: "A researcher gathered the evidence and proposed the rating.",
    Judging.SECOND_READ: "A researcher gathered the evidence and proposed the rating;"
    " a colleague read the file again with fresh eyes.",
    Judging.VOTES: "A researcher gathered the evidence; {raters} of the desk voted on the rating.",
    Judging.BLIND: "A researcher gathered the evidence; {raters} raters then judged it,"
    " each without knowing what the others thought.",
}
_APPROVED = {
    Approver.EDITOR_NOT_RESEARCHER: "An editor who did not do the research approved it.",
    Approver.NEITHER: "An editor who neither researched nor rated it approved it.",
}


def method(policy: Policy) -> tuple[str, ...]:
    """Return what the policy asks for, sentence by sentence."""
    said = [_JUDGED[Judging(policy.judging)].format(raters=policy.raters)]
    if policy.independent_sources:
        said.append(_sources(policy))
    if policy.claimant_contact:
        said.append("Whoever made the claim is asked about it before we publish.")
    return (*said, _APPROVED[Approver(policy.approver)])


def _sources(policy: Policy) -> str:
    count = policy.independent_sources
    rule = (
        "Our rule is one source" if count == 1 else f"Our rule is {count} sources independent of each other"
    )
    return rule + (", and a first-hand one where there is one." if policy.primary_source else ".")
