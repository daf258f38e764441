"""The loopback of a network namespace of one's own: for tests that begin servers which nobody outside shall reach."""

from __future__ import annotations

import fcntl
import socket
import struct
import sys
from pathlib import Path

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1


def enter() -> None:
    """Brings the loopback of this namespace up, and sees that there is nothing else; ends the process where there is."""
    others = [name for _, name in socket.if_nameindex() if name != "lo" and Path(f"/sys/class/net/{name}").exists() and is_up(name)]
    if others:
        sys.exit(f"error: this namespace has {', '.join(others)} besides the loopback; run it below `unshare --net`")
    set_up("lo")


def flags(name: str) -> int:
    """What the kernel says of an interface."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        answer = fcntl.ioctl(probe, SIOCGIFFLAGS, struct.pack("16sh14x", name.encode(), 0))
    return struct.unpack("16sh14x", answer)[1]


def is_up(name: str) -> bool:
    """Whether an interface is up."""
    return bool(flags(name) & IFF_UP)


def set_up(name: str) -> None:
    """Brings an interface up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack("16sh14x", name.encode(), flags(name) | IFF_UP))
