"""Who may ask what of the API: every route and method, for every role.

The columns are ROLES. "." may ask: the answer is about the request (200, 201,
409), not about the person; otherwise the status is given. The people asking have
nothing to do with the rows they ask for; `{...}` names a row of
tests/test_roles.py. A route of the API without a line here fails the suite.
"""

from typing import NamedTuple

ROLES = ("anonymous", "reader", "service", "reviewer", "senior_reviewer", "editor", "administrator")


class Line(NamedTuple):
    method: str
    path: str
    answers: dict[str, str]


_TABLE = """
GET   articles/                                 401  .    .    .    .    .    .
POST  articles/                                 401  403  .    .    .    .    .
POST  articles/bulk/                            401  403  .    .    .    .    .
GET   articles/{article}/                       401  404  .    .    .    .    .
GET   articles/{article}/diff/                  401  404  .    .    .    .    .
POST  articles/{article}/refetch/               401  404  .    .    .    .    .
POST  articles/{refused}/retry/                 401  404  .    .    .    .    .
POST  articles/{copy}/separate/                 401  404  403  403  403  .    .
GET   articles/{article}/snapshots/             401  404  .    .    .    .    .
GET   articles/{article}/snapshots/{snapshot}/  401  404  .    .    .    .    .
GET   assignments/                              401  403  403  .    .    .    .
POST  assignments/next/                         401  403  403  .    .    .    .
GET   assignments/{seat}/                       401  403  403  .    .    .    .
GET   assignments/{sealed}/                     401  403  403  .    .    .    .
POST  assignments/{offered}/accept/             401  403  403  403  403  403  403
POST  assignments/{offered}/decline/            401  403  403  403  403  403  403
GET   assignments/{seat}/draft/                 401  403  403  404  404  404  404
PUT   assignments/{seat}/draft/                 401  403  403  404  404  404  404
GET   assignments/{seat}/explanation/           401  403  403  .    .    .    .
POST  assignments/{seat}/extend/                401  403  403  403  403  .    .
POST  assignments/{sealed}/extend/              401  403  403  403  403  .    .
POST  assignments/{seat}/file/                  401  403  403  403  403  403  403
POST  assignments/{seat}/hand-over/             401  403  403  403  403  .    .
POST  assignments/{seat}/recuse/                401  403  403  403  403  .    .
POST  assignments/{sealed}/release/             401  403  403  403  403  .    .
POST  assignments/{seat}/renew/                 401  403  403  403  403  403  403
GET   captures/{capture}/                       401  403  403  .    .    .    .
GET   captures/{capture}/warc/                  401  403  403  .    .    .    .
POST  captures/{capture}/removal/               401  403  403  403  403  .    .
GET   captures/{to_go}/removal/                 401  403  403  404  404  .    .
POST  captures/{to_go}/removal/confirm/         401  403  403  403  403  .    .
POST  captures/{to_go}/removal/refuse/          401  403  403  403  403  .    .
GET   claimants/                                401  .    .    .    .    .    .
GET   claimants/{claimant}/                     401  404  .    .    .    .    .
POST  claimants/{claimant}/merge/               401  404  403  403  403  .    .
GET   claimants/{claimant}/similar/             401  404  .    .    .    .    .
POST  claimants/{merged_claimant}/unmerge/      401  404  403  403  403  .    .
GET   claims/                                   401  .    .    .    .    .    .
POST  claims/                                   401  403  .    .    .    .    .
GET   claims/{claim}/                           401  404  .    .    .    .    .
GET   claims/{settled}/                         401  .    .    .    .    .    .
POST  claims/{claim}/accept/                    401  404  403  403  403  .    .
GET   claims/{claim}/appearances/               401  404  .    .    .    .    .
POST  claims/{claim}/appearances/               401  404  403  .    .    .    .
POST  claims/{claim}/decline/                   401  404  403  403  403  .    .
POST  claims/{claim}/merge/                     401  404  403  403  403  .    .
POST  claims/{claim}/pin/                       401  404  403  403  403  .    .
POST  claims/{declined}/restore/                401  404  403  403  403  .    .
POST  claims/{claim}/reword/                    401  404  403  .    .    .    .
POST  claims/{claim}/shortlist/                 401  404  .    .    .    .    .
POST  claims/{claim}/split/                     401  404  403  403  403  .    .
POST  claims/{merged}/unmerge/                  401  404  403  403  403  .    .
POST  claims/{claim}/unpin/                     401  404  403  403  403  .    .
POST  claims/{split}/unsplit/                   401  404  403  403  403  .    .
GET   comments/                                 401  403  403  .    .    .    .
POST  comments/                                 401  403  403  .    .    .    .
GET   comments/{comment}/                       401  403  403  .    .    .    .
POST  comments/{comment}/remove/                401  403  403  403  403  403  403
GET   complaints/                               401  403  403  403  403  .    .
POST  complaints/                               401  403  .    .    .    .    .
GET   complaints/{complaint}/                   401  403  403  403  403  .    .
POST  complaints/{complaint}/answer/            401  403  403  403  403  .    .
POST  complaints/{complaint}/forget/            401  403  403  403  403  .    .
POST  complaints/{complaint}/look-at/           401  403  403  403  403  .    .
GET   conflicts/                                401  403  403  .    .    .    .
POST  conflicts/                                401  403  403  .    .    .    .
GET   conflicts/{conflict}/                     401  403  403  404  404  .    .
POST  conflicts/{conflict}/end/                 401  403  403  404  404  .    .
GET   contacts/                                 401  403  403  .    .    .    .
POST  contacts/                                 401  403  403  403  403  .    .
GET   contacts/{contact}/                       401  403  403  .    .    .    .
POST  contacts/{contact}/answer/                401  403  403  403  403  .    .
POST  contacts/{contact}/ask/                   401  403  403  403  403  .    .
POST  contacts/{contact}/no-reply/              401  403  403  403  403  .    .
GET   corrections/                              .    .    .    .    .    .    .
GET   events/                                   401  403  403  403  403  403  .
GET   events/{event}/                           401  403  403  403  403  403  .
GET   evidence/                                 401  403  403  .    .    .    .
POST  evidence/                                 401  403  403  403  403  .    .
GET   evidence/{evidence}/                      401  403  403  .    .    .    .
PATCH evidence/{evidence}/                      401  403  403  403  403  .    .
POST  evidence/{evidence}/withdraw/             401  403  403  403  403  .    .
GET   evidence/{evidence}/capture/              401  403  403  .    .    .    .
POST  evidence/{evidence}/capture/              401  403  403  403  403  .    .
POST  evidence/{evidence}/upload/               401  403  403  403  403  .    .
GET   evidence/{evidence}/checks/               401  403  403  .    .    .    .
GET   evidence/{evidence}/difference/           401  403  403  .    .    .    .
POST  evidence/{evidence}/readers/              401  403  403  403  403  403  403
DELETE evidence/{evidence}/readers/{user}/      401  403  403  403  403  403  403
GET   evidence/{secret}/                        401  403  403  404  404  404  404
GET   evidence/{secret}/capture/                401  403  403  404  404  404  404
GET   evidence/{secret}/checks/                 401  403  403  404  404  404  404
POST  evidence/{secret}/withdraw/               401  403  403  404  404  404  404
POST  evidence/{secret}/readers/                401  403  403  404  404  404  404
GET   fact-checks/                              401  .    .    .    .    .    .
POST  fact-checks/                              401  403  403  403  403  .    .
GET   fact-checks/{agreed}/                     401  404  404  .    .    .    .
GET   fact-checks/{published}/                  401  .    .    .    .    .    .
POST  fact-checks/{agreed}/answer-gap/          401  403  403  403  403  .    .
GET   fact-checks/{agreed}/approvals/           401  403  403  .    .    .    .
POST  fact-checks/{agreed}/approve/             401  403  403  403  403  .    .
POST  fact-checks/{judging}/close-round/        401  403  403  403  403  .    .
POST  fact-checks/{agreed}/close/               401  403  403  403  403  .    .
POST  fact-checks/{disputed}/decide/            401  403  403  403  403  .    .
POST  fact-checks/{disputed}/discuss/           401  403  403  403  403  .    .
POST  fact-checks/{agreed}/grant-exception/     401  403  403  403  403  .    .
POST  fact-checks/{open}/hand-out/              401  403  403  403  403  .    .
POST  fact-checks/{agreed}/hold/                401  403  403  403  403  .    .
GET   fact-checks/{agreed}/precedents/          401  403  403  .    .    .    .
POST  fact-checks/{approved}/publish/           401  403  403  403  403  .    .
POST  fact-checks/{agreed}/outside-editor/      401  403  403  403  403  .    .
POST  fact-checks/{published}/reopen/           401  403  403  403  403  .    .
POST  fact-checks/{agreed}/resume/              401  403  403  403  403  .    .
POST  fact-checks/{agreed}/return/              401  403  403  403  403  .    .
GET   fact-checks/{agreed}/report/              401  403  403  .    .    .    .
PUT   fact-checks/{agreed}/report/              401  403  403  403  403  .    .
GET   fact-checks/{agreed}/report/versions/     401  403  403  .    .    .    .
GET   fact-checks/{open}/routing/               401  403  403  403  403  .    .
POST  fact-checks/{approved}/schedule/          401  403  403  403  403  .    .
GET   fact-checks/{agreed}/shared-file/         401  403  403  .    .    .    .
GET   fact-checks/{published}/shared-file/      401  403  403  .    .    .    .
POST  fact-checks/{published}/second-read/      401  403  403  .    .    .    .
POST  fact-checks/{researched}/start-judging/   401  403  403  403  403  403  403
GET   fact-checks/{agreed}/timeline/            401  403  403  .    .    .    .
GET   fact-checks/{published}/timeline/         401  403  403  .    .    .    .
GET   feeds/                                    401  .    .    .    .    .    .
POST  feeds/                                    401  403  .    .    .    .    .
GET   feeds/opml/                               401  403  .    .    .    .    .
POST  feeds/opml/                               401  403  .    .    .    .    .
POST  feeds/discover/                           401  403  .    .    .    .    .
POST  feeds/test/                               401  403  .    .    .    .    .
GET   feeds/{feed}/                             401  404  .    .    .    .    .
PATCH feeds/{feed}/                             401  404  .    .    .    .    .
DELETE feeds/{feed}/                            401  404  .    .    .    .    .
POST  feeds/{feed}/pause/                       401  404  .    .    .    .    .
POST  feeds/{feed}/poll-now/                    401  404  .    .    .    .    .
POST  feeds/{feed}/resume/                      401  404  .    .    .    .    .
POST  feeds/{feed}/test/                        401  404  .    .    .    .    .
GET   flag-rules/                               401  403  403  .    .    .    .
POST  flag-rules/                               401  403  403  403  403  .    .
GET   flag-rules/{flag_rule}/                   401  403  403  .    .    .    .
PATCH flag-rules/{flag_rule}/                   401  403  403  403  403  .    .
POST  flag-rules/test/                          401  403  403  403  403  .    .
GET   flags/                                    401  403  403  .    .    .    .
POST  flags/                                    401  403  403  .    .    .    .
GET   flags/{flag}/                             401  403  403  .    .    .    .
POST  flags/{flag}/clear/                       401  403  403  403  403  .    .
GET   harm-areas/                               401  .    .    .    .    .    .
POST  harm-areas/                               401  403  403  403  403  .    .
GET   harm-areas/in-force/                      401  403  .    .    .    .    .
POST  harm-areas/test/                          401  403  403  403  403  .    .
GET   harm-areas/{harm_area}/                   401  404  .    .    .    .    .
PATCH harm-areas/{harm_area}/                   401  404  403  403  403  .    .
GET   harm-areas/{harm_area}/history/           401  404  .    .    .    .    .
GET   incidents/                                401  .    .    .    .    .    .
POST  incidents/                                401  403  403  403  403  .    .
GET   incidents/{incident}/                     401  404  .    .    .    .    .
POST  incidents/{incident}/end/                 401  404  403  403  403  .    .
GET   jobs/                                     401  403  403  403  403  .    .
GET   jobs/{job}/                               401  403  403  403  403  .    .
POST  jobs/{job}/requeue/                       401  403  403  403  403  .    .
GET   me/                                       401  .    .    .    .    .    .
GET   notes/                                    401  403  403  .    .    .    .
POST  notes/                                    401  403  403  403  403  .    .
GET   notes/{note}/                             401  403  403  .    .    .    .
PATCH notes/{note}/                             401  403  403  403  403  .    .
POST  notes/{note}/publish/                     401  403  403  403  403  .    .
POST  notes/{note}/withdraw/                    401  403  403  403  403  .    .
GET   outlets/                                  401  .    .    .    .    .    .
POST  outlets/                                  401  403  .    .    .    .    .
GET   outlets/{outlet}/                         401  404  .    .    .    .    .
GET   outside-approvals/                        401  403  403  403  403  .    .
GET   outside-approvals/{outside}/              401  403  403  403  403  .    .
POST  outside-approvals/{outside}/revoke/       401  403  403  403  403  .    .
GET   policies/                                 401  403  .    .    .    .    .
POST  policies/                                 401  403  403  403  403  .    .
GET   policies/{policy}/                        401  403  .    .    .    .    .
POST  policies/{policy}/activate/               401  403  403  403  403  .    .
POST  policies/{policy}/deactivate/             401  403  403  403  403  .    .
POST  policies/{policy}/make-default/           401  403  403  403  403  .    .
POST  policies/{policy}/versions/               401  403  403  403  403  .    .
GET   policy-rules/                             401  403  .    .    .    .    .
POST  policy-rules/                             401  403  403  403  403  .    .
POST  policy-rules/reorder/                     401  403  403  403  403  .    .
GET   policy-rules/{policy_rule}/               401  403  .    .    .    .    .
PATCH policy-rules/{policy_rule}/               401  403  403  403  403  .    .
POST  policy-rules/{policy_rule}/activate/      401  403  403  403  403  .    .
POST  policy-rules/{policy_rule}/deactivate/    401  403  403  403  403  .    .
GET   publications/                             .    .    .    .    .    .    .
GET   publications/{publication}/               .    .    .    .    .    .    .
POST  publications/{publication}/clarify/       401  403  403  403  403  .    .
POST  publications/{publication}/correct/       401  403  403  403  403  .    .
GET   publications/{publication}/repeats/       401  403  403  .    .    .    .
POST  publications/{publication}/retract/       401  403  403  403  403  .    .
POST  publications/{publication}/update/        401  403  403  403  403  .    .
GET   rescorings/                               401  .    .    .    .    .    .
GET   rescorings/{rescoring}/                   401  404  .    .    .    .    .
GET   reviewers/                                401  403  403  .    .    .    .
POST  reviewers/                                401  403  403  403  403  .    .
GET   reviewers/me/                             401  403  403  .    .    .    .
GET   reviewers/{reviewer}/                     401  403  403  .    .    .    .
PATCH reviewers/{reviewer}/                     401  403  403  403  403  .    .
POST  reviewers/{reviewer}/absence/             401  403  403  403  403  .    .
GET   reviews/                                  401  403  403  .    .    .    .
GET   reviews/{review}/                         401  403  403  .    .    .    .
GET   routing-runs/                             401  403  403  403  403  .    .
POST  routing-runs/                             401  403  403  403  403  .    .
GET   routing-runs/{run}/                       401  403  403  403  403  .    .
GET   routing-settings/                         401  403  403  403  403  .    .
POST  routing-settings/                         401  403  403  403  403  .    .
GET   routing-settings/{settings}/              401  403  403  403  403  .    .
POST  routing-settings/{settings}/activate/     401  403  403  403  403  .    .
POST  routing-settings/compare/                 401  403  403  403  403  .    .
POST  routing-settings/dry-run/                 401  403  403  403  403  .    .
GET   routing-settings/in-force/                401  403  403  403  403  .    .
GET   scales/                                   401  403  .    .    .    .    .
POST  scales/                                   401  403  403  403  403  .    .
GET   scales/{scale}/                           401  403  .    .    .    .    .
POST  scales/{scale}/make-default/              401  403  403  403  403  .    .
POST  scales/{scale}/versions/                  401  403  403  403  403  .    .
GET   to-dos/                                   401  403  403  .    .    .    .
GET   to-dos/{to_do}/                           401  403  403  404  404  .    .
POST  to-dos/{to_do}/done/                      401  403  403  404  404  .    .
POST  to-dos/{to_do}/dismiss/                   401  403  403  404  404  .    .
POST  to-dos/{seen_to}/take-back/               401  403  403  404  404  .    .
GET   topics/                                   401  .    .    .    .    .    .
POST  topics/                                   401  403  403  403  403  .    .
POST  topics/test/                              401  403  403  403  403  .    .
GET   topics/{topic}/                           401  404  .    .    .    .    .
PATCH topics/{topic}/                           401  404  403  403  403  .    .
GET   topics/{topic}/history/                   401  404  .    .    .    .    .
GET   triage-settings/                          401  403  403  403  403  .    .
POST  triage-settings/                          401  403  403  403  403  .    .
GET   triage-settings/in-force/                 401  403  403  403  403  .    .
GET   triage-settings/sample/                   401  403  403  403  403  .    .
POST  triage-settings/compare/                  401  403  403  403  403  .    .
POST  triage-settings/dry-run/                  401  403  403  403  403  .    .
GET   triage-settings/{triage_settings}/        401  403  403  403  403  .    .
POST  triage-settings/{triage_settings}/activate/ 401 403 403 403  403  .    .
GET   verdicts/                                 401  .    .    .    .    .    .
GET   verdicts/{verdict}/                       401  .    .    .    .    .    .
"""


def _lines() -> list[Line]:
    found = []
    for row in _TABLE.strip().splitlines():
        method, path, *answers = row.split()
        found.append(Line(method, path, dict(zip(ROLES, answers, strict=True))))
    return found


LINES = _lines()
