"""Guards of the parser child: what it may use, what it is told, what is believed of it."""

from tests.guards.removal import Edit, Guard

POOL = "tests/factcheck/children/test_pool.py::"
PARSING = "tests/claims/ingestion/test_parsing.py::"
LIMITS = POOL + "test_who_breaks_a_limit_or_talks_nonsense_is_killed_and_replaced"

CHILDREN = [
    Guard(
        "a document has its CPU seconds",
        Edit("factcheck/children/serving.py", "        bounds.arm(limits)\n", ""),
        (LIMITS,),
    ),
    Guard(
        "a child has its memory",
        Edit("factcheck/children/limits.py", '        "memory": (resource.RLIMIT_AS, limits.memory),\n', ""),
        (LIMITS,),
    ),
    Guard(
        "an answer from too little memory is not believed",
        Edit("factcheck/children/serving.py", "if bounds.starved(most, limits):", "if False:"),
        (LIMITS,),
    ),
    Guard(
        "a stuck child does not outlive its parent",
        Edit(
            "factcheck/children/limits.py",
            "    signal.setitimer(signal.ITIMER_REAL, limits.seconds + _MARGIN)\n",
            "",
        ),
        (POOL + "test_no_child_outlives_its_parent",),
    ),
    Guard(
        "a document reaches nothing outside",
        Edit("factcheck/children/serving.py", "    bounds.forbid()\n", ""),
        (POOL + "test_a_document_reaches_nothing_outside",),
    ),
    Guard(
        "a child is told no secret",
        Edit("factcheck/children/process.py", "env=_ENVIRONMENT", "env={**os.environ, **_ENVIRONMENT}"),
        (POOL + "test_a_child_has_nothing_to_give_away",),
    ),
    Guard(
        "no child is shared across a fork",
        Edit("factcheck/children/pool.py", "os.register_at_fork(after_in_child=_after_fork)", "pass"),
        (POOL + "test_after_a_fork_each_process_has_its_own_child",),
    ),
    Guard(
        "an answer is to the question asked",
        Edit("factcheck/children/process.py", 'if answer.get("number") != self.number:', "if False:"),
        (LIMITS,),
    ),
    Guard(
        "a parser cannot pass a page for another site's",
        Edit(
            "claims/ingestion/parsing.py",
            "own = urls.same_site(address, url) if address else True",
            "own = True",
        ),
        (PARSING + "test_a_child_that_was_taken_over_cannot_pass_its_page_for_another",),
    ),
    Guard(
        "a statement stands in its text",
        Edit("claims/ingestion/parsing.py", "statement.quote == text[start:end]", "True"),
        (PARSING + "test_statements_must_stand_in_the_text",),
    ),
]
