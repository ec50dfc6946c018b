"""The page of standards, parameters and the calendar speaks to people."""

import re

import pytest

from tests.support.accounts import DISTRICT, account, browser

pytestmark = pytest.mark.django_db


def test_values_are_told_in_words_and_never_as_codes():
    page = browser(account("data_admin", DISTRICT)).get("/console/parameters/").content.decode()
    cells = re.sub(r"<[^>]+>", " ", " ".join(re.findall(r"<t[hd].*?</t[hd]>", page, flags=re.DOTALL)))
    assert "残疾人功能性补偿代步车" in cells and "进到元" in cells
    assert re.findall(r"\b[a-z]+(?:_[a-z]+)*\b", cells) == []
