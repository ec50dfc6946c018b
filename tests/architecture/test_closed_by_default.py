"""A route without a permission, a model without a scope, a form over everything: none of them may exist."""

import ast
import re

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver

from apps.accounts.middleware import declared_permission
from apps.accounts.models import Post
from apps.core.permissions import PUBLIC, SIGNED_IN
from tests.architecture.sources import ROOT, python_files, shown, template_files, tree

OPEN_TO_ALL = {
    "accounts:sign_in",
    "accounts:again",
    "accounts:code",
    "accounts:logout",
    "casework:notices",
    "pages:components",
}


def routes(resolver=None, prefix=""):
    """(name, pattern) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from routes(pattern, namespace)
        else:
            yield f"{prefix}{pattern.name}", pattern


def test_every_route_declares_its_permission():
    assert [name for name, pattern in routes() if declared_permission(pattern.callback) is None] == []


@pytest.mark.django_db
def test_every_permission_of_a_route_is_held_by_some_post():
    held = {permission for post in Post.objects.all() for permission in post.permissions}
    needed = {declared_permission(pattern.callback) for _, pattern in routes()} - {PUBLIC, SIGNED_IN}
    assert needed - held == set()


def test_only_these_pages_are_open_to_everybody():
    public = {name for name, pattern in routes() if declared_permission(pattern.callback) == PUBLIC}
    assert public <= OPEN_TO_ALL


def test_every_model_says_who_may_see_its_rows():
    """By ``visible_to`` of its manager, or by a reason why it needs none."""
    wrong = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("apps.") and not hasattr(model, "pgh_tracked_model")
        if not hasattr(model._default_manager, "visible_to")
        and not getattr(model, "unscoped", "")
        and not getattr(model, "reference_data", False)
    ]
    assert wrong == []


def test_no_form_takes_every_field_of_a_model():
    wrong = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Assign) and any(
                getattr(t, "id", "") in ("fields", "exclude") for t in node.targets
            ):
                name = next(getattr(t, "id", "") for t in node.targets)
                everything = isinstance(node.value, ast.Constant) and node.value.value == "__all__"
                if everything or name == "exclude":
                    wrong.append(f"{shown(path)}:{node.lineno}")
    assert wrong == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("the switch of the history triggers", r"pgtrigger\.ignore|pgtrigger_ignore"),
        ("markup that is not escaped", r"\bmark_safe\b|\|safe\b(?!string)"),
        ("SQL that is put together from values", r"\.extra\(|RawSQL\("),
        ("a way around TLS or the sandbox", r"shell=True|verify=False|pickle\.loads"),
    ],
)
def test_what_the_code_never_uses(what, pattern):
    found = [
        shown(p)
        for p in [*python_files(), *template_files()]
        if p.suffix in (".py", ".html") and re.search(pattern, p.read_text("utf-8"))
    ]
    assert found == [], what


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a style attribute, which the content policy forbids", r"<[^>]*\sstyle="),
        ("an inline script", r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>"),
        ("an inline handler", r"<[^>]*\son[a-z]+="),
        ("an htmx attribute without data-", r"\shx-[a-z]"),
        ("an address of another site", r"(?:src|href|action)=\"https?://"),
    ],
)
def test_what_templates_never_hold(what, pattern):
    found = [
        shown(p) for p in template_files() if p.suffix == ".html" and re.search(pattern, p.read_text("utf-8"))
    ]
    assert found == [], what


def test_vendored_files_are_the_only_ones_from_elsewhere():
    own = [*(ROOT / "static" / "css").glob("*.css"), *(ROOT / "static" / "js").glob("*.js")]
    found = [shown(p) for p in own if re.search(r"https?://(?!www\.w3\.org)", p.read_text("utf-8"))]
    assert found == []
