"""Public notices: masked names, heads, amount, place and dates for everybody; the sheet with full names for staff."""

import pypdfium2
import pytest
from django.test import Client

from tests.casework.support import days_pass, signed_in, text_of
from tests.factories import DONGSHENG, ZHONGHE, Office, advance, delegate, make_dibao

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    delegate()
    return Office()


@pytest.fixture
def case(office):
    case = make_dibao(office)
    case.applicant.name, case.applicant.address = "陈秀芳", "泰和路 12 号"
    case.applicant.save()
    return advance(case, office, "notice")


def words_of(pdf):
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def test_everybody_sees_masked_name_heads_and_amount_and_nothing_else(case):
    body = text_of(Client().get("/notices/"))
    assert "陈*芳" in body and "1,121.00" in body and case.region.name in body
    for kept in ("陈秀芳", "泰和路", case.number, case.applicant.number, case.applicant.number_hint):
        assert kept not in body


def test_a_notice_that_is_over_is_gone(case):
    days_pass(9)
    assert "今天没有在公示期内的家庭" in text_of(Client().get("/notices/"))


def test_notices_are_found_by_town(case):
    assert "陈*芳" in text_of(Client().get("/notices/", {"town": DONGSHENG}))
    assert "这个镇（街道）今天没有公示" in text_of(Client().get("/notices/", {"town": ZHONGHE}))


def test_staff_find_the_notices_of_their_own_cases_inside_the_frame(case, office):
    staff = signed_in(office.reviewer)
    assert case.number in text_of(staff.get("/cases/notices/"))
    assert 'href="/cases/notices/"' in staff.get("/cases/").content.decode()
    assert case.number not in text_of(signed_in(Office(ZHONGHE).reviewer).get("/cases/notices/"))
    days_pass(9)
    assert "今天没有在公示期内的办件" in text_of(staff.get("/cases/notices/"))


def test_the_sheet_has_the_full_name_and_no_number(case, office):
    answer = signed_in(office.reviewer).get(f"/cases/{case.number}/notice.pdf")
    words = words_of(answer.content)
    assert "陈秀芳" in words and case.applicant.number not in words and "泰和路" not in words
    assert signed_in(Office(ZHONGHE).reviewer).get(f"/cases/{case.number}/notice.pdf").status_code == 404


def test_the_name_of_a_minor_is_suppressed_on_page_and_sheet(case, office):
    case.notices.update(suppress_name=True)
    assert "陈**" in text_of(Client().get("/notices/"))
    words = words_of(signed_in(office.reviewer).get(f"/cases/{case.number}/notice.pdf").content)
    assert "陈秀芳" not in words and "陈**" in words
