"""Rows of registers and logs are added, changed, closed and voided in forms that come from a declaration."""

import io
import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from PIL import Image

from apps.assistance.models import CareVisit, ChildHome
from apps.audit.models import Event
from apps.core import clock
from apps.policy.models import Parameter
from apps.regions.models import Region
from tests.factories import DISTRICT, DONGSHENG, ZHONGHE, community_of, make_household, make_person
from tests.support.accounts import account, browser

pytestmark = pytest.mark.django_db

HOMES, VISITS = "/assistance/homes/", "/assistance/visits/"


@pytest.fixture
def clerk():
    return browser(account("acceptance_clerk", DONGSHENG, name="林晓"))


def home_fields(**changes):
    place = community_of(DONGSHENG)
    return {
        "submit_token": str(uuid.uuid4()),
        "name": "泰和儿童之家",
        "region": place,
        "address": "泰和路 1 号",
        "area": "80.5",
        "opened_on": "2020.3.1",
        "upgraded_on": "",
        "communities": [place],
        "services": ["study", "care"],
        "hours": "周六 9:00—16:30",
        "in_charge": "张三",
        "phone": "13800000000",
        "rating": "",
        **changes,
    }


def added_home(client, **changes):
    answer = client.post(f"{HOMES}new/", home_fields(**changes))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return ChildHome.objects.latest("id")


def changed(home, **changes):
    fields = home_fields(**changes)
    del fields["submit_token"]
    return {"version": home.version, "reason": "负责人调整", **fields}


def visit_fields(household, **changes):
    return {
        "submit_token": str(uuid.uuid4()),
        "household": household.head.name,
        "visited_on": "2022-01-10",
        "mode": "home",
        "visitors": "周敏、方立",
        "finding": "well",
        "signature": "signed",
        **changes,
    }


def test_a_home_is_added_with_what_it_serves_and_an_event(clerk):
    home = added_home(clerk)
    assert [row.community_id for row in home.served.all()] == [community_of(DONGSHENG)]
    assert home.served.get().first_day == date(2020, 3, 1)
    page = clerk.get(f"{HOMES}{home.pk}/").content.decode()
    assert "泰和儿童之家" in page and "课业辅导、临时照料" in page and "13800000000" in page
    assert Event.objects.get(action="pages.row_added").label == "登记儿童之家"


