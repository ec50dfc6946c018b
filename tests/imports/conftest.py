"""金莹, who imports, and jobs that run at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.imports.models import Batch
from tests.imports.sets import ImportSet
from tests.support.accounts import DISTRICT, account, browser


@pytest.fixture
def eager(settings):
    settings.JOBS_EAGER = True


@pytest.fixture
def files_root(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


@pytest.fixture
def data_admin(db):
    return account("data_admin", DISTRICT, name="金莹")


@pytest.fixture
def page(data_admin):
    return browser(data_admin)


@pytest.fixture
def upload(page, eager, files_root):
    """Upload bytes as the data administrator; answers the batch as it is after the check."""

    def send(data, name="set.zip", dataset="", client=page, on_existing=""):
        token = client.get("/imports/new/").context["form"]["submit_token"].value()
        answer = client.post(
            "/imports/new/",
            {
                "submit_token": str(token),
                "dataset": dataset,
                "on_existing": on_existing,
                "file": SimpleUploadedFile(name, data),
            },
        )
        assert answer.status_code == 302, answer.content.decode()
        return Batch.objects.get(pk=int(answer["Location"].strip("/").rpartition("/")[2]))

    return send


@pytest.fixture
def small():
    return ImportSet(3)
