"""The project's own files, as the architecture tests read them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ROOT / "apps"
TEMPLATES = ROOT / "templates"

# From the top down; what stands in one row does not know each other (docs/architecture.md).
LAYERS = (
    ("demo",),
    ("reports",),
    ("assistance", "console"),
    ("statistics", "imports"),
    ("payments",),
    ("casework",),
    ("people",),
    ("pages",),
    ("files",),
    ("jobs",),
    ("policy",),
    ("accounts",),
    ("regions",),
    ("audit",),
    ("core",),
)
HEIGHT = {app: len(LAYERS) - row for row, apps in enumerate(LAYERS) for app in apps}
# Folders of templates that are no app's own: the frame of every page. Anybody extends it; it knows no more than
# the pages app does.
FRAME = {"layouts", "components", "partials", "errors", "django"}


def may_use(user: str, used: str) -> bool:
    """Whether app ``user`` may know of app ``used``: itself, or one strictly below."""
    return user == used or HEIGHT[user] > HEIGHT[used]


def python_files() -> Iterator[Path]:
    """Modules of the product, without migrations."""
    for folder in (APPS, ROOT / "config"):
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def template_files() -> Iterator[Path]:
    yield from (path for path in sorted(TEMPLATES.rglob("*")) if path.is_file())


def app_of(path: Path) -> str:
    """The app a module or template belongs to; '' for config."""
    if path.is_relative_to(APPS):
        return path.relative_to(APPS).parts[0]
    if path.is_relative_to(TEMPLATES):
        first = path.relative_to(TEMPLATES).parts[0]
        first = {"letters": "casework"}.get(first, first)
        return "pages" if first in FRAME else first
    return ""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


URL_NAME = re.compile(r"""["']([a-z_]+):[a-z_]+["']""")
TEMPLATE_URL = re.compile(r"""\{%\s*url\s+["']([a-z_]+):""")
TEMPLATE_FILE = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")
