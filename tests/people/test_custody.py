"""A bank card that staff keep for a family: only by a written agreement, and told wherever the account is shown."""

from datetime import date

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.people.models import BankAccount
from apps.people.services import set_account
from tests.factories import DONGSHENG, make_actor
from tests.payments.factories import make_benefit
from tests.payments.test_guards import sql_is_refused
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db
AGREED = {"keeper": "东胜社区 王某", "agreement": "DG-2022-3", "agreed_on": "2022-01-05", "filed_on": ""}


@pytest.fixture
def clerk():
    return make_actor("acceptance_clerk", DONGSHENG)


@pytest.fixture
def window(clerk):
    return browser(User.objects.get(pk=clerk.user_id))


@pytest.fixture
def benefit():
    return make_benefit(town=DONGSHENG)


def keep(window, person, **fields):
    return window.post(reverse("people:custody", args=[person.pk]), {**AGREED, **fields})


def pages(window, benefit):
    rows = (("people:persons_row", benefit.payee_id), ("payments:entitlements_row", benefit.pk))
    return [window.get(reverse(name, args=[pk])).content.decode() for name, pk in rows]


def test_a_card_kept_by_staff_is_told_on_the_file_and_on_the_benefit(window, benefit):
    assert keep(window, benefit.payee).status_code == 302
    said = "东胜社区 王某代管，协议 DG-2022-3，2022-01-05 签订，待报区民政局备案"
    assert all(said in page for page in pages(window, benefit))
    keep(window, benefit.payee, filed_on="2022-01-10")
    assert all("2022-01-10 报区民政局备案" in page for page in pages(window, benefit))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"agreement": ""}, "代管协议编号和签订日期"),
        ({"agreed_on": ""}, "代管协议编号和签订日期"),
        ({"keeper": ""}, "请填写代管人"),
        ({"keeper": "陈秀芳"}, "本人保管的不登记代管"),
        ({"filed_on": "2022-01-04"}, "不能早于协议签订日期"),
    ],
)
def test_without_a_whole_agreement_nobody_keeps_a_card(window, benefit, fields, said):
    answer = keep(window, benefit.payee, **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not benefit.payee.accounts.exclude(keeper="").exists()


def test_the_database_wants_the_agreement_too(benefit):
    sql_is_refused("UPDATE people_bankaccount SET keeper = '王某'", match="account_kept_by_agreement")
    sql_is_refused(
        "UPDATE people_bankaccount SET keeper = '王某', keeper_agreement = 'DG-1'",
        match="account_kept_by_agreement",
    )


def test_a_card_given_back_and_a_new_account_are_kept_by_the_family(window, clerk, benefit):
    keep(window, benefit.payee)
    keep(window, benefit.payee, keeper="", agreement="", agreed_on="")
    assert BankAccount.objects.get(person=benefit.payee).keeper == ""
    keep(window, benefit.payee)
    fresh = set_account(
        benefit.payee, "鄞州银行", "6228480000000004414", "陈秀芳", date(2022, 1, 12), actor=clerk
    )
    assert fresh.keeper == ""
