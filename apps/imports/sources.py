"""Where rows come from: a CSV file or workbook, a folder or a ZIP with a manifest. Opened as often as needed, never
held whole.

A ZIP is read in place; its entries are checked by the directory and again while reading, and never unpacked. A
workbook becomes a CSV file in the sandboxed child when the plan is made.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast

from apps.core import registries
from apps.core.errors import Refused
from apps.core.importing import Dataset
from apps.files.xlsx_in import Workbook, is_workbook, open_workbook

MANIFEST: Final = "manifest.json"
MANIFEST_LIMIT: Final = 1024 * 1024
ZIP_ENTRIES: Final = 60
ZIP_BYTES: Final = 4 * 1024**3
ZIP_RATIO: Final = 250  # CSV of repeated words packs to about one in fifty
_BLOCK: Final = 1024 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0"  # workbooks before XLSX, and those with a password
_AS_CSV: Final = "请另存为 XLSX 或 CSV（UTF-8 或 GB18030）后再上传。"
WORKBOOK: Final = "xlsx"  # stands where a CSV file has its encoding

Opener = Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Source:
    """One file of one data set. ``book`` is the workbook it was, which lives as long as the source does."""

    dataset: Dataset
    name: str
    open: Opener
    book: Workbook | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks on reading it, in words."""
        return self.book.notes if self.book else ()


@dataclass(frozen=True)
class Plan:
    """What is imported together, all or nothing: a name and its files in loading order."""

    name: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Looked:
    """What a first look at the bytes tells: digest, size, number of lines, encoding."""

    sha256: str
    size: int
    lines: int
    encoding: str


class Unreadable(Refused):
    """A file that cannot be read at all; says what to do."""


def plan_of_file(source: Source) -> Plan:
    """A single file."""
    return Plan(f"{source.dataset.label}：{source.name}"[:100], (source,))


def book_of(name: str, opener: Opener) -> Workbook | None:
    """The file read as a workbook, when it is one. Raises Refused."""
    with opener() as stream:
        head = stream.read(4)
    if head == _OLE:
        raise Unreadable(f"“{name}”是旧格式（XLS）或设有密码的工作簿。", hint=_AS_CSV)
    if not is_zip(head):
        return None
    with opener() as stream, tempfile.TemporaryFile() as whole:
        shutil.copyfileobj(stream, whole, _BLOCK)  # an entry of a ZIP is no file of its own
        whole.seek(0)
        return open_workbook(whole, name)


def source_of(dataset: Dataset, name: str, opener: Opener) -> Source:
    """A CSV file or a workbook of ``dataset``. Raises Refused."""
    book = book_of(name, opener)
    return Source(dataset, name, book.open if book else opener, book)


def plan_of_folder(folder: Path) -> Plan:
    """A fixture set in a folder. Raises Refused."""
    try:
        text = (folder / MANIFEST).read_bytes()[: MANIFEST_LIMIT + 1]
    except FileNotFoundError:
        raise Unreadable(f"文件夹“{folder.name}”中没有 {MANIFEST}。", hint="请放入数据集清单。") from None
    return _plan(
        text, lambda name: (folder / name).is_file(), lambda name: lambda: (folder / name).open("rb")
    )


def plan_of_zip(open_archive: Opener) -> Plan:
    """A fixture set in a ZIP; ``open_archive`` gives a seekable stream. Raises Refused."""
    with _archive(open_archive) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        _check_entries(list(entries.values()))
        if MANIFEST not in entries or entries[MANIFEST].file_size > MANIFEST_LIMIT:
            raise Unreadable(
                f"压缩包中没有 {MANIFEST}。", hint="请把清单和各数据文件直接放在压缩包的最外层。"
            )
        text = archive.read(MANIFEST)
    return _plan(text, lambda name: name in entries, lambda name: lambda: _entry(open_archive, name))


