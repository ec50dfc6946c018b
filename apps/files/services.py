"""Taking files in, and giving them out again as they were."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from io import BufferedReader
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File

from apps.accounts.actor import Actor
from apps.core.errors import DomainError, Refused
from apps.files import inspection, storage
from apps.files.models import StoredFile
from apps.files.sandbox import ChildFailed, ChildKilled, Limits, run_sandboxed

PREVIEW_EDGE: Final = 1600  # pixels on the longer side
_LIMITS: Final = Limits(memory_mb=1024, cpu_seconds=20, wall_seconds=40, output_mb=64)
_SUFFIXES: Final = {
    inspection.PDF: ".pdf",
    inspection.JPEG: ".jpg",
    inspection.PNG: ".png",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "text/plain": ".txt",
    "application/zip": ".zip",
}
# Control characters, and those that turn the direction of writing: "gpj.exe" read backwards.
_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class FileDamaged(DomainError):
    """The bytes on disk are not those that were stored."""

    status_code = 500

    def __init__(self) -> None:
        super().__init__(
            "这份文件与登记时不一致，已停止提供。", hint="请联系信息管理员从备份恢复。", code="file_damaged"
        )


def store_upload(uploaded: "File[bytes]", *, kind: str, actor: Actor) -> StoredFile:
    """Check an uploaded attachment by content and store it.

    Only PDF, JPG and PNG, whatever the name says; opened and drawn once in the sandboxed child, so that what
    is accepted can also be shown. Raises Refused with a sentence that names the file and what to do.
    """
    name = clean_name(uploaded.name or "")
    limit = _setting("FILES_MAX_BYTES", 20 * 1024 * 1024)
    if not uploaded.size:
        raise _refused(name, "是空文件。", "请重新选择文件。", "empty")
    if uploaded.size > limit:
        raise _refused(
            name,
            f"有 {_megabytes(uploaded.size)}，超过 {_megabytes(limit)} 的上限。",
            "请把扫描分辨率降到 200 dpi，或分成几个文件后再上传。",
            "size",
        )
    uploaded.seek(0)
    data = uploaded.read()
    found = _inspect(name, data)
    stored = _store([data], kind, name, found["content_type"], found["pages"], actor)
    storage.write_preview(stored.storage_name, 1, found["preview"])
    return stored


def store_bytes(
    data: bytes, *, kind: str, name: str, content_type: str, actor: Actor | None = None
) -> StoredFile:
    """Store what the system itself made (a paper, an export) or another reader has checked (an import
    file)."""
    pages = 0
    if content_type == inspection.PDF:
        pages = int(run_sandboxed(inspection.count_pages, data, limits=_LIMITS))
    return _store([data], kind, clean_name(name), content_type, pages, actor)


def store_stream(
    chunks: Iterable[bytes], *, kind: str, name: str, content_type: str, actor: Actor
) -> StoredFile:
    """Store a file of any size (an import, an export) without having it in memory; its reader checks it."""
    return _store(chunks, kind, clean_name(name), content_type, 0, actor)


def open_verified(stored: StoredFile) -> BufferedReader:
    """``stored`` for reading, at its start, after its digest was found right; else raises FileDamaged."""
    try:
        stream = storage.open_blob(stored.storage_name)
    except FileNotFoundError as error:
        raise FileDamaged from error
    if hashlib.file_digest(stream, "sha256").hexdigest() != stored.sha256:
        stream.close()
        raise FileDamaged
    stream.seek(0)
    return stream


def preview_png(stored: StoredFile, page: int) -> bytes:
    """Page ``page`` (from 1) as PNG of at most 1600 pixels, without metadata; made once, in the sandboxed
    child.

    Raises LookupError when the file has no such page or is of a kind that has no picture.
    """
    if not 1 <= page <= stored.pages:
        raise LookupError(f"page {page} of {stored.pages}")
    path = storage.preview_path(stored.storage_name, page)
    if path.exists():
        return path.read_bytes()
    with open_verified(stored) as stream:
        data = stream.read()
    try:
        picture: bytes = run_sandboxed(
            inspection.preview, data, page, _max_pixels(), PREVIEW_EDGE, limits=_LIMITS
        )
    except (ChildKilled, ChildFailed) as error:
        raise LookupError(f"page {page} cannot be drawn") from error
    storage.write_preview(stored.storage_name, page, picture)
    return picture


def clean_name(name: str) -> str:
    """A file name for showing and downloading: no path, nothing invisible, at most 120 characters."""
    name = PureWindowsPath(PurePosixPath(name).name).name
    name = "".join(
        c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in _UNPRINTABLE
    )
    name = re.sub(r'[<>:"|?*\\/]', "_", name).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    if dot and len(suffix) <= 5:
        return f"{stem[:114] or '文件'}.{suffix}"
    return name[:120] or "文件"


def download_name(stored: StoredFile) -> str:
    """The original name with the ending that its content has, not the one that it claimed."""
    suffix = _SUFFIXES.get(stored.content_type, ".bin")
    name = stored.original_name
    equal = {".jpg": (".jpg", ".jpeg")}.get(suffix, (suffix,))
    return name if name.lower().endswith(equal) else f"{name}{suffix}"


def _store(
    chunks: Iterable[bytes], kind: str, name: str, content_type: str, pages: int, actor: Actor | None
) -> StoredFile:
    written = storage.write_new(chunks)
    if not written.size:
        raise _refused(name, "是空文件。", "请重新选择文件。", "empty")
    return StoredFile.objects.create(
        kind=kind,
        sha256=written.sha256,
        size=written.size,
        content_type=content_type,
        storage_name=written.name,
        original_name=name,
        pages=pages,
        uploaded_by_id=actor.user_id if actor else None,
    )


def _inspect(name: str, data: bytes) -> dict[str, Any]:
    max_pages = _setting("FILES_MAX_PAGES", 200)
    try:
        found: dict[str, Any] = run_sandboxed(
            inspection.inspect, data, _max_pixels(), max_pages, PREVIEW_EDGE, limits=_LIMITS
        )
        return found
    except ChildKilled as error:
        raise _refused(
            name, "内容异常，没有接收。", "请用扫描仪或手机重新生成一份后再上传。", "killed"
        ) from error
    except ChildFailed as error:
        what, hint = _sentences(max_pages).get(error.text, _sentences(max_pages)["damaged"])
        raise _refused(name, what, hint, error.text) from error


def _sentences(max_pages: int) -> dict[str, tuple[str, str]]:
    return {
        "type": ("不是 PDF、JPG 或 PNG 文件。", "请另存为其中一种格式后再上传。"),
        "damaged": ("打不开，可能没有传完整或已损坏。", "请先在电脑上打开检查，重新扫描或另存后再上传。"),
        "password": ("设有打开密码。", "请取消密码后再上传。"),
        "pixels": ("图像尺寸太大。", "请把扫描分辨率降到 200 dpi 后再上传。"),
        "pages": (f"超过 {max_pages} 页。", "请分成几个文件后再上传。"),
    }


def _refused(name: str, what: str, hint: str, code: str) -> Refused:
    return Refused(f"“{name}”{what}", hint=hint, code=f"file_{code}")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB".replace(".0 MB", " MB")


def _max_pixels() -> int:
    return _setting("FILES_MAX_PIXELS", 60_000_000)  # A3 at 600 dpi has 70 million, A4 at 600 dpi 35 million


def _setting(name: str, default: int) -> int:
    return int(getattr(settings, name, default))
