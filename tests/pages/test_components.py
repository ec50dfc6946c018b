"""The components: each is shown, and each refuses what it does not know."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template

from apps.pages.templatetags import ui
from apps.pages.templatetags.ui import ComponentError

pytestmark = pytest.mark.django_db

PAGE = Path(settings.BASE_DIR, "templates", "pages", "components.html")
TEMPLATES = Path(settings.BASE_DIR, "templates")


def test_the_page_of_components_is_public_and_complete(client):
    answer = client.get("/_components/")
    assert answer.status_code == 200
    source = PAGE.read_text("utf-8")
    missing = [name for name in ui.register.tags if f"{{% {name} " not in source]
    assert missing == []


def test_the_sample_form_says_what_is_wrong_in_our_words(client):
    shown = client.get("/_components/").content.decode()
    assert "请填写姓名。" in shown and "身份证号最后一位不对，请核对" in shown
    assert "This field" not in shown and "这个字段" not in shown


@pytest.mark.parametrize(
    "slip",
    [
        '{% status "red" "超期" %}',
        '{% tag "低保" "blue" %}',
        '{% icon "no-such-icon" %}',
        '{% note tone="bad" %}{% endnote %}',
        '{% empty text="没有" url="/" %}',
        "{% facts pairs 4 %}",
        "{% figs one %}",
    ],
)
def test_a_component_refuses_what_it_does_not_know(slip):
    with pytest.raises(ComponentError):
        Template("{% load ui %}" + slip).render(Context({"pairs": [], "one": [{}]}))


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_every_template_can_be_read(path):
    get_template(str(path.relative_to(TEMPLATES)))


def test_every_template_that_is_named_exists():
    named = re.compile(r'{%\s*(?:include|extends)\s+"([^"#]+)')
    missing = {
        f"{path.name}: {name}"
        for path in TEMPLATES.rglob("*.html")
        for name in named.findall(path.read_text("utf-8"))
        if not name.startswith("django/") and not (TEMPLATES / name).is_file()
    }
    assert missing == set()
