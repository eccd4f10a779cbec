"""Guards of the one way out: addresses, redirects, sizes."""

from tests.guards.removal import Constraint, Edit, Guard

NET = "tests/factcheck/net/"
HOSTS = "tests/factcheck/test_hosts.py::"
VISITS = "tests/factcheck/test_visits.py::"

OUTSIDE = [
    Guard(
        "the resolved address is judged",
        Edit("factcheck/net/connection.py", "            self._judge(address)\n", "            pass\n"),
        (NET + "test_where_it_leads.py::test_a_name_that_changes_between_redirects_is_judged_again",),
    ),
    Guard(
        "the connected address is judged",
        Edit("factcheck/net/connection.py", "if not self._trusted and not is_public(peer):", "if False:"),
        (NET + "test_where_it_leads.py::test_a_socket_that_ends_elsewhere_than_judged_is_not_spoken_to",),
    ),
    Guard(
        "the connected address is the judged one",
        Edit("factcheck/net/connection.py", "return ip_address(peer) == ip_address(address)", "return True"),
        (NET + "test_where_it_leads.py::test_an_allowed_name_is_not_spoken_to_at_another_address_either",),
    ),
    Guard(
        "a special IPv6 block is not public",
        Edit(
            "factcheck/net/addresses.py",
            "and plain in _IPV6_PUBLIC and not any(plain in b for b in _IPV6_SPECIAL)",
            "and plain in _IPV6_PUBLIC",
        ),
        (NET + "test_addresses.py::test_a_special_address_is_not_public",),
    ),
    Guard(
        "a wrapped IPv4 address is unwrapped",
        Edit("factcheck/net/addresses.py", "    plain = _unwrapped(given)\n", "    plain = given\n"),
        (
            NET + "test_addresses.py::test_wrapping_an_ipv4_address_changes_nothing_about_it",
            NET + "test_addresses.py::test_a_special_address_is_not_public",
        ),
    ),
    Guard(
        "redirects end",
        Edit("factcheck/net/fetch.py", "if len(followed) == terms.redirects:", "if len(followed) == 30:"),
        (NET + "test_where_it_leads.py::test_a_redirect_loop_ends",),
    ),
    Guard(
        "one coding, or none",
        Edit("factcheck/net/bodies.py", "    if len(codings) > 1:\n", "    if False:\n"),
        (NET + "test_bodies.py::test_other_codings_and_more_than_one_are_refused",),
    ),
    Guard(
        "a bomb is stopped while it is small",
        Edit(
            "factcheck/net/bodies.py", "if size > RATIO_FREE and size > RATIO_LIMIT * self._raw:", "if False:"
        ),
        (NET + "test_bodies.py::test_a_bomb_is_stopped_while_it_is_small",),
    ),
    Guard(
        "a page has a largest size",
        Edit("factcheck/net/bodies.py", "        if size > self._limit:\n", "        if False:\n"),
        (NET + "test_bodies.py::test_the_limit_is_the_largest_page",),
    ),
    Guard(
        "a redirect is judged like the first address",
        Edit("factcheck/net/urls.py", "    _judge(found, allow)\n", ""),
        (NET + "test_urls.py::test_a_redirect_is_judged_like_any_web_address",),
    ),
    Guard(
        "a forbidden address is named in every spelling",
        Edit("factcheck/net/urls.py", "if _points_inside(url):", "if False:"),
        (NET + "test_urls.py::test_an_address_inside_is_refused_as_such_in_every_spelling",),
    ),
    Guard(
        "a name that leads only inside is not looked up",
        Edit("factcheck/net/urls.py", "    if is_inside(url.host):\n", "    if False:\n"),
        (NET + "test_urls.py::test_an_address_inside_is_refused_as_such_in_every_spelling",),
    ),
    Guard(
        "a page that robots are not to read is not read",
        Edit("factcheck/visits.py", "if not robots.allows(host.robots, str(url)):", "if False:"),
        (
            VISITS + "test_a_page_that_robots_are_not_to_read_is_refused",
            VISITS + "test_a_redirect_to_where_robots_are_unwelcome_is_not_followed",
        ),
    ),
    Guard(
        "names of other robots are made one",
        Edit("factcheck/robots.py", "'another'}", "agent}"),
        ("tests/factcheck/test_robots.py::test_no_file_of_500_kb_keeps_us_long[robots times rules]",),
    ),
    Guard(
        "a closed site is left alone",
        Edit(
            "factcheck/hosts.py", "if host.closed_until is not None and host.closed_until > at:", "if False:"
        ),
        (HOSTS + "test_five_failures_in_a_row_close_a_site",),
    ),
    Guard(
        "a slot in use is nobody else's",
        Edit(
            "factcheck/hosts.py",
            "HostSlot.objects.filter(pk=slot.pk, fence=slot.fence, until__lte=at)",
            "HostSlot.objects.filter(pk=slot.pk)",
        ),
        (HOSTS + "test_two_who_want_the_last_slot_do_not_both_get_it",),
        postgres=True,
    ),
    Guard(
        "a lost slot is not given back",
        Edit("factcheck/hosts.py", "filter(pk=slot.id, fence=slot.fence)", "filter(pk=slot.id)"),
        (HOSTS + "test_a_slot_that_was_lost_is_not_given_back",),
    ),
    Guard(
        "no site is talked to inside a transaction",
        Edit("factcheck/hosts.py", "@transaction.atomic(durable=True)", "@transaction.atomic"),
        (HOSTS + "test_no_slot_is_taken_inside_a_transaction",),
    ),
    Guard(
        "failures at once are all counted",
        Edit("factcheck/hosts.py", "Host.objects.select_for_update().only", "Host.objects.only"),
        (HOSTS + "test_failures_at_once_are_all_counted",),
        postgres=True,
    ),
    Guard(
        "a closed site has a reason",
        Constraint("factcheck.Host", "host_closed_iff_reason"),
        (HOSTS + "test_a_closed_site_has_a_reason_and_an_open_one_has_none",),
    ),
    Guard(
        "a slot of a site is there once",
        Constraint("factcheck.HostSlot", "host_slot_is_numbered_once"),
        (HOSTS + "test_a_slot_of_a_site_is_there_once",),
    ),
]
