"""The child's side of ``apps.files.sandbox``: take limits, then read the request, call, reply.

Runs without Django. Nothing untrusted is read before the limits hold.
"""

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
from typing import Any, Final

from apps.files.wire import decode, encode

_MB: Final = 1024 * 1024
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000


def main() -> None:
    """Entry point; ``argv[2]`` holds the limits as JSON, stdin the request, stdout takes the reply."""
    _confine(json.loads(sys.argv[2]))
    reply_to = os.dup(1)
    os.dup2(2, 1)  # a library that prints must not spoil the reply
    reply = _call(decode(sys.stdin.buffer.read()))
    with os.fdopen(reply_to, "wb") as stream:
        stream.write(reply)
    os._exit(0)  # no clean-up of native libraries that have chewed a hostile file


def _confine(limits: dict[str, Any]) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)  # no network, if the kernel lets us
    for what, value in (
        (resource.RLIMIT_DATA if limits["reserves"] else resource.RLIMIT_AS, limits["memory_mb"] * _MB),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_FSIZE, limits["output_mb"] * _MB),
        (resource.RLIMIT_CORE, 0),
    ):
        _, ceiling = resource.getrlimit(what)
        value = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
        resource.setrlimit(what, (value, value))


def _call(request: dict[str, Any]) -> bytes:
    try:
        function: Any = importlib.import_module(request["module"])
        for part in request["name"].split("."):
            function = getattr(function, part)
        return encode({"result": function(*request["args"], **request["kwargs"])})
    except Exception as error:  # whatever a decoder raises is an answer, not a crash
        return encode({"error": {"kind": type(error).__name__, "text": str(error)[:500]}})
