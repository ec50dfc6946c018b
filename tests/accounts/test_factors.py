"""The second factor: what it takes to sign in with it, and that no code is good twice."""

import time

import pyotp
import pytest
from django.db import connection
from django.test import Client

from apps.accounts.models import Authenticator
from tests.support.accounts import DISTRICT, PASSWORD, account, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return account("window_clerk", username="hejing", password=PASSWORD)


def now_code(user, steps: int = 0) -> str:
    secret = Authenticator.objects.get(user=user).secret
    return pyotp.TOTP(secret).at(int(time.time()) + 30 * steps)


def set_up(user) -> list[str]:
    """Switch the authenticator on; answers the recovery codes. The code used for it is used up."""
    client = browser(user)
    client.get("/session/factor/")
    return client.post("/session/factor/", {"code": now_code(user, -1)}).context["codes"]


def after_password(username: str = "hejing") -> Client:
    client = Client()
    answer = client.post("/session/", {"username": username, "password": PASSWORD})
    assert answer["Location"].startswith("/session/code/")
    return client


def is_in(client: Client) -> bool:
    return client.get("/session/factor/").status_code == 200


def test_the_password_alone_signs_nobody_in(clerk):
    set_up(clerk)
    assert not is_in(after_password())


def test_the_code_signs_in_and_the_same_code_not_again(clerk):
    set_up(clerk)
    code = now_code(clerk)
    first, second = after_password(), after_password()
    first.post("/session/code/", {"code": code})
    second.post("/session/code/", {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_is_good_once(clerk):
    code = set_up(clerk)[0]
    first, second = after_password(), after_password()
    first.post("/session/code/", {"code": code})
    second.post("/session/code/", {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_five_wrong_codes_lock_the_account_like_five_wrong_passwords(clerk):
    set_up(clerk)
    client = after_password()
    for _ in range(5):
        page = client.post("/session/code/", {"code": "000000"}).content.decode()
    assert "暂停登录到" in page
    client.post("/session/code/", {"code": now_code(clerk)})
    assert not is_in(client)


def test_a_post_that_needs_a_factor_does_nothing_before_it_is_set_up(settings):
    settings.SECOND_FACTOR_POSTS = ["security_admin"]
    admin = account("security_admin", DISTRICT)
    client = browser(admin)
    assert client.get("/console/accounts/")["Location"] == "/session/factor/"
    client.get("/session/factor/")
    client.post("/session/factor/", {"code": now_code(admin)})
    assert client.get("/console/accounts/").status_code == 200


def test_the_secret_is_encrypted_at_rest(clerk):
    set_up(clerk)
    secret = Authenticator.objects.get(user=clerk).secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_authenticator")
        assert secret not in cursor.fetchone()[0]


def test_a_security_administrator_takes_a_lost_telephone_off_an_account_with_a_reason(clerk):
    set_up(clerk)
    admin = browser(account("security_admin", DISTRICT))
    admin.post(f"/console/accounts/{clerk.pk}/reset-factor/", {"reason": ""})
    assert Authenticator.objects.filter(user=clerk).exists()
    admin.post(f"/console/accounts/{clerk.pk}/reset-factor/", {"reason": "手机遗失"})
    assert not Authenticator.objects.filter(user=clerk).exists()
