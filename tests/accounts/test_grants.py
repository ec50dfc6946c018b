"""Who may hold what, by person, in the services and in the database."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from apps.accounts import services
from apps.accounts.models import Grant, Post, User
from apps.accounts.services import Appointment
from apps.audit.models import Event
from apps.core.errors import Forbidden, Refused
from apps.regions.models import Region
from tests.support.accounts import COMMUNITY, DISTRICT, TOWN, account, actor, actor_of, resident_number

pytestmark = pytest.mark.django_db


def appointment(user, post, region=TOWN, **fields):
    fields.setdefault("valid_from", date(2022, 1, 1))
    return Appointment(
        user=user, post=Post.objects.get(pk=post), region=Region.objects.get(pk=region), **fields
    )


@pytest.fixture
def security():
    return actor("security_admin", DISTRICT)


EXCLUSIVE = ["security_admin", "audit_admin", "data_admin"]


@pytest.mark.parametrize("post", EXCLUSIVE)
@pytest.mark.parametrize("other", ["reviewer", "leader", *EXCLUSIVE])
def test_no_person_holds_an_administrators_post_beside_another(security, post, other):
    if post == other:
        return
    user = account(post, DISTRICT)
    with pytest.raises(Refused, match="不能由同一人担任"):
        services.give_grant(
            appointment(user, other, TOWN if other == "reviewer" else DISTRICT), actor=security
        )


def test_two_accounts_of_one_person_count_as_one(security):
    number = resident_number()
    account("reviewer", person=number)
    second = account(person=number)
    with pytest.raises(Refused, match="不能由同一人担任"):
        services.give_grant(appointment(second, "audit_admin", DISTRICT), actor=security)


def test_the_database_itself_refuses_mixed_duties():
    user = account("reviewer")
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(
            user=user, post_id="audit_admin", region_id=DISTRICT, valid_from=date(2022, 1, 1)
        )


def test_the_database_refuses_to_give_an_account_to_a_person_whose_duties_would_mix():
    first, second = account("reviewer"), account("audit_admin", DISTRICT)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=second.pk).update(person_key=first.person_key)


def test_duties_that_follow_each_other_do_not_mix(security):
    user = account("reviewer", valid_to=date(2021, 12, 31))
    assert services.give_grant(appointment(user, "audit_admin", DISTRICT), actor=security).pk


def test_several_casework_posts_may_be_held_together(security):
    user = account("reviewer")
    assert services.give_grant(appointment(user, "investigator"), actor=security).pk


def test_a_post_is_given_only_at_its_level(security):
    with pytest.raises(Refused, match="不能授予"):
        services.give_grant(appointment(account(), "reviewer", COMMUNITY), actor=security)


def test_the_same_post_is_not_given_twice_for_the_same_days(security):
    with pytest.raises(Refused, match="时间重叠"):
        services.give_grant(appointment(account("reviewer"), "reviewer"), actor=security)


def test_nobody_else_appoints():
    with pytest.raises(Forbidden):
        services.give_grant(appointment(account(), "reviewer"), actor=actor("section_officer", DISTRICT))


def test_nobody_appoints_oneself_with_another_account_either():
    number = resident_number()
    me, mine = account("security_admin", DISTRICT, person=number), account(person=number)
    with pytest.raises(Forbidden, match="本人"):
        services.give_grant(appointment(mine, "security_admin", DISTRICT), actor=actor_of(me))


def test_a_grant_ends_the_day_before_it_is_ended(security):
    grant = account("reviewer").grants.get()
    services.end_grant(grant, reason="调岗", actor=security)
    assert Grant.objects.get(pk=grant.pk).valid_to == date(2022, 1, 11)


def test_a_grant_given_today_by_mistake_goes_altogether_and_leaves_its_history(security):
    grant = services.give_grant(
        appointment(account(), "reviewer", valid_from=date(2022, 1, 12)), actor=security
    )
    services.end_grant(grant, reason="误授", actor=security)
    assert not Grant.objects.filter(pk=grant.pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label FROM accounts_grantevent WHERE pgh_obj_id = %s", [grant.pk])
        assert cursor.fetchall() == [("delete",)]


def test_appointing_and_ending_leave_events(security):
    grant = services.give_grant(appointment(account(), "reviewer"), actor=security)
    services.end_grant(grant, reason="调岗", actor=security)
    assert list(Event.objects.order_by("at").values_list("action", "reason")) == [
        ("accounts.granted", ""),
        ("accounts.grant_ended", "调岗"),
    ]


def test_a_first_password_must_be_changed(security):
    user, password = services.create_account("xinren", "新人", resident_number(), actor=security)
    assert user.check_password(password) and user.must_change_password