def test_the_phone_is_not_in_the_database_in_clear_and_masked_in_the_list(clerk):
    home = added_home(clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM assistance_childhome WHERE id = %s", [home.pk])
        assert "13800000000" not in cursor.fetchone()[0]
    listed = clerk.get(HOMES).content.decode()
    assert "13800000000" not in listed and home.phone_hint in listed


def test_the_same_submission_sent_twice_is_one_row(clerk):
    fields = home_fields()
    assert clerk.post(f"{HOMES}new/", fields).status_code == 302
    assert clerk.post(f"{HOMES}new/", fields).status_code == 302
    assert ChildHome.objects.count() == 1


def test_what_a_constraint_refuses_is_said_in_its_sentence_and_what_was_typed_stays(clerk):
    added_home(clerk)
    answer = clerk.post(f"{HOMES}new/", home_fields(hours="周日 10:00—12:00"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "这个村（社区）已有同名的儿童之家" in page and "周日 10:00—12:00" in page


def test_a_community_of_another_town_cannot_be_chosen(clerk):
    answer = clerk.post(f"{HOMES}new/", home_fields(region=community_of(ZHONGHE)))
    assert answer.status_code == 422 and not ChildHome.objects.exists()


def test_a_change_is_told_in_words_with_who_and_why(clerk):
    home = added_home(clerk)
    assert clerk.post(f"{HOMES}{home.pk}/edit/", changed(home, in_charge="李四")).status_code == 302
    page = clerk.get(f"{HOMES}{home.pk}/").content.decode()
    assert "负责人 张三 → 李四" in page and "林晓，原因：负责人调整" in page


def test_a_change_over_a_newer_version_is_not_saved_and_shows_the_difference(clerk):
    home = added_home(clerk)
    mine = changed(home, hours="每天 9:00—11:00")
    assert clerk.post(f"{HOMES}{home.pk}/edit/", changed(home, in_charge="李四")).status_code == 302
    answer = clerk.post(f"{HOMES}{home.pk}/edit/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409 and "<td>张三</td>" in page and "李四" in page
    assert "每天 9:00—11:00" in page
    home.refresh_from_db()
    assert (home.in_charge, home.hours) == ("李四", "周六 9:00—16:30")


def test_what_a_home_no_longer_serves_ends_and_the_rest_goes_on(clerk):
    first, second = Region.objects.filter(parent=DONGSHENG).values_list("code", flat=True)[:2]
    home = added_home(clerk, communities=[first, second])
    clerk.post(f"{HOMES}{home.pk}/edit/", changed(home, communities=[second]))
    ended = home.served.get(community=first)
    assert ended.last_day == clock.today() - timedelta(days=1)
    assert home.served.get(community=second).last_day is None


def test_a_home_is_closed_with_a_reason_and_opened_again(clerk):
    home = added_home(clerk)
    answer = clerk.post(f"{HOMES}{home.pk}/close/", {"on": "2022-01-12", "reason": ""})
    assert answer.status_code == 422
    clerk.post(f"{HOMES}{home.pk}/close/", {"on": "2022-01-12", "reason": "房屋到期"})
    assert "房屋到期" in clerk.get(f"{HOMES}{home.pk}/").content.decode()
    assert home.name not in clerk.get(f"{HOMES}?view=open").content.decode()
    assert clerk.post(f"{HOMES}{home.pk}/edit/", changed(home)).status_code == 403
    clerk.post(f"{HOMES}{home.pk}/reopen/", {"reason": "续租"})
    assert home.name in clerk.get(f"{HOMES}?view=open").content.decode()


def test_a_visit_finds_its_household_by_name_and_the_next_entry_keeps_day_and_visitors(clerk):
    household = make_household(head=make_person("陈秀芳"))
    answer = clerk.post(f"{VISITS}new/", visit_fields(household, next="1"))
    assert answer["Location"] == f"{VISITS}new/"
    visit = CareVisit.objects.get()
    assert (visit.household, visit.region_id) == (household, household.region_id)
    page = clerk.get(f"{VISITS}new/").content.decode()
    assert 'value="2022-01-10"' in page and "周敏、方立" in page and "陈秀芳" not in page


def test_of_several_households_one_is_chosen_in_place(clerk):
    first, second = (make_household(head=make_person("陈秀芳")) for _ in range(2))
    answer = clerk.post(f"{VISITS}new/", visit_fields(first))
    assert answer.status_code == 422 and "符合的有 2 条，请选一条" in answer.content.decode()
    chosen = {"household_for": "陈秀芳", "household_row": str(second.pk)}
    assert clerk.post(f"{VISITS}new/", visit_fields(first, **chosen)).status_code == 302
    assert CareVisit.objects.get().household == second


def test_a_household_of_another_town_is_not_found_even_by_its_key(clerk):
    far = make_household(region=community_of(ZHONGHE))
    fields = visit_fields(far, household_for=far.head.name, household_row=str(far.pk))
    answer = clerk.post(f"{VISITS}new/", fields)
    assert answer.status_code == 422 and not CareVisit.objects.exists()


def test_a_household_is_visited_once_a_day(clerk):
    household = make_household()
    clerk.post(f"{VISITS}new/", visit_fields(household))
    answer = clerk.post(f"{VISITS}new/", visit_fields(household, mode="phone", signature="none", sure="1"))
    assert answer.status_code == 422 and "一户一天记一次" in answer.content.decode()
    assert CareVisit.objects.count() == 1


def test_a_visit_close_to_another_is_asked_for_once_more(clerk):
    household = make_household()
    clerk.post(f"{VISITS}new/", visit_fields(household))
    near = visit_fields(household, visited_on="2022-01-11")
    answer = clerk.post(f"{VISITS}new/", near)
    assert answer.status_code == 422 and "2022-01-10 已由周敏、方立上门探访" in answer.content.decode()
    assert clerk.post(f"{VISITS}new/", {**near, "sure": "1"}).status_code == 302


def test_a_visit_is_voided_by_its_author_within_days_and_then_stays_as_it_is(clerk):
    household = make_household()
    clerk.post(f"{VISITS}new/", visit_fields(household))
    visit = CareVisit.objects.get()
    other = browser(account("acceptance_clerk", DONGSHENG))
    assert other.post(f"{VISITS}{visit.pk}/void/", {"reason": "重复"}).status_code == 403
    CareVisit.objects.filter(pk=visit.pk).update(recorded_on=clock.today() - timedelta(days=8))
    assert clerk.post(f"{VISITS}{visit.pk}/void/", {"reason": "重复"}).status_code == 403
    CareVisit.objects.filter(pk=visit.pk).update(recorded_on=clock.today())
    assert clerk.post(f"{VISITS}{visit.pk}/void/", {"reason": "重复"}).status_code == 302
    with pytest.raises(IntegrityError, match="作废的探访记录不能再改"), transaction.atomic():
        CareVisit.objects.filter(pk=visit.pk).update(visitors="别人")
    # The day is free again for the visit that was meant.
    assert clerk.post(f"{VISITS}new/", visit_fields(household)).status_code == 302


def test_the_section_may_void_an_old_visit_of_anybody(clerk):
    clerk.post(f"{VISITS}new/", visit_fields(make_household()))
    visit = CareVisit.objects.get()
    CareVisit.objects.update(recorded_on=clock.today() - timedelta(days=90))
    section = browser(account("section_officer", DISTRICT))
    assert section.post(f"{VISITS}{visit.pk}/void/", {"reason": "错登"}).status_code == 302


def test_a_visit_whose_next_one_has_passed_is_overdue_until_somebody_went(clerk):
    household = make_household(head=make_person("王小明"))
    early = {"visited_on": "2021-12-01", "next_visit_on": "2022-01-05"}
    clerk.post(f"{VISITS}new/", visit_fields(household, **early))
    assert "王*明" in clerk.get(f"{VISITS}?view=overdue").content.decode()
    clerk.post(f"{VISITS}new/", visit_fields(household))
    assert "王*明" not in clerk.get(f"{VISITS}?view=overdue").content.decode()


def test_only_visits_at_which_somebody_was_met_count_and_calls_as_the_parameter_says(clerk):
    for index, changes in enumerate(
        ({}, {"finding": "absent"}, {"mode": "phone", "signature": "none"}, {"visited_on": "2021-12-31"})
    ):
        household = make_household(head=make_person(f"王{'甲乙丙丁'[index]}民"))
        clerk.post(f"{VISITS}new/", visit_fields(household, **changes))
    assert listed(clerk) == 1
    Parameter.objects.filter(key="visit.phone_counts").update(value=True)
    assert listed(clerk) == 2


def listed(client):
    return client.get(f"{VISITS}?view=year").context["page"].count


def test_a_photo_is_kept_with_its_visit_and_seen_only_where_the_visit_is(clerk):
    clerk.post(f"{VISITS}new/", {**visit_fields(make_household()), "photos": [picture()]})
    photo = CareVisit.objects.get().photos.get()
    address = f"/files/{photo.file_id}/"
    assert clerk.get(address).status_code == 200
    assert browser(account("acceptance_clerk", ZHONGHE)).get(address).status_code == 404


def test_a_file_that_is_no_picture_is_refused_and_the_visit_with_it(clerk):
    letter = SimpleUploadedFile("照片.jpg", b"no picture", "image/jpeg")
    answer = clerk.post(f"{VISITS}new/", {**visit_fields(make_household()), "photos": [letter]})
    assert answer.status_code == 422 and not CareVisit.objects.exists()


def picture():
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "PNG")
    return SimpleUploadedFile("照片.png", made.getvalue(), "image/png")
