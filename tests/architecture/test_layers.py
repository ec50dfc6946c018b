"""Apps know only apps below them: also where the import graph does not show it."""

import re

import grimp
import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.architecture.sources import (
    APPS,
    FRAME,
    HEIGHT,
    ROOT,
    TEMPLATE_FILE,
    TEMPLATE_URL,
    URL_NAME,
    app_of,
    may_use,
    python_files,
    shown,
    template_files,
)

# The account model stands for "somebody": its key is the one thing that lower apps may hold.
SOMEBODY = {"accounts"}


def test_every_app_has_its_place():
    assert {path.name for path in APPS.iterdir() if (path / "__init__.py").exists()} == set(HEIGHT)


def test_foreign_keys_point_downward():
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("apps.")
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model.__module__.startswith("apps.")
        if not may_use(model._meta.app_label, field.related_model._meta.app_label)
        and field.related_model._meta.app_label not in SOMEBODY
    ]
    assert wrong == []


def test_addresses_named_in_code_lie_downward():
    wrong = [
        f"{shown(path)}: {name}"
        for path in python_files()
        if app_of(path)
        for name in URL_NAME.findall(path.read_text("utf-8"))
        if name in HEIGHT and not may_use(app_of(path), name)
    ]
    assert wrong == []


def test_addresses_and_parts_named_in_templates_lie_downward():
    wrong = []
    for path in template_files():
        text = path.read_text("utf-8")
        for name in TEMPLATE_URL.findall(text):
            if not may_use(app_of(path), name):
                wrong.append(f"{shown(path)}: {name}:")
        for name in TEMPLATE_FILE.findall(text):
            if name.split("/")[0] not in FRAME and not may_use(
                app_of(path), app_of(ROOT / "templates" / name)
            ):
                wrong.append(f"{shown(path)}: {name}")
    assert wrong == []


def test_migrations_depend_downward():
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    wrong = [
        f"{key} -> {app}"
        for key, migration in loader.disk_migrations.items()
        if key[0] in HEIGHT
        for app, _ in migration.dependencies
        if app in HEIGHT and not may_use(key[0], app) and app not in SOMEBODY
    ]
    assert loader.disk_migrations
    assert wrong == []


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("apps", cache_dir=None)


def test_no_module_imports_in_a_circle(graph):
    circles = [
        sorted(part)
        for part in _components({m: graph.find_modules_directly_imported_by(m) for m in graph.modules})
        if len(part) > 1
    ]
    assert circles == []


def _components(edges):
    """Strongly connected parts (Tarjan), without recursion."""
    number, low, stack, on_stack, found = {}, {}, [], set(), []
    for root in edges:
        if root in number:
            continue
        work = [(root, iter(edges[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            for target in rest:
                if target not in number:
                    number[target] = low[target] = len(number)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges.get(target, ()))))
                    break
                if target in on_stack:
                    low[node] = min(low[node], number[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    part = set()
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        part.add(member)
                        if member == node:
                            break
                    found.append(part)
    return found


def test_the_circle_finder_finds_a_circle():
    assert {"a", "b"} in _components({"a": {"b"}, "b": {"a"}, "c": {"a"}})


def test_imports_stand_at_the_top():
    """An import inside a function hides a circle. Only start-up code, which runs before there are models, may."""
    inside = re.compile(r"^[ \t]+(?:from|import) (apps\.\S+)", re.MULTILINE)
    wrong = [
        f"{shown(path)}: {name}"
        for path in python_files()
        if path.name != "apps.py"
        for name in inside.findall(_code(path))
    ]
    assert wrong == []


def _code(path):
    """Source without docstrings and imports for types only."""
    text = re.sub(r'""".*?"""', "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"^if TYPE_CHECKING:.*\n(?:[ \t]+.*\n)+", "", text, flags=re.MULTILINE)
