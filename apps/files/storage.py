"""Bytes on disk under ``settings.FILES_ROOT``: random names, written once, never overwritten."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Written:
    """What was stored: random name, hex SHA-256 and number of bytes."""

    name: str
    sha256: str
    size: int


def write_new(chunks: Iterable[bytes]) -> Written:
    """Store the bytes durably under a fresh random name, a chunk in memory at a time.

    A rolled-back transaction leaves the bytes behind; nobody can reach them without a row.
    """
    name = secrets.token_hex(20)
    path = blob_path(name)
    _make_directory(path.parent)
    digest, size = hashlib.sha256(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # O_EXCL: never an existing file
    with os.fdopen(handle, "wb") as stream:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return Written(name, digest.hexdigest(), size)


def open_blob(name: str) -> BufferedReader:
    """The bytes stored under ``name``, for reading; FileNotFoundError when they are gone."""
    return blob_path(name).open("rb")


def blob_path(name: str) -> Path:
    return Path(settings.FILES_ROOT) / "blobs" / name[:2] / name


def preview_path(name: str, page: int) -> Path:
    """Where the picture of a page is kept. A cache: it may be deleted at any time."""
    return Path(settings.FILES_ROOT) / "previews" / name[:2] / f"{name}-{page}.png"


def write_preview(name: str, page: int, data: bytes) -> None:
    """Keep a picture; two processes that make the same one do not disturb each other."""
    path = preview_path(name, page)
    _make_directory(path.parent)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as stream:
        stream.write(data)
    Path(stream.name).replace(path)


def _make_directory(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
