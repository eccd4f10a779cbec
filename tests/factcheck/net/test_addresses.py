from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.net.addresses import is_public

FORBIDDEN = [
    *["0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200"],
    *["100.127.255.255", "127.0.0.1", "127.1.2.3"],
    *["127.255.255.255", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255"],
    *["192.0.0.1", "192.0.0.192"],
    *["192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255"],
    *["198.51.100.1", "203.0.113.1"],
    *["224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16"],
    *["::", "::1", "::127.0.0.1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:7f00:1"],
    *["::ffff:10.0.0.1", "::ffff:169.254.169.254"],
    *[
        "::ffff:0:127.0.0.1",
        "::ffff:0:8.8.8.8",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::10.0.0.1",
    ],
    *["64:ff9b:1::8.8.8.8", "100::1", "1::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1"],
    *["2001:10::1", "2001:20::1"],
    *["2001:1ff:ffff::1", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:808:808::1", "3fff::1"],
    *["3fff:fff:ffff::1"],
    *["4000::1", "5f00::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fd20:ce::254"],
    *["fe80::1", "fe80::1%eth0", "fec0::1", "ff00::1", "ff02::1"],
    *["ff0e::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2606:4700:4700::1111%lo"],
]

NOT_AN_ADDRESS = [
    *["", " ", "localhost", "example.org", "127.1", "127.0.1", "0", "2130706433", "0x7f000001", "0x7f.1"],
    *["0177.0.0.1", "017700000001", "8.8.8.08", "８.８.８.８", "8。8。8。8", "8.8.8.8 ", "8.8.8.8/32"],
    *["[2606:4700:4700::1111]", "2606:4700:4700:::1111", "1.1.1.1\x00.evil.test", "8.8.8.256"],
]

PUBLIC = [
    *["1.1.1.1", "8.8.8.8", "9.9.9.9", "93.184.216.34", "100.63.255.255", "100.128.0.1"],
    *["126.255.255.255", "128.0.0.1", "172.15.255.255"],
    *["172.32.0.1", "192.0.1.1", "192.167.255.255", "198.17.255.255", "198.20.0.1", "223.255.255.255"],
    *["168.63.129.17"],
    *[
        "2001:200::1",
        "2001:4860:4860::8888",
        "2606:4700:4700::1111",
        "2a00:1450:4001:80b::200e",
        "3ffe:ffff::1",
    ],
    *["::ffff:8.8.8.8", "64:ff9b::8.8.8.8"],
]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_a_special_address_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("text", NOT_AN_ADDRESS)
def test_what_is_not_a_canonical_address_is_not_public(text):
    assert not is_public(text)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_site_of_the_public_internet_is_public(address):
    assert is_public(address)


@settings(max_examples=50, deadline=None)
@given(address=st.ip_addresses(v=4).map(str))
def test_wrapping_an_ipv4_address_changes_nothing_about_it(address):
    mapped = IPv6Address(int(IPv6Address("::ffff:0:0")) + int(IPv4Address(address)))
    translated = IPv6Address(int(IPv6Address("64:ff9b::")) + int(IPv4Address(address)))

    assert is_public(str(mapped)) == is_public(str(translated)) == is_public(address)


@settings(max_examples=50, deadline=None)
@given(address=st.ip_addresses(v=6))
def test_no_public_ipv6_address_lies_outside_global_unicast_but_the_wrapped(address):
    wrapped = address.ipv4_mapped is not None or str(address).startswith("64:ff9b::")

    assert not is_public(str(address)) or int(address) >> 125 == 1 or wrapped
