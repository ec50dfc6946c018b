"""/people/: masked lists, an opened file, full numbers only on record and for a while."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.audit.models import Event
from apps.core import registries
from apps.core.declarations import PersonPanel
from apps.pages import history
from apps.people.models import BankAccount
from apps.people.services import reveals
from tests.factories import DONGSHENG, ZHONGHE, community_of, make_household, make_person
from tests.payments.factories import make_benefit, make_desk, make_paid_run
from tests.support.accounts import account, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return browser(account("acceptance_clerk", DONGSHENG))


@pytest.fixture
def person():
    found = make_person("李建设", phone="13800000127")
    BankAccount.objects.create(
        person=found,
        bank="鄞州银行",
        account="6228480000000003306",
        holder_name="李建设",
        valid_from="2020-01-01",
    )
    return found


def shown(answer):
    return answer.content.decode()


def page_of(client, person):
    return shown(client.get(f"/people/{person.pk}/"))


def test_the_list_masks_names_and_numbers_and_leaves_out_other_towns(clerk, person):
    stranger = make_person("赵无名", region=community_of(ZHONGHE))
    text = shown(clerk.get("/people/"))
    assert "李*设" in text and person.number_hint in text
    assert "李建设" not in text and person.number not in text and stranger.number_hint not in text


@pytest.mark.parametrize("typed", ["ljs", "lijian", "建设"])
def test_the_list_is_searched_by_name_and_pinyin(clerk, person, typed):
    make_person("陈秀芳")
    text = shown(clerk.get("/people/", {"q": typed}))
    assert "李*设" in text and "陈*芳" not in text


def test_a_number_finds_the_file_by_post_only(clerk, person):
    assert clerk.get("/people/find/").status_code == 405
    answer = clerk.post("/people/find/", {"number": person.number})
    assert answer["Location"] == f"/people/{person.pk}/"


def test_a_number_of_another_town_finds_nothing(clerk):
    stranger = make_person(region=community_of(ZHONGHE))
    answer = clerk.post("/people/find/", {"number": stranger.number}, follow=True)
    assert "管辖范围内没有找到" in shown(answer)


def test_the_file_of_another_town_is_not_there(clerk):
    stranger = make_person(region=community_of(ZHONGHE))
    assert clerk.get(f"/people/{stranger.pk}/").status_code == 404
    assert clerk.post(f"/people/{stranger.pk}/reveal/", {"reason": "核对"}).status_code == 404


def test_the_file_shows_the_name_but_no_full_number(clerk, person):
    text = page_of(clerk, person)
    assert "李建设" in text and person.number_hint in text
    for secret in (person.number, "13800000127", "6228480000000003306"):
        assert secret not in text


def test_full_numbers_need_a_reason(clerk, person):
    answer = clerk.post(f"/people/{person.pk}/reveal/", {"reason": "  "}, follow=True)
    assert "请写明查看理由" in shown(answer) and person.number not in shown(answer)


def test_full_numbers_are_shown_to_whom_asked_and_the_look_is_on_record(clerk, person):
    clerk.post(f"/people/{person.pk}/reveal/", {"reason": "核对户口簿"})
    text = page_of(clerk, person)
    assert person.number in text and "13800000127" in text and "6228480000000003306" in text
    event = Event.objects.get(action="people.reveal")
    assert (event.subject_id, event.reason) == (str(person.pk), "核对户口簿")
    assert person.number not in page_of(browser(account("acceptance_clerk", DONGSHENG)), person)


def test_a_look_ends_by_itself(clerk, person, monkeypatch):
    clerk.post(f"/people/{person.pk}/reveal/", {"reason": "核对户口簿"})
    later = timezone.now() + timedelta(minutes=reveals.REVEAL_MINUTES, seconds=1)
    monkeypatch.setattr(reveals.timezone, "now", lambda: later)
    assert person.number not in page_of(clerk, person)


def test_a_post_without_the_right_is_not_offered_full_numbers(person):
    client = browser(account("run_checker", "330212"))
    assert "查看完整证件号" not in page_of(client, person)
    assert client.post(f"/people/{person.pk}/reveal/", {"reason": "核对"}).status_code == 403


def test_a_change_is_told_in_words(clerk, person):
    person.address, person.phone = "桑田路 9 号", "13900000128"
    person.save()
    text = page_of(clerk, person)
    assert "住址 — → 桑田路 9 号" in text and "联系电话已更正" in text
    assert (
        "13900000128" not in text and "name" not in text.split("变更记录")[1].split("</section>")[0].lower()
    )


def test_upper_apps_add_panels_with_their_own_variables(clerk, person, monkeypatch):
    panel = PersonPanel(
        "sample",
        "别处的面板",
        "pages/components_part.html",
        lambda person, actor: {"words": person.name + "的事"},
    )
    monkeypatch.setattr(registries.person_panels, "_items", {"sample": panel})
    text = page_of(clerk, person)
    assert "别处的面板" in text and "part：李建设的事" in text


def test_a_household_shows_who_lives_and_who_lived_there(clerk):
    head, son = make_person("李建设"), make_person("李小军")
    stranger = make_person("赵无名", region=community_of(ZHONGHE))
    household = make_household("", son, stranger, head=head)
    household.members.filter(person=son).update(left_on="2021-06-30")
    text = shown(clerk.get(f"/people/households/{household.pk}/"))
    assert "已离开" in text and "2021-06-30" in text
    assert f"/people/{son.pk}/" in text and f"/people/{stranger.pk}/" not in text


def test_households_are_counted_as_they_are_now(clerk):
    household = make_household("", make_person(), make_person())
    household.members.exclude(person=household.head).first().delete()
    row = shown(clerk.get("/people/households/")).split("<tbody>")[1].split("</tr>")[0]
    assert '<td class="num">2</td>' in row


def test_a_change_is_told_with_the_name_of_who_made_it(clerk):
    clerk.post("/session/density/", {"density": "large"})
    user = User.objects.get(pk=clerk.session["_auth_user_id"])
    assert history.entries(user)[0].hint == user.name


def test_the_file_shows_benefits_letters_and_money_over_time(clerk):
    benefit = make_benefit()
    make_paid_run(make_desk())
    text = page_of(clerk, benefit.payee)
    assert "历年发放" in text and "2022 年" in text and benefit.number in text and "没有出具过文书" in text
