"""A network that holds this process's loopback and nothing else, where every address leads to oneself.

Whatever is connected to in there, public or not, meets the listeners of this
process: a server that must stay silent can sit on all addresses at once.
Source: network_namespaces(7), rtnetlink(7), netdevice(7).
"""

import ctypes
import fcntl
import os
import socket
import struct

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 0x1
_NEW_ROUTE, _ERROR = 24, 2  # RTM_NEWROUTE, NLMSG_ERROR
_REQUEST_ACK_CREATE = 0x1 | 0x4 | 0x400
_LOCAL_TABLE, _BOOT, _HOST_SCOPE, _LOCAL_ROUTE = 255, 3, 254, 2
_OUTPUT_INTERFACE = 4  # RTA_OIF


def enter() -> None:
    """Move this process into a network of its own. Raises OSError where that is not permitted."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) and libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", _IFF_UP, b""))
    for family in (socket.AF_INET, socket.AF_INET6):
        _lead_everything_here(family)


def _lead_everything_here(family: int) -> None:
    """Add `ip route add local default dev lo`."""
    route = struct.pack(
        "BBBBBBBBI", family, 0, 0, 0, _LOCAL_TABLE, _BOOT, _HOST_SCOPE, _LOCAL_ROUTE, 0
    ) + struct.pack("HHI", 8, _OUTPUT_INTERFACE, socket.if_nametoindex("lo"))
    header = struct.pack("IHHII", 16 + len(route), _NEW_ROUTE, _REQUEST_ACK_CREATE, 1, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as netlink:
        netlink.send(header + route)
        answer = netlink.recv(4096)
    kind, error = struct.unpack_from("H", answer, 4)[0], struct.unpack_from("i", answer, 16)[0]
    if kind != _ERROR or error:
        raise OSError(-error, os.strerror(-error))
