"""How somebody looks at a list: saved queries, columns, the drawer, files out."""

import pytest

from apps.audit.models import Event
from apps.pages import returning
from apps.pages.models import SavedQuery, TableSetting
from apps.policy.models import Parameter
from tests.factories import DONGSHENG, ZHONGHE, community_of, make_person
from tests.support.accounts import account, browser

pytestmark = pytest.mark.django_db

LIST, VIEWS = "/people/", "/people/views/"


@pytest.fixture
def reviewer():
    return account("reviewer", DONGSHENG, name="沈洁")


def save(client, name, params="sex=M", **more):
    return client.post(VIEWS, {"do": "save", "name": name, "params": params, **more})


def test_a_query_is_kept_under_a_name_without_the_place_in_the_list(reviewer):
    client = browser(reviewer)
    answer = save(client, "男性", "sex=M&view=alive&after=7&page=3&strange=1&sort=-birth")
    assert answer["Location"] == "/people/?sex=M&sort=-birth&view=alive"
    assert "男性" in client.get(LIST).content.decode()


def test_the_default_query_opens_with_the_list_and_only_then(reviewer):
    client = browser(reviewer)
    save(client, "男性", is_default="1")
    assert client.get(LIST)["Location"] == "/people/?sex=M&view=alive"
    assert client.get("/people/?view=dead").status_code == 200


def test_a_second_default_takes_the_place_of_the_first(reviewer):
    client = browser(reviewer)
    save(client, "男性", is_default="1")
    save(client, "女性", "sex=F", is_default="1")
    assert SavedQuery.objects.get(is_default=True).name == "女性"


def test_two_queries_of_one_name_are_refused_in_words(reviewer):
    client = browser(reviewer)
    save(client, "男性")
    answer = client.post(VIEWS, {"do": "save", "name": "男性", "params": ""}, follow=True)
    assert "已有同名的常用查询" in answer.content.decode() and SavedQuery.objects.count() == 1


def test_a_shared_query_is_seen_by_the_same_post_of_the_town_and_by_nobody_else(reviewer):
    save(browser(reviewer), "本街道男性", shared="1")
    same = browser(account("reviewer", DONGSHENG))
    assert "沈洁 共享" in same.get(LIST).content.decode()
    for post, town in (("reviewer", ZHONGHE), ("acceptance_clerk", DONGSHENG)):
        assert "本街道男性" not in browser(account(post, town)).get(LIST).content.decode()
    query = SavedQuery.objects.get()
    assert same.post(VIEWS, {"do": "delete", "query": query.pk}).status_code == 404
    assert Event.objects.filter(action="pages.query_shared").count() == 1


def test_a_post_without_the_right_cannot_share():
    clerk = browser(account("acceptance_clerk", DONGSHENG))
    save(clerk, "男性", shared="1")
    assert not SavedQuery.objects.exists()


def test_a_query_is_renamed_and_deleted_by_its_owner(reviewer):
    client = browser(reviewer)
    save(client, "男性")
    key = SavedQuery.objects.get().pk
    client.post(VIEWS, {"do": "change", "query": key, "name": "男"})
    assert SavedQuery.objects.get().name == "男"
    client.post(VIEWS, {"do": "delete", "query": key})
    assert not SavedQuery.objects.exists()


def test_columns_are_chosen_and_ordered_for_one_person_and_one_list(reviewer):
    make_person("李建设")
    client = browser(reviewer)
    chosen = {"do": "columns", "col": ["name", "birth"], "at_name": "2", "at_birth": "1", "size": "20"}
    client.post(VIEWS, {**chosen, "params": "sex=F"})
    page = client.get(LIST).content.decode()
    head = page[page.index("<thead>") : page.index("</thead>")]
    assert head.index("出生日期") < head.index("姓名") and "户籍地" not in head
    assert "户籍地" in browser(account("reviewer", DONGSHENG)).get(LIST).content.decode()
    client.post(VIEWS, {"do": "reset"})
    assert not TableSetting.objects.exists()


def test_a_column_that_is_not_declared_is_not_kept(reviewer):
    client = browser(reviewer)
    client.post(VIEWS, {"do": "columns", "col": ["number", "number_digest"]})
    assert TableSetting.objects.get().columns == ["number"]


def test_the_drawer_shows_a_masked_row_of_the_scope_only(reviewer):
    near, far = make_person("李建设"), make_person("赵无名", region=community_of(ZHONGHE))
    client = browser(reviewer)
    look = client.get(f"{LIST}{near.pk}/look/").content.decode()
    assert "李*设" in look and near.number not in look and "<html" not in look
    assert client.get(f"{LIST}{far.pk}/look/").status_code == 404


def test_the_way_back_from_a_row_leads_to_that_row_of_the_list(reviewer):
    person = make_person("李建设")
    page = browser(reviewer).get(f"{LIST}?sex=F&size=20").content.decode()
    signed = page.split(f'href="/people/{person.pk}/?from=')[1].split('"')[0]

    class Request:
        GET = {"from": signed}

    assert returning.back_url(Request()) == f"/people/?sex=F&size=20#row-{person.pk}"


def test_an_export_as_csv_is_text_with_the_mark_of_spreadsheets(reviewer):
    make_person("李建设", disability="=1+1")
    answer = browser(reviewer).get(f"{LIST}export/?format=csv")
    body = b"".join(answer.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf") and "李*设" in body.decode() and ",'=1+1" in body.decode()
    assert Event.objects.get(action="pages.exported").detail == {"rows": 1, "format": "csv"}


def test_many_rows_are_given_out_only_for_a_reason(reviewer):
    Parameter.objects.filter(key="export.reason_rows").update(value=1)
    for _ in range(2):
        make_person()
    client = browser(reviewer)
    asked = client.get(f"{LIST}export/?sex=F")
    assert "请写明用途" in asked.content.decode() and not Event.objects.filter(action="pages.exported")
    assert client.post(f"{LIST}export/?sex=F", {"reason": ""}).status_code == 422
    given = client.post(f"{LIST}export/?sex=F", {"reason": "年度复核"})
    assert "attachment" in given["Content-Disposition"]
    event = Event.objects.get(action="pages.exported")
    assert (event.reason, event.detail) == ("年度复核", {"rows": 2})
