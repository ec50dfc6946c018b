"""Letters say who decided what and why, and the negative ones what may be done against it."""

import pypdfium2
import pytest

from apps.files.services import open_verified
from tests.casework.support import run_jobs, signed_in, take
from tests.factories import ZHONGHE, Office, act, advance, delegate, make_dibao

pytestmark = pytest.mark.django_db


def words_of(letter):
    with open_verified(letter.file) as stream:
        pages = pypdfium2.PdfDocument(stream.read())
        text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    return "".join(text.split())


def test_a_refused_application_gets_its_reason_and_both_remedies():
    delegate()
    office = Office()
    case = make_dibao(office)
    take(signed_in(office.acceptor), case, "decline", comment="户籍不在本区")
    run_jobs()
    letter = case.letters.get()
    words = words_of(letter)
    assert letter.number == "鄞民低保不受〔2022〕1 号"
    for part in ("东胜街道办事处", "户籍不在本区", "六十日内", "行政复议", "六个月内", "行政诉讼"):
        assert part in words


def test_the_list_of_missing_papers_names_them_and_no_remedy():
    delegate()
    office = Office()
    case = make_dibao(office)
    take(signed_in(office.acceptor), case, "ask_supplement", comment="诊断证明；核对授权书 1 份")
    run_jobs()
    words = words_of(case.letters.get())
    assert "诊断证明；核对授权书1份" in words and "行政复议" not in words


def test_the_bureau_signs_where_it_decides():
    office = Office(ZHONGHE)
    case = advance(make_dibao(office), office, "review")
    act(case, "propose_refusal", office.reviewer)
    act(case, "refuse", office.section, comment="住房超过规定")
    run_jobs()
    words = words_of(case.letters.get(kind="refusal"))
    assert words.startswith("鄞州区民政局") and "住房超过规定" in words
    assert words_of(case.letters.get(kind="acceptance")).startswith("中河街道办事处")
