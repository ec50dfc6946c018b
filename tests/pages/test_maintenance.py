"""While the system is worked on, every page says so and until when."""

import pytest
from django.test import Client

from apps.pages import errors


@pytest.fixture
def notice(tmp_path, monkeypatch):
    path = tmp_path / "maintenance"
    monkeypatch.setattr(errors.settings, "MAINTENANCE_FILE", str(path))
    return path


def test_every_page_answers_503_with_what_is_written_in_the_file(notice):
    notice.write_text("预计 18:30 恢复。")
    answer = Client().get("/session/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    assert "预计 18:30 恢复。" in answer.content.decode()


@pytest.mark.django_db
def test_without_the_file_pages_open(notice):
    assert Client().get("/session/").status_code == 200
