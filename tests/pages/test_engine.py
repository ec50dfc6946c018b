"""Registers: what may not exist is refused at start-up; files out are text, masked, and on record."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ImproperlyConfigured

from apps.audit.models import Event
from apps.core import registries
from apps.core.declarations import Column, Register
from apps.pages.engine import register_urls
from apps.pages.views import DetailPage, PageView
from apps.people.models import Household, Person
from apps.people.registers import PERSONS
from tests.factories import DONGSHENG, ZHONGHE, community_of, make_household, make_person
from tests.support.accounts import account, browser


@pytest.fixture
def declared(monkeypatch):
    """Register a slip under the name ``slip`` for one test."""

    def declare(**changes):
        slip = replace(PERSONS, name="slip", **changes)
        monkeypatch.setattr(registries.registers, "_items", {"slip": slip})
        return register_urls("slip")

    return declare


def test_a_register_without_a_permission_is_refused(declared):
    with pytest.raises(ImproperlyConfigured, match="no permission"):
        declared(permission="")


def test_a_register_over_rows_without_a_scope_is_refused(declared):
    with pytest.raises(ImproperlyConfigured, match="no visible_to"):
        declared(model="people.Reveal")


def test_a_column_declared_twice_is_refused(declared):
    with pytest.raises(ImproperlyConfigured, match="declared twice"):
        declared(columns=(Column("name", "姓名"), Column("name", "名字")))


def test_a_total_without_a_column_is_refused(declared):
    with pytest.raises(ImproperlyConfigured, match="which is no column"):
        declared(totals={"amount": None})


def test_an_undeclared_register_is_refused():
    with pytest.raises(ImproperlyConfigured, match="no register"):
        register_urls("nothing")


def test_a_page_without_a_permission_or_a_scope_is_refused():
    with pytest.raises(ImproperlyConfigured, match="no permission"):
        type("Bare", (PageView,), {}).as_view()
    with pytest.raises(ImproperlyConfigured, match="names no model"):
        type("Rowless", (DetailPage,), {"permission": "people.view_person"}).as_view()


def test_every_declared_register_can_be_served():
    for register in registries.registers:
        assert isinstance(register, Register) and register_urls(register.name)


@pytest.fixture
def clerk():
    return browser(account("acceptance_clerk", DONGSHENG))


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def exported(client, address):
    """The cells of the workbook at ``address`` below its head: (type, text, formula) of each, row by row."""
    answer = client.get(address)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    book = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    rows = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{SHEET}row")
    return [[_cell(cell) for cell in row] for row in rows][3:]


def _cell(cell):
    return cell.get("t"), "".join(cell.itertext()), cell.find(f"{SHEET}f") is not None


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "＝1", "http://example.cn", "0012"])
def test_text_in_an_export_stays_text(clerk, text):
    household = make_household()
    Household.objects.filter(pk=household.pk).update(address=text)
    [row] = exported(clerk, "/people/households/export/")
    assert ("inlineStr", text, False) in row


@pytest.mark.django_db
def test_an_export_masks_names_and_numbers_keeps_the_conditions_and_the_scope(clerk):
    man = make_person("李建设", sex="M")
    make_person("陈秀芳")
    make_person("赵无名", sex="M", region=community_of(ZHONGHE))
    [row] = exported(clerk, "/people/export/?sex=M")
    values = [text for _, text, _ in row]
    assert values[:2] == ["李*设", man.number_hint] and man.number not in str(values)


@pytest.mark.django_db
def test_an_export_is_on_record(clerk):
    make_person()
    exported(clerk, "/people/export/")
    event = Event.objects.get(action="pages.exported")
    assert (event.subject_id, event.label, event.detail) == ("persons", "导出人员档案 1 人", {"rows": 1})
    assert Person.objects.get().name not in str(vars(event))
