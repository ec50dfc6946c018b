#!/usr/bin/env python3
"""Copy the front-end libraries into static/vendor and build the icon sprite.

    scripts/vendor.py          copy again from frontend/node_modules (needs `npm ci --ignore-scripts` there)
    scripts/vendor.py --check  compare static/vendor and static/icons.svg with frontend/vendor.lock.json

The check needs Python alone. `sourceMappingURL` lines are cut out: the manifest storage of Django fails on
a map that is not there.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "frontend" / "node_modules"
VENDOR = ROOT / "static" / "vendor"
SPRITE = ROOT / "static" / "icons.svg"
LOCK = ROOT / "frontend" / "vendor.lock.json"


@dataclass(frozen=True)
class Library:
    """One npm package: the folder it gets, the files taken from it and their licence."""

    package: str
    folder: str
    files: tuple[str, ...]
    licence: str
    licence_files: tuple[str, ...] = ("LICENSE",)


LIBRARIES = (
    Library("bootstrap", "bootstrap", ("dist/css/bootstrap.min.css",), "MIT"),
    Library("htmx.org", "htmx", ("dist/htmx.min.js",), "0BSD"),
    Library(
        "echarts",
        "echarts",
        ("dist/echarts.common.min.js",),
        "Apache-2.0",
        ("LICENSE", "NOTICE", "licenses/LICENSE-d3"),
    ),
    Library(
        "tom-select",
        "tom-select",
        ("dist/js/tom-select.base.min.js", "dist/css/tom-select.min.css"),
        "Apache-2.0",
    ),
)

ICONS_PACKAGE = Library("@tabler/icons", "tabler-icons", (), "MIT")
ICONS = (
    "adjustments", "alert-circle", "alert-triangle", "arrow-back-up", "arrow-down", "arrow-left",
    "arrow-right", "arrow-up", "award", "ban", "bell", "bookmark", "building-bank",
    "building-community", "building-hospital", "building-monument", "calculator", "calendar",
    "calendar-due", "candle", "cash", "certificate", "chart-bar", "chart-line", "check", "chevron-down",
    "chevron-left", "chevron-right", "chevron-up", "circle-check", "circle-dashed", "circle-minus",
    "circle-x", "clipboard-check", "clipboard-list", "clock-hour-4", "columns-3", "database",
    "database-import", "device-floppy", "dots", "download", "external-link", "eye", "eye-off", "file-text",
    "file-type-pdf", "files", "filter", "flag", "gavel", "hand-stop", "heart-handshake", "hierarchy-2",
    "history", "home", "hourglass", "id", "inbox", "info-circle", "key", "keyboard", "list-check",
    "list-details", "loader", "lock", "lock-open", "logout", "map-pin", "menu-2", "message", "minus",
    "paperclip", "pencil", "phone", "photo", "player-play", "plus", "point", "printer", "receipt", "refresh",
    "report-analytics", "scale", "search", "selector", "send", "settings", "shield-check", "shield-lock",
    "speakerphone", "star", "trash", "typography", "upload", "user", "user-check", "user-plus", "users",
    "users-group", "wallet", "x",
)  # fmt: skip

SOURCE_MAP = re.compile(rb"^.*?(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$", re.M)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def version_of(package: str) -> str:
    return str(json.loads((MODULES / package / "package.json").read_text("utf-8"))["version"])


def pinned_versions() -> dict[str, str]:
    return dict(json.loads((ROOT / "frontend" / "package.json").read_text("utf-8"))["dependencies"])


def without_source_map(content: bytes) -> bytes:
    return SOURCE_MAP.sub(lambda m: m.group(0)[: m.start(1) - m.start(0)], content).rstrip() + b"\n"


def symbol(name: str) -> str:
    source = (MODULES / ICONS_PACKAGE.package / "icons" / "outline" / f"{name}.svg").read_text("utf-8")
    shapes = re.findall(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*/>", source)
    drawn = "".join(" ".join(s.split()) for s in shapes if 'd="M0 0h24v24H0z"' not in s)
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-linecap="round" stroke-linejoin="round">{drawn}</symbol>\n'
    )


def copy_all() -> None:
    """Rebuild static/vendor, the sprite and the lock file from frontend/node_modules."""
    pinned = pinned_versions()
    for library in (*LIBRARIES, ICONS_PACKAGE):
        found = version_of(library.package)
        if found != pinned[library.package]:
            raise SystemExit(f"{library.package}: {found} installed, {pinned[library.package]} pinned")
    shutil.rmtree(VENDOR, ignore_errors=True)
    entries = []
    for library in (*LIBRARIES, ICONS_PACKAGE):
        version = version_of(library.package)
        folder = VENDOR / f"{library.folder}-{version}"
        folder.mkdir(parents=True)
        for name in (*library.files, *library.licence_files):
            content = (MODULES / library.package / name).read_bytes()
            (folder / Path(name).name).write_bytes(without_source_map(content))
        entries.append((library, version, folder))
    SPRITE.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "".join(map(symbol, ICONS)) + "</svg>\n", "utf-8"
    )
    lock = {
        "libraries": [
            {
                "package": library.package,
                "version": version,
                "licence": library.licence,
                "files": {str(p.relative_to(ROOT)): sha256(p) for p in sorted(folder.iterdir())},
            }
            for library, version, folder in entries
        ],
        "sprite": {str(SPRITE.relative_to(ROOT)): sha256(SPRITE)},
    }
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", "utf-8")


def problems() -> list[str]:
    """What differs from the lock file, one sentence each; empty when all is as recorded."""
    lock = json.loads(LOCK.read_text("utf-8"))
    recorded: dict[str, str] = dict(lock["sprite"])
    for library in lock["libraries"]:
        recorded |= library["files"]
    present = {str(p.relative_to(ROOT)) for p in VENDOR.rglob("*") if p.is_file()} | {"static/icons.svg"}
    found = [f"not in the lock file: {name}" for name in sorted(present - set(recorded))]
    for name, digest in sorted(recorded.items()):
        path = ROOT / name
        if not path.is_file():
            found.append(f"missing: {name}")
        elif sha256(path) != digest:
            found.append(f"changed: {name}")
        elif b"sourceMappingURL" in path.read_bytes():
            found.append(f"names a source map: {name}")
    pinned = pinned_versions()
    for library in lock["libraries"]:
        if pinned.get(library["package"]) != library["version"]:
            found.append(f"frontend/package.json pins another version of {library['package']}")
    return found


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        found = problems()
        print("\n".join(found) or "static/vendor is as recorded")
        return 1 if found else 0
    if arguments:
        print(__doc__)
        return 2
    copy_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
