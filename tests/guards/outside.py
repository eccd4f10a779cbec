"""Guards of the one way out: addresses, redirects, sizes."""

from tests.guards.removal import Edit, Guard

NET = "tests/factcheck/net/"

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
]
