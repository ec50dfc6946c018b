"""Run a function on untrusted bytes in a child process with hard limits.

A parser that is fed a hostile file may eat all memory, loop for ever or crash the interpreter: a far cell in
a 5 KB spreadsheet aborts the process that opens it. So the parser runs in a fresh interpreter (never a fork:
V8 and threads do not survive one) with limits on memory, processor time, open files and output, with an empty
environment (no secrets to leak) and, where the kernel allows it, without a network. A child that is killed
means "file refused", never an error page.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from apps.files.wire import decode, encode

PROJECT_DIR: Final = Path(__file__).resolve().parents[2]
_BOOT: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from apps.files.sandbox_child import main; main()"
)


@dataclass(frozen=True)
class Limits:
    """What a child may use: MiB of memory and of output, processor and wall seconds, open files.

    Memory is the address space, or with ``reserves`` what is written to: V8 reserves a thousand times what any
    limit would allow, and uses little of it.
    """

    memory_mb: int = 1024
    reserves: bool = False
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    open_files: int = 64
    output_mb: int = 64
    environment: dict[str, str] = field(default_factory=dict)


class ChildRefused(Exception):
    """The child did not give a result. Subclasses say why; for the user they all mean "file refused"."""


class ChildKilled(ChildRefused):
    """Ended by a signal (``SIGABRT`` of an allocator, ``SIGXCPU``, ``SIGSEGV``) or past its wall time."""


class ChildFailed(ChildRefused):
    """The function raised. ``kind`` is the name of the exception class, ``text`` what it said."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(f"{kind}: {text}")
        self.kind = kind
        self.text = text


def run_sandboxed(
    function: Callable[..., Any],
    *args: Any,
    limits: Limits | None = None,
    files: Sequence[IO[bytes]] = (),
    **kwargs: Any,
) -> Any:
    """Call ``function(*args, **kwargs)`` in a child and return its result.

    ``files`` are open files that the child gets as numbers before ``args``, for what is too large to send. They
    share their position with the child; what it writes is bounded by ``output_mb``.

    ``function`` must be module-level, in a module that needs no Django set-up. Arguments and result may be
    made of None, bool, int, float, str, bytes, lists and dicts with str keys (no pickle: a taken-over child
    must not be able to run code here). Raises ChildKilled or ChildFailed.
    """
    limits = limits or Limits()
    numbers = [file.fileno() for file in files]
    request = encode(
        {
            "module": function.__module__,
            "name": function.__qualname__,
            "args": [*numbers, *args],
            "kwargs": kwargs,
        }
    )
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as result:
        source.write(request)
        source.seek(0)
        code = _run(limits, source, result, numbers)
        result.seek(0)
        reply = result.read()
    if code != 0:
        raise ChildKilled(_reason(code))
    return _answer(reply)


def _run(limits: Limits, source: Any, result: Any, numbers: Sequence[int]) -> int:
    """Start the child, wait, and return its exit code (negative: the signal that ended it)."""
    settings = {key: value for key, value in asdict(limits).items() if key != "environment"}
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", _BOOT, str(PROJECT_DIR), json.dumps(settings)],
        stdin=source,
        stdout=result,
        stderr=subprocess.DEVNULL,
        cwd="/",
        pass_fds=numbers,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", **limits.environment},
        start_new_session=True,  # a Ctrl-C in the terminal must not look like a hostile file
    )
    try:
        return process.wait(timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _reason(code: int) -> str:
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


def _answer(reply: bytes) -> Any:
    try:
        answer = decode(reply)
        if "error" in answer:
            raise ChildFailed(str(answer["error"]["kind"]), str(answer["error"]["text"]))
        return answer["result"]
    except (ValueError, KeyError, TypeError) as error:
        # Half a reply: the output limit was reached, or the child was taken over.
        raise ChildKilled("no readable reply") from error
