"""Lists: every row once whichever way one pages, only declared orders, filters that cannot be talked round."""

import re
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.pages import listing
from apps.people.models import Person
from tests.factories import DONGSHENG, ZHONGHE, community_of, make_household, make_person
from tests.support.accounts import account, browser

pytestmark = pytest.mark.django_db

ROW = re.compile(r'<th scope="row"[^>]*><a href="/people/(\d+)/')
NEXT = re.compile(r'href="(\?[^"]*)" rel="next"')
PREVIOUS = re.compile(r'href="(\?[^"]*)" rel="prev"')


@pytest.fixture
def clerk():
    return browser(account("acceptance_clerk", DONGSHENG))


def page(client, query=""):
    return client.get(f"/people/{query}").content.decode()


def rows(text):
    return [int(pk) for pk in ROW.findall(text)]


def link(pattern, text):
    found = pattern.search(text)
    return found[1].replace("&amp;", "&") if found else None


def walk(client, query, pattern):
    """The rows of every page from ``query`` on, page by page."""
    pages = []
    while query is not None:
        text = page(client, query)
        pages.append(rows(text))
        query = link(pattern, text)
    return pages


@pytest.fixture
def crowd():
    """47 persons in the order of the list; many share a name, so that only the key parts them."""
    for number in range(47):
        make_person(("陈秀芳", "李建设", "王喆")[number % 3])
    return list(Person.objects.order_by("name_sort", "pk").values_list("pk", flat=True))


def test_forwards_every_row_is_shown_once_and_in_order(clerk, crowd):
    pages = walk(clerk, "?size=20", NEXT)
    assert [len(part) for part in pages] == [20, 20, 7]
    assert list(chain(*pages)) == crowd


def test_backwards_and_by_number_the_pages_are_the_same(clerk, crowd):
    last = page(clerk, "?size=20&page=3")
    assert rows(last) == crowd[40:]
    assert rows(page(clerk, link(PREVIOUS, last))) == crowd[20:40]
    assert rows(page(clerk, "?size=20&page=2")) == crowd[20:40]


def test_descending_order_is_the_same_list_turned(clerk, crowd):
    assert list(chain(*walk(clerk, "?size=20&sort=-name", NEXT))) == crowd[::-1]


def test_a_row_that_has_gone_or_a_wrong_key_does_not_break_the_list(clerk, crowd):
    assert rows(page(clerk, "?size=20&after=999999&page=2")) == crowd[20:40]
    assert rows(page(clerk, "?size=20&after=abc")) == crowd[:20]


@pytest.mark.parametrize("sort", ["number", "-phone", "number_digest", "accounts__account", "pk;"])
def test_only_declared_columns_sort(clerk, crowd, sort):
    assert rows(page(clerk, f"?size=50&sort={sort}")) == crowd


def test_a_count_beyond_the_limit_is_told_as_such_and_pages_go_on(clerk, crowd, monkeypatch):
    monkeypatch.setattr(listing, "COUNT_LIMIT", 30)
    text = page(clerk, "?size=20")
    assert "共 30 余 人" in text and "页，共" not in text
    assert list(chain(*walk(clerk, "?size=20", NEXT))) == crowd


def test_an_address_holds_keys_and_no_personal_data(clerk, crowd):
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page(clerk, "?size=20"))
    assert not [a for a in addresses if re.search(r"chen|li%20|陈|李|%E9%99%88|330299", a)]


def test_a_number_in_the_address_of_a_list_is_refused(clerk):
    person = make_person()
    answer = clerk.get("/people/", {"q": person.number})
    text = answer.content.decode()
    assert answer.status_code == 422 and "不能写在地址里" in text and person.number not in text


def test_a_value_that_is_no_choice_is_told_and_not_used(clerk):
    make_person()
    text = page(clerk, f"?community={community_of(ZHONGHE)}&sex=X")
    assert "户籍村（社区）填写得不对，没有用作条件。" in text and "性别填写得不对" in text
    assert len(rows(text)) == 1


def test_choices_lie_in_the_actors_own_scope(clerk):
    make_person()
    text = page(clerk)
    assert f'value="{community_of(DONGSHENG)}"' in text and f'value="{community_of(ZHONGHE)}"' not in text


def test_filters_narrow_and_are_shown_as_removable_conditions(clerk):
    woman, man = make_person(), make_person("李建设", sex="M")
    text = page(clerk, "?sex=M&size=50")
    assert rows(text) == [man.pk] and woman.pk not in rows(text)
    assert 'aria-label="移除条件：性别：男"' in text and 'href="?size=50"' in text


def test_a_date_range_is_read_forgivingly(clerk):
    household = make_household()

    def listed(query):
        answer = clerk.get(f"/people/households/{query}")
        return f"/people/households/{household.pk}/" in answer.content.decode()

    assert listed("?opened_from=2019.12.1&opened_to=20200101")
    assert not listed("?opened_from=2020年1月2日")


def test_an_empty_list_says_what_to_do(clerk):
    assert "管辖范围内还没有人员档案" in page(clerk)
    assert "没有符合条件的记录" in page(clerk, "?q=zzz") and "清除条件" in page(clerk, "?q=zzz")


@pytest.mark.parametrize("address", ["/people/", "/people/households/"])
def test_thirty_rows_cost_as_many_queries_as_three(clerk, address):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert clerk.get(address).status_code == 200
        return len(queries)

    for _ in range(3):
        make_household("", make_person())
    few = cost()
    for _ in range(27):
        make_household("", make_person())
    assert cost() == few
