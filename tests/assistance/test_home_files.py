"""Files of children's homes and care visits load through the importer; bad rows are told by row and column."""

import pytest
from django.core.management import CommandError, call_command

from apps.assistance.models import CareVisit, ChildHome
from tests.factories import DISTRICT, DONGSHENG, community_of, make_household
from tests.support.accounts import account, browser

pytestmark = pytest.mark.django_db

HEAD = "名称,所在区划代码,地址,面积（平方米）,服务的区划代码,服务内容,开放时间,负责人,联系电话,星级,启用日期,提升建设完成日期"
VISITS = "家庭编号,探访日期,探访方式,探访人员,探访情况,需求和处理,下次探访日期"


def load(tmp_path, name, *lines, **options):
    path = tmp_path / f"{name}.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    call_command("import_data", str(path), dataset=f"assistance.{name}", verbosity=0, **options)


def home_line(place, **changes):
    values = {
        "name": "泰和儿童之家",
        "region": place,
        "address": "泰和路 1 号",
        "area": "80.5",
        "places": place,
        "services": "课业辅导、临时照料",
        "hours": "周六 9:00—16:30",
        "in_charge": "张三",
        "phone": "13800000000",
        "rating": "四星",
        "opened": "2020-03-01",
        "upgraded": "2021-05-06",
        **changes,
    }
    return ",".join(values.values())


def test_a_home_is_loaded_with_services_places_and_a_sealed_phone_and_changed_like_any_other(tmp_path):
    place = community_of(DONGSHENG)
    load(tmp_path, "child_homes", HEAD, home_line(place), home_line(place, name="乙", services=""))
    home = ChildHome.objects.get(name="泰和儿童之家")
    assert (home.services, home.rating, home.phone) == (["study", "care"], "four", "13800000000")
    assert ChildHome.objects.get(name="乙").services == []
    assert home.served.get().community_id == place
    page = browser(account("section_officer", DISTRICT)).get(f"/assistance/homes/{home.pk}/edit/")
    assert page.status_code == 200
    load(tmp_path, "child_homes", HEAD, home_line(place))
    assert ChildHome.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"services": "聊天"}, "没有“聊天”这一项"),
        ({"places": "330212999999"}, "没有这个村（社区）"),
        ({"upgraded": "2019-01-01"}, "早于启用日期"),
        ({"region": DONGSHENG}, "应在一个村（社区）"),
    ],
)
def test_a_row_of_a_home_that_is_wrong_is_told_and_nothing_is_written(tmp_path, wrong, said):
    errors = tmp_path / "errors.csv"
    with pytest.raises((CommandError, SystemExit)):
        load(tmp_path, "child_homes", HEAD, home_line(community_of(DONGSHENG), **wrong), errors=errors)
    assert said in errors.read_text("utf-8-sig") and not ChildHome.objects.exists()


def test_visits_are_loaded_for_known_households_one_a_day(tmp_path):
    household = make_household()
    type(household).objects.filter(pk=household.pk).update(source_number="H01")
    load(
        tmp_path,
        "care_visits",
        VISITS,
        "H01,2021-12-01,上门,周敏、方立,情况平稳,,2022-03-01",
        "H01,2021-12-08,电话,周敏,有需求,需要送餐,",
    )
    visit = CareVisit.objects.get(visited_on="2021-12-08")
    assert (visit.region_id, visit.finding, visit.needs) == (household.region_id, "need", "需要送餐")
    errors = tmp_path / "errors.csv"
    with pytest.raises((CommandError, SystemExit)):
        load(tmp_path, "care_visits", VISITS, "H01,2021-12-09,上门,周敏,有需求,,", errors=errors)
    assert "请写明需求和处理" in errors.read_text("utf-8-sig")
