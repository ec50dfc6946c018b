"""Signing in, being locked out, staying in, getting out."""

import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from apps.accounts import sessions
from apps.audit.models import Event
from tests.support.accounts import PASSWORD, account, browser

pytestmark = pytest.mark.django_db


def try_to_sign_in(username: str, password: str = "wrong", client: Client | None = None, **extra):
    return (client or Client()).post("/session/", {"username": username, "password": password, **extra})


def test_the_right_password_leads_to_the_page_that_was_asked_for():
    account("window_clerk", username="hejing", password=PASSWORD)
    answer = try_to_sign_in("hejing", PASSWORD, next="/session/password/")
    assert (answer.status_code, answer["Location"]) == (302, "/session/password/")


def test_a_wrong_password_keeps_the_username_and_says_how_many_tries_are_left():
    account("window_clerk", username="hejing", password=PASSWORD)
    page = try_to_sign_in("hejing").content.decode()
    assert 'value="hejing"' in page
    assert "用户名或密码不正确" in page and "还可再试 4 次" in page


def test_an_unknown_name_gets_the_same_page_as_a_wrong_password():
    account("window_clerk", username="hejing", password=PASSWORD)
    known, unknown = (try_to_sign_in(name).content.decode() for name in ("hejing", "hejimg"))
    assert without_token(known).replace("hejing", "X") == without_token(unknown).replace("hejimg", "X")


def test_an_unknown_name_costs_a_hash_too(monkeypatch):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed = []
    encode = Argon2PasswordHasher.encode
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *a, **k: hashed.append(1) or encode(*a, **k))
    try_to_sign_in("nobody")
    assert hashed == [1]


def test_five_failures_lock_the_name_and_the_page_says_until_when():
    account("window_clerk", username="hejing", password=PASSWORD)
    for _ in range(4):
        try_to_sign_in("hejing")
    until = timezone.localtime() + timedelta(minutes=15)
    page = try_to_sign_in("hejing").content.decode()
    assert "暂停登录到" in page
    assert f"{until:%H:%M}" in page or f"{until + timedelta(minutes=1):%H:%M}" in page


def test_a_locked_name_is_not_let_in_by_the_right_password():
    account("window_clerk", username="hejing", password=PASSWORD)
    for _ in range(5):
        try_to_sign_in("hejing")
    answer = try_to_sign_in("hejing", PASSWORD)
    assert answer.status_code == 422 and "暂停登录到" in answer.content.decode()


def test_trying_while_locked_does_not_move_the_end_of_the_lock():
    account("window_clerk", username="hejing", password=PASSWORD)
    for _ in range(5):
        try_to_sign_in("hejing")
    before = AccessAttempt.objects.get().attempt_time
    try_to_sign_in("hejing")
    assert AccessAttempt.objects.get().attempt_time == before


def test_the_lock_ends_after_a_quarter_of_an_hour():
    account("window_clerk", username="hejing", password=PASSWORD)
    for _ in range(5):
        try_to_sign_in("hejing")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert try_to_sign_in("hejing", PASSWORD).status_code == 302


def test_a_system_account_cannot_sign_in():
    account(username="robot", password=PASSWORD, is_active=False)
    assert try_to_sign_in("robot", PASSWORD).status_code == 422


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "evil"]
)
def test_signing_in_never_leads_away_from_the_site(target):
    account("window_clerk", username="hejing", password=PASSWORD)
    assert try_to_sign_in("hejing", PASSWORD, next=target)["Location"] == "/"


def test_signing_in_changes_the_session_key():
    account("window_clerk", username="hejing", password=PASSWORD)
    client = Client()
    client.session.save()
    client.cookies["sessionid"] = before = client.session.session_key
    try_to_sign_in("hejing", PASSWORD, client)
    assert client.cookies["sessionid"].value != before


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        ([("hejing", PASSWORD)], ["accounts.signed_in"]),
        ([("hejing", "x")] * 2, ["accounts.sign_in_failed"] * 2),
        (
            [("hejing", "x")] * 6,
            ["accounts.sign_in_failed"] * 4 + ["accounts.locked", "accounts.sign_in_while_locked"],
        ),
    ],
)
def test_every_attempt_leaves_an_event(attempts, expected):
    account("window_clerk", username="hejing", password=PASSWORD)
    for username, password in attempts:
        try_to_sign_in(username, password)
    assert list(Event.objects.order_by("at").values_list("action", flat=True)) == expected


def test_a_typed_name_that_nobody_has_is_not_kept_in_the_trail():
    try_to_sign_in("my-secret-password")
    assert "my-secret" not in str(Event.objects.values().get())


def test_signing_out_ends_the_session_and_is_recorded():
    client = browser(account("window_clerk"))
    client.post("/session/end/")
    assert client.get("/session/password/").status_code == 302
    assert Event.objects.get().action == "accounts.signed_out"


def test_signing_out_by_a_link_is_not_possible():
    assert browser(account("window_clerk")).get("/session/end/").status_code == 405


def test_a_disabled_account_is_out_with_its_next_request():
    user = account("window_clerk")
    client = browser(user)
    assert client.get("/session/password/").status_code == 200
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/session/password/").status_code == 302


def test_a_changed_grant_ends_the_session_at_once():
    user = account("window_clerk")
    client = browser(user)
    user.grants.update(region_id="330212001")
    answer = client.get("/session/password/")
    assert answer.status_code == 302 and "ended=changed" in answer["Location"]


@pytest.mark.parametrize(("mark", "back", "reason"), [("SEEN", 15, "idle"), ("STARTED", 8 * 60, "ended")])
def test_a_session_ends_when_idle_or_old(mark, back, reason):
    client = browser(account("window_clerk"))
    session = client.session
    session[getattr(sessions, mark)] = int(time.time()) - back * 60 - 1
    session.save()
    assert f"ended={reason}" in client.get("/session/password/")["Location"]


def test_what_a_page_asks_by_itself_does_not_keep_the_session_alive():
    client = browser(account("window_clerk"))
    session = client.session
    session[sessions.SEEN] = seen = int(time.time()) - 600
    session.save()
    client.get("/session/password/", headers={"X-Background": "1"})
    assert client.session[sessions.SEEN] == seen
    client.get("/session/password/")
    assert client.session[sessions.SEEN] > seen


def test_keepalive_tells_the_seconds_left():
    left = browser(account("window_clerk")).post("/session/keepalive/").json()
    assert left == {"idle": 900, "absolute": 8 * 3600}


def test_an_expired_form_gets_401_and_a_way_to_go_on_in_a_new_window():
    answer = Client().post("/session/keepalive/", headers={"HX-Request": "true"})
    assert answer.status_code == 401 and "/session/again/" in answer.content.decode()
    assert Client().post("/session/grant/").status_code == 401


def test_signing_in_in_a_new_window_ends_with_a_page_that_says_go_back():
    user = account("window_clerk", username="hejing", password=PASSWORD)
    client = Client()
    first = client.get("/session/again/")
    assert first.status_code == 302
    answer = try_to_sign_in(user.username, PASSWORD, client, next="/session/again/")
    assert "回到原来的页面" in client.get(answer["Location"]).content.decode()


def test_signed_in_pages_are_not_kept_by_the_browser():
    assert "no-store" in browser(account("window_clerk")).get("/session/password/")["Cache-Control"]


def without_token(page: str) -> str:
    import re

    return re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]*"', "", page)