def is_zip(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")


def is_set(opener: Opener) -> bool:
    """A ZIP that is no workbook. Raises Unreadable for one that cannot be opened."""
    with opener() as stream:
        if not is_zip(stream.read(4)):
            return False
    with _archive(opener) as archive:
        return not is_workbook(archive.namelist())


@contextmanager
def _archive(open_archive: Opener) -> Iterator[zipfile.ZipFile]:
    stream = open_archive()
    try:
        with zipfile.ZipFile(cast(BinaryIO, stream)) as archive:
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise Unreadable("压缩包打不开，可能没有传完整。", hint="请重新压缩为 ZIP 后再上传。") from error
    finally:
        stream.close()


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """By the archive's own directory, before anything is unpacked."""
    if len(entries) > ZIP_ENTRIES:
        raise Unreadable(f"压缩包里有 {len(entries)} 个文件，最多 {ZIP_ENTRIES} 个。", hint="请分批导入。")
    for entry in entries:
        name = entry.filename
        is_link = entry.external_attr >> 28 == 0xA
        if (
            "/" in name
            or "\\" in name
            or name.startswith(".")
            or is_link
            or len(entries) != len({e.filename for e in entries})
        ):
            raise Unreadable(
                "压缩包里有文件夹、链接或重名文件。", hint="请把各数据文件直接放在压缩包的最外层。"
            )
        if entry.flag_bits & 0x1:
            raise Unreadable("压缩包设有密码。", hint="请取消密码后再上传。")
        if entry.file_size > max(entry.compress_size, 1) * ZIP_RATIO:
            raise Unreadable(f"“{name[:60]}”压缩比异常，没有读取。", hint="请重新压缩后再上传。")
    if sum(entry.file_size for entry in entries) > ZIP_BYTES:
        raise Unreadable("压缩包解开后超过 4 GB。", hint="请分批导入。")


def _entry(open_archive: Opener, name: str) -> IO[bytes]:
    """One entry for reading. zipfile stops at the size of the directory and checks the sum at the end."""
    stream = open_archive()
    archive = zipfile.ZipFile(cast(BinaryIO, stream))
    entry = archive.open(name)
    close = entry.close

    def close_all() -> None:
        close()
        archive.close()
        stream.close()

    entry.close = close_all  # type: ignore[method-assign]
    return entry


def _plan(text: bytes, exists: Callable[[str], bool], opener: Callable[[str], Opener]) -> Plan:
    manifest = _read_manifest(text)
    found: dict[str, Source] = {}
    for left, right in manifest["datasets"].items():
        name, file = (left, right) if left in registries.datasets else (right, left)
        dataset = registries.datasets.find(str(name))
        if dataset is None:
            raise Unreadable(f"{MANIFEST} 中的数据集“{str(name)[:60]}”不认识。", hint="请核对数据集名称。")
        if not isinstance(file, str) or Path(file).name != file or file.startswith("."):
            raise Unreadable(
                f"{MANIFEST} 中的文件名“{str(file)[:60]}”不能带路径。", hint="请把文件放在同一层。"
            )
        if not exists(file):
            raise Unreadable(f"清单中的文件“{file[:60]}”不在。", hint="请补上文件，或从清单中删去。")
        if name in found:
            raise Unreadable(f"清单中“{dataset.label}”有两个文件。", hint="请合并成一个文件。")
        found[name] = source_of(dataset, file, opener(file))
    ordered = sorted(found.values(), key=lambda source: (source.dataset.order, source.dataset.name))
    return Plan(str(manifest["name"])[:100], tuple(ordered))


def _read_manifest(text: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(text.decode("utf-8-sig"))
        if (
            isinstance(manifest["datasets"], dict)
            and manifest["datasets"]
            and isinstance(manifest["name"], str)
        ):
            return cast(dict[str, Any], manifest)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise Unreadable(f"{MANIFEST} 读不懂。", hint='应写成 {"name": …, "datasets": {数据集: 文件名}}。')


def look(name: str, opener: Opener) -> Looked:
    """Read a file once through: is it text, in which encoding, how long. Raises Unreadable."""
    digest, size, lines, last = hashlib.sha256(), 0, 0, b""
    with opener() as stream:
        block = stream.read(_BLOCK)
        _refuse_other_formats(name, block)
        decoders = {name: getincrementaldecoder(name)() for name in ("utf-8-sig", "gb18030")}
        while block:
            digest.update(block)
            size, lines, last = size + len(block), lines + block.count(b"\n"), block[-1:]
            _feed(decoders, block)
            block = stream.read(_BLOCK)
    _feed(decoders, b"", final=True)
    if not size:
        raise Unreadable(f"“{name}”是空文件。", hint="请重新选择文件。")
    if not decoders:
        raise Unreadable(f"“{name}”不是 UTF-8 也不是 GB18030 编码。", hint=_AS_CSV)
    return Looked(digest.hexdigest(), size, lines + (last != b"\n"), next(iter(decoders)))


def _feed(decoders: dict[str, Any], block: bytes, *, final: bool = False) -> None:
    """Drop the encodings in which the bytes make no text; UTF-8 comes first where both do."""
    for name in list(decoders):
        try:
            decoders[name].decode(block, final)
        except UnicodeDecodeError:
            del decoders[name]


def _refuse_other_formats(name: str, head: bytes) -> None:
    if is_zip(head):
        raise Unreadable(f"“{name}”是压缩文件，不是 CSV 文件。", hint=_AS_CSV)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:4096]:
        raise Unreadable(f"“{name}”是 Unicode 文本或二进制文件，不是 CSV 文件。", hint=_AS_CSV)
