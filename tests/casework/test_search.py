"""/search/: what was typed says what is looked for, and a number never stands in an address."""

from datetime import date

import pytest

from apps.accounts.models import User
from apps.audit.models import Event
from apps.core import registries
from apps.core.declarations import Benefit, BenefitLookup
from tests.factories import DONGSHENG, ZHONGHE, Office, community_of, make_dibao, make_person
from tests.payments.factories import make_benefit
from tests.support.accounts import account, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return browser(account("acceptance_clerk", DONGSHENG))


def asked(client, text):
    """The page that the box leads to, after any redirect."""
    return client.post("/search/", {"q": text}, follow=True)


def text_of(answer):
    return answer.content.decode()


def test_a_name_is_shown_at_an_address_that_can_be_kept(clerk):
    make_person("李建设")
    answer = clerk.post("/search/", {"q": "建设"})
    assert answer.status_code == 302 and answer["Location"] == "/search/?q=%E5%BB%BA%E8%AE%BE"
    assert "李*设" in text_of(clerk.get(answer["Location"]))


@pytest.mark.parametrize("typed", ["ljs", "lijianshe", "LJS", "李建"])
def test_a_person_is_found_by_initials_pinyin_and_part_of_the_name(clerk, typed):
    make_person("李建设")
    assert "李*设" in text_of(asked(clerk, typed))


def test_persons_of_other_towns_are_not_found_by_name(clerk):
    make_person("李建设", region=community_of(ZHONGHE))
    assert "没有找到“李建设”" in text_of(asked(clerk, "李建设"))


def test_a_number_is_answered_at_once_without_an_address_that_holds_it(clerk):
    person = make_person("李建设")
    answer = clerk.post("/search/", {"q": person.number})
    assert answer.status_code == 200 and f"/people/{person.pk}/" in text_of(answer)
    assert person.number not in text_of(answer)


def test_a_number_of_another_town_tells_only_what_is_received_where_and_since_when(clerk, monkeypatch):
    stranger = make_person("赵无名", region=community_of(ZHONGHE))
    told = [Benefit("最低生活保障", "中河街道", date(2021, 3, 1))]
    monkeypatch.setattr(registries.benefit_lookups, "_items", {"test": BenefitLookup("test", lambda _: told)})
    shown = text_of(clerk.post("/search/", {"q": stranger.number}))
    assert "在中河街道享受最低生活保障（2021 年 3 月起）" in shown
    assert "赵" not in shown.split("<main")[1] and f"/people/{stranger.pk}/" not in shown
    assert Event.objects.filter(action="people.match", subject_id=str(stranger.pk)).count() == 1


def test_a_number_in_the_address_is_refused_unsearched(clerk):
    person = make_person("李建设")
    answer = clerk.get("/search/", {"q": person.number})
    assert "不能写在地址里" in text_of(answer) and f"/people/{person.pk}/" not in text_of(answer)
    assert not Event.objects.filter(action="people.match").exists()


@pytest.mark.parametrize("typed", ["33029919630502412", "13800000127", "330299196305024121"])
def test_a_mistyped_number_is_told_what_is_wrong_and_kept_out_of_the_address(clerk, typed):
    answer = clerk.post("/search/", {"q": typed})
    assert answer.status_code == 422 and "请核对" in text_of(answer)


def test_a_post_that_may_not_match_finds_only_its_own_people():
    person, stranger = make_person("李建设"), make_person("赵无名", region=community_of(ZHONGHE))
    client = browser(account("reviewer", DONGSHENG))
    assert f"/people/{person.pk}/" in text_of(client.post("/search/", {"q": person.number}))
    assert "没有找到这个证件号的人员" in text_of(client.post("/search/", {"q": stranger.number}))
    assert not Event.objects.filter(action="people.match").exists()


def test_a_whole_case_number_leads_to_the_case_and_its_beginning_to_a_list():
    office = Office()
    case, other = make_dibao(office), make_dibao(office)
    client = browser(User.objects.get(pk=office.acceptor.user_id))
    assert client.get("/search/", {"q": case.number.lower()})["Location"] == f"/cases/{case.number}/"
    shown = text_of(client.get("/search/", {"q": case.number[:-4]}))
    assert case.number in shown and other.number in shown


def test_cases_of_another_town_are_not_found_by_number(clerk):
    case = make_dibao(Office(ZHONGHE))
    assert f"没有找到“{case.number}”" in text_of(clerk.get("/search/", {"q": case.number}))


def test_the_file_of_a_person_lists_the_cases_of_the_family(clerk):
    case = make_dibao(Office())
    member = case.household.members.exclude(person=case.applicant).first().person
    for person in (case.applicant, member):
        assert f"/cases/{case.number}/" in text_of(clerk.get(f"/people/{person.pk}/"))


def test_one_letter_fits_too_many_and_is_asked_to_be_more(clerk):
    make_person("李建设")
    page = text_of(asked(clerk, "l"))
    assert "请至少输入两个拼音字母" in page and "李*设" not in page


def test_the_benefits_of_a_person_are_found_with_him_and_by_their_number(clerk):
    benefit = make_benefit(town=DONGSHENG, name="李建设")
    for typed in ("ljs", benefit.number):
        page = text_of(asked(clerk, typed))
        assert "待遇" in page and benefit.number in page


def test_benefits_of_other_towns_are_not_found(clerk):
    benefit = make_benefit(town=ZHONGHE, name="李建设")
    assert f"没有找到“{benefit.number}”" in text_of(asked(clerk, benefit.number))
