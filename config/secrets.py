"""Secrets of a demo or test clone, made once and kept in ``var/secrets.json`` (0600)."""

import json
import os
import secrets
from pathlib import Path

NAMES = ("SECRET_KEY", "DATA_KEY", "DIGEST_KEY", "DEMO_PASSWORD")


def of_clone(path: Path) -> dict[str, str]:
    """The clone's secrets; missing ones are generated. Several first starters end with the same ones."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump({name: _generate(name) for name in NAMES}, file, indent=1)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    found: dict[str, str] = json.loads(path.read_text())
    return found


def _generate(name: str) -> str:
    # The demo password is typed by people; the others never are.
    return (
        "-".join(secrets.token_hex(2) for _ in range(4))
        if name == "DEMO_PASSWORD"
        else secrets.token_urlsafe(48)
    )
