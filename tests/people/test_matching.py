"""The one look across scope: exactly this number, and no more than programme, town and month."""

from dataclasses import fields
from datetime import date

import pytest

from apps.audit.models import Event
from apps.core import registries
from apps.core.declarations import Benefit, BenefitLookup
from apps.core.errors import Forbidden, Refused
from apps.people.services import match
from tests.factories import DONGSHENG, ZHONGHE, community_of, make_actor, make_person, resident_number

pytestmark = pytest.mark.django_db

TOLD = Benefit("最低生活保障", "中河街道", date(2021, 3, 1))


@pytest.fixture
def clerk():
    return make_actor("window_clerk", community_of(DONGSHENG))


@pytest.fixture
def stranger(monkeypatch):
    """Somebody of another town who receives something there."""
    person = make_person("赵无名", region=community_of(ZHONGHE))
    digest = bytes(person.number_digest)
    lookup = BenefitLookup("test", lambda asked: [TOLD] if asked == digest else [])
    monkeypatch.setattr(registries.benefit_lookups, "_items", {"test": lookup})
    return person


def test_of_a_stranger_nothing_is_told_but_programme_town_and_month(clerk, stranger):
    found = match(stranger.number, actor=clerk)
    assert found.person_visible is None and list(found.benefits) == [TOLD]
    assert {field.name for field in fields(TOLD)} == {"programme", "town", "since"}
    assert found.sentences == ["在中河街道享受最低生活保障（2021 年 3 月起）"]


def test_a_visible_person_is_given_as_such(clerk):
    person = make_person(region=clerk.region_code)
    assert match(f" {person.number.lower()} ", actor=clerk).person_visible == person


def test_another_number_finds_nobody(clerk, stranger):
    found = match(resident_number(), actor=clerk)
    assert found.person_visible is None and not found.benefits


def test_every_look_is_on_record_without_the_number(clerk, stranger):
    match(stranger.number, actor=clerk, reason="受理低保申请")
    match(resident_number(), actor=clerk)
    looks = list(Event.objects.filter(action="people.match").order_by("at"))
    assert [(look.user_id, look.subject_id) for look in looks] == [
        (clerk.user_id, str(stranger.pk)),
        (clerk.user_id, ""),
    ]
    assert looks[0].reason == "受理低保申请"
    assert stranger.number not in str([vars(look) for look in looks])


def test_a_post_without_the_right_may_not_look(stranger):
    with pytest.raises(Forbidden):
        match(stranger.number, actor=make_actor("reviewer"))
    assert not Event.objects.filter(action="people.match").exists()


def test_a_number_that_cannot_be_right_is_refused_with_a_sentence(clerk):
    with pytest.raises(Refused, match="应为 18 位"):
        match("33029919630502", actor=clerk)
