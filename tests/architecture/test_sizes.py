"""Nothing that is hard to hold in the head."""

import ast

from tests.architecture.sources import ROOT, python_files, shown, template_files, tree

MODULE, FUNCTION, TEMPLATE = 400, 50, 150


def every_module():
    """The product, and what tests, measures, kills and builds it."""
    yield from python_files()
    for folder in ("tests", "bench", "hold", "scripts"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def test_modules_are_short():
    wrong = {shown(p): n for p in every_module() if (n := len(p.read_text("utf-8").splitlines())) > MODULE}
    assert wrong == {}


def test_functions_are_short():
    wrong = {
        f"{shown(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in every_module()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.end_lineno - node.lineno >= FUNCTION
    }
    assert wrong == {}


def test_templates_are_short():
    wrong = {
        shown(p): n
        for p in template_files()
        if p.suffix == ".html" and (n := len(p.read_text("utf-8").splitlines())) > TEMPLATE
    }
    assert wrong == {}


def test_there_is_no_drawer_for_everything():
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [shown(path) for path in python_files() if path.name in drawers] == []
