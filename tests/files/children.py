"""What tests have done in a sandboxed child. No Django here."""

import os


def eat_time() -> None:
    while True:
        pass


def eat_memory() -> int:
    return len(bytearray(2_000_000_000))


def environment() -> list[str]:
    return sorted(os.environ)
