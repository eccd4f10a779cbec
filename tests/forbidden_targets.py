"""Where the desk must never go: one table for every way that a web address may come in.

`URLS` are refused as they stand or by the address they lead to, always with the
code `forbidden_address`. Names among them are answered by `NAMES`, which stands
for the resolver: `resolve(host, port)`, or `addresses_of(host)` by itself.
"""

import re
import socket
from collections.abc import Sequence

# Spellings of this machine's own address that some reader follows.
_LOOPBACK = """
127.0.0.1 127.1 127.0.1 127.000.000.001 127.0.0.01 0127.0.0.1 0177.0.0.1 0177.1 0177.0.0.01 00000177.0.0.1
2130706433 0x7f000001 0X7F000001 0x7f.1 0x7f.0.0.1 0x7f.0x0.0x0.0x1 0x7f.0.1 017700000001 0x7F.0.0.0x1
127.0.0.0x1 127.0.0x1 127.0.0.1. 127.1. 127.255.255.254 127.127.127.127 127.0.0.1.. 0x100000007f000001
4294967297 6425673729 425.510.425.510 0 0.0 0.0.0.0 00 0x0 0.0.0.0. 000.000.000.000 0x 127.0.0.1%20
%31%32%37.0.0.1 %31%32%37%2E0%2E0%2E1 127%2e0%2e0%2e1 %6c%6f%63%61%6c%68%6f%73%74
localhost LOCALHOST localhost. localhost.. foo.localhost
localhost.localdomain localhost4.localdomain4.localdomain
"""
_LOOPBACK_UNICODE = (
    "１２７.0.0.1",
    "127。0。0。1",
    "127．0．0．1",
    "127｡0｡0｡1",
    "①②⑦.⓪.⓪.①",
    "¹²⁷.⁰.⁰.¹",
    "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
    "２１３０７０６４３３",
    "０ｘ７ｆ.1",
    "ｌｏｃａｌｈｏｓｔ",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "local\u00adhost",
)
_IPV6 = """
::1 0:0:0:0:0:0:0:1 0000:0000:0000:0000:0000:0000:0000:0001 0::1 ::0:1 ::01 :: 0:0:0:0:0:0:0:0
::127.0.0.1 ::7f00:1 ::10.0.0.1 ::ffff:127.0.0.1 ::FFFF:127.0.0.1 ::ffff:7f00:1 ::ffff:7f00:0001
0:0:0:0:0:ffff:127.0.0.1 0000:0000:0000:0000:0000:ffff:7f00:0001 ::ffff:0.0.0.0 ::ffff:0:0 ::ffff:10.0.0.1
::ffff:192.168.1.1 ::ffff:a9fe:a9fe ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 ::ffff:127.1 ::ffff:0x7f.1
64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::10.0.0.1 64:ff9b:1::127.0.0.1
2002:7f00:1:: 2002:7f00:0001::1 2002:a9fe:a9fe:: 2002:c0a8:0101::1 2001:0:7f00:1::
2001:0000:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 2001:10::1 3fff::1 100::1 5f00::1
fe80::1 fe80::1%25eth0 fe80::1%eth0 fe80::1%251 fe80::1%lo ::1%lo ::1%25lo fec0::1 fc00::1 fd00::1
fd00:ec2::254 fd00:ec2::23 fd20:ce::254 ff01::1 ff02::1 ff05::2 ff0e::1 127.0.0.1 1::1
2606:4700:4700::1111%25lo
"""
# Private, link-local, shared, reserved, multicast, and the clouds' own services.
_INSIDE = """
10.0.0.1 10.255.255.254 172.16.0.1 172.31.255.254 192.168.0.1 192.168.255.254 100.64.0.1 100.127.255.254
169.254.169.254 169.254.170.2 169.254.0.1 169.254.1.1 2852039166 0xa9fea9fe 0xa9.0xfe.0xa9.0xfe
0251.0376.0251.0376 025177524776 169.254.43518 169.16689662 169.254.169.254. 100.100.100.200 192.0.0.192
168.63.129.16 192.0.0.1 192.0.2.1 198.18.0.1 198.19.255.254 198.51.100.1 203.0.113.1 192.88.99.1
224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 0.1.2.3 10.1 0xa.1 012.0.0.1 167772161
3232235777 0xc0.0xa8.1.1 0300.0250.1.1 192.168.257 172.1048577
metadata metadata.google.internal metadata.internal instance-data.ec2.internal
kubernetes.default.svc.cluster.local
printer.local router.home.arpa gateway.internal intranet redis postgres db
"""
# Names of the outside whose answer lies inside: private, metadata, mixed, wrapped.
NAMES: dict[str, tuple[str, ...]] = {
    "loop.test": ("127.0.0.1",),
    "loop6.test": ("::1",),
    "zero.test": ("0.0.0.0",),
    "ten.test": ("10.0.0.1",),
    "home.test": ("192.168.1.1",),
    "docker.test": ("172.17.0.1",),
    "cgnat.test": ("100.64.0.1",),
    "metadata.test": ("169.254.169.254",),
    "metadata6.test": ("fd00:ec2::254",),
    "azure.test": ("168.63.129.16",),
    "alibaba.test": ("100.100.100.200",),
    "mapped.test": ("::ffff:127.0.0.1",),
    "mapped10.test": ("::ffff:10.0.0.1",),
    "nat64.test": ("64:ff9b::7f00:1",),
    "sixtofour.test": ("2002:7f00:1::1",),
    "linklocal.test": ("fe80::1%lo",),
    "unique.test": ("fd00::1",),
    "broadcast.test": ("255.255.255.255",),
    "multicast.test": ("224.0.0.1",),
    "mixed.test": ("93.184.216.34", "127.0.0.1"),
    "mixed6.test": ("2606:2800:220:1::1", "::1"),
    "last.test": ("93.184.216.34", "93.184.216.35", "10.0.0.1"),
    "127.0.0.1.nip.test": ("127.0.0.1",),
    "xn--bcher-kva.test": ("127.0.0.1",),
}
# Who is the host? Each reader has another answer, and one of them lies inside.
_DISPUTED = (
    "http://127.1.1.1:80\\@127.2.2.2:80/",
    "http://example.org\\@127.0.0.1/",
    "http://example.org@127.0.0.1/",
    "http://user:word@127.0.0.1/",
    "http://user:word@[::1]/",
    "http://@127.0.0.1/",
    "http://127.0.0.1@example.org/",
    "http://127.0.0.1:80@example.org/",
    "http://example.org:80@127.0.0.1:80/",
    "http://example.org＠127.0.0.1/",
    "http://example.org%20@127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http:/\\127.0.0.1/",
    "http:/127.0.0.1/",
    "http:127.0.0.1/",
    "http:////127.0.0.1/",
    "http://\t127.0.0.1/",
    "http://127.0.\n0.1/",
    "http://127.0.0.1\x00.example.org/",
    "\thttp://127.0.0.1/",
    "http://::1/",
    "http://::1:80/",
    "http://[::1/",
    "http://[::1]x/",
    "http://[127.0.0.1",
    "http://127.0.0.1 /",
    "//127.0.0.1/",
    "\\\\127.0.0.1\\c$",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "dict://127.0.0.1:6379/info",
    "file://127.0.0.1/etc/passwd",
    "ldap://localhost/",
    "ws://169.254.169.254/",
    "HTTP://127.0.0.1/",
    "hTTpS://LocalHost/",
)
# The port is wrong too; the address is the reason.
_PORTS = (
    *("127.0.0.1:22", "127.0.0.1:6379", "127.0.0.1:8080", "127.0.0.1:0", "127.0.0.1:080", "127.0.0.1:65536"),
    *("127.0.0.1:-80", "127.0.0.1:80:80", "127.0.0.1:443", "[::1]:443", "[::1]:5432", "localhost:8000"),
    *("127.1:5432", "169.254.169.254:443", "10.0.0.1:8443", "2130706433:80", "[::ffff:127.0.0.1]:8000"),
)

HOSTS: tuple[str, ...] = (
    *_LOOPBACK.split(),
    *_LOOPBACK_UNICODE,
    *(f"[{address}]" for address in _IPV6.split()),
    *_INSIDE.split(),
    *NAMES,
    *_PORTS,
)
URLS: tuple[str, ...] = (*(f"http://{host}/" for host in HOSTS), *_DISPUTED)
# What still is one line and an attribute's value: for feeds, sitemaps and pages that carry an address.
LINKS: tuple[str, ...] = tuple(url for url in URLS if not re.search(r"[\x00-\x20]", url))


def resolve(host: str, port: int) -> Sequence[str]:
    """Answer for the names of the table as a resolver would; OSError for all others."""
    try:
        return NAMES[host]
    except KeyError:
        raise socket.gaierror(socket.EAI_NONAME, f"{host} is not in the table") from None
