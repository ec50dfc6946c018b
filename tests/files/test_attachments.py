"""Attachments: taken by what they are and not by what they are called, given out so that they cannot act."""

import hashlib
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from PIL import Image

from apps.accounts.actor import Actor
from apps.core.errors import Refused
from apps.files import owners
from apps.files.models import StoredFile
from apps.files.sandbox import ChildFailed, ChildKilled, Limits, run_sandboxed
from apps.files.services import FileDamaged, clean_name, open_verified, store_upload
from apps.files.storage import blob_path
from tests.factories import DONGSHENG, ZHONGHE
from tests.files import children
from tests.support import accounts

KIND = "test.paper"
HTML = b"<html><script>alert(1)</script></html>"


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def clerk(db) -> Actor:
    return accounts.actor("acceptance_clerk", DONGSHENG)


@pytest.fixture
def paper_of_dongsheng(monkeypatch, clerk) -> StoredFile:
    """A scan that belongs to something in 东胜街道."""
    monkeypatch.setitem(owners._resolvers, KIND, lambda stored, actor: actor.covers(DONGSHENG))
    return store_upload(ContentFile(pdf(), "证明.pdf"), kind=KIND, actor=clerk)


def pdf(pages: int = 2) -> bytes:
    document, out = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(pages):
        document.new_page(595, 842)
    document.save(out)
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (40, 30), **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("证明.pdf", b"not a pdf at all"),
        ("证明.pdf", b"%PDF-1.7\nhalf a file"),
        ("照片.png", HTML),
        ("照片.jpg", b"\xff\xd8\xff" + b"\0" * 64),
        ("表.xlsx", b"PK\x03\x04" + b"\0" * 64),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("空.pdf", b""),
    ],
)
def test_what_is_not_what_it_says_is_refused_by_name(clerk, name, data):
    with pytest.raises(Refused) as caught:
        store_upload(ContentFile(data, name), kind=KIND, actor=clerk)
    assert caught.value.message.startswith(f"“{name}”")
    assert caught.value.hint
    assert not StoredFile.objects.exists()


def test_a_picture_of_a_thousand_million_pixels_is_refused(clerk, settings):
    settings.FILES_MAX_PIXELS = 1_000_000
    with pytest.raises(Refused, match="图像尺寸太大"):
        store_upload(ContentFile(picture("PNG", (2000, 2000)), "大.png"), kind=KIND, actor=clerk)


def test_what_is_good_is_stored_under_its_content_whatever_its_name(clerk):
    stored = store_upload(ContentFile(picture("JPEG"), "..\\..\\户口\u202egnp.exe"), kind=KIND, actor=clerk)
    assert (stored.content_type, stored.original_name) == ("image/jpeg", "户口gnp.exe")
    assert stored.uploaded_by_id == clerk.user_id
    with open_verified(stored) as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == stored.sha256


def test_names_lose_paths_and_what_cannot_be_seen():
    assert clean_name("C:\\scan\\a<b>.pdf") == "a_b_.pdf"
    assert clean_name("../../etc/passwd") == "passwd"
    assert clean_name("\u202e") == "文件"
    assert len(clean_name("长" * 300 + ".pdf")) <= 120


def test_a_file_is_served_so_that_it_cannot_act(paper_of_dongsheng):
    browser = accounts.browser(accounts.account("acceptance_clerk", DONGSHENG))
    response = browser.get(f"/files/{paper_of_dongsheng.pk}/")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == paper_of_dongsheng.sha256


def test_the_preview_is_a_picture_that_the_server_made(paper_of_dongsheng):
    browser = accounts.browser(accounts.account("acceptance_clerk", DONGSHENG))
    response = browser.get(f"/files/{paper_of_dongsheng.pk}/preview/2.png")
    assert response.headers["Content-Type"] == "image/png"
    assert max(Image.open(BytesIO(response.content)).size) == 1600
    assert browser.get(f"/files/{paper_of_dongsheng.pk}/preview/3.png").status_code == 404


def test_a_foreign_file_and_none_at_all_are_the_same_404(paper_of_dongsheng):
    browser = accounts.browser(accounts.account("acceptance_clerk", ZHONGHE))
    nothing = "00000000-0000-4000-8000-000000000000"
    for path in ("", "preview/1.png"):
        foreign = browser.get(f"/files/{paper_of_dongsheng.pk}/{path}")
        absent = browser.get(f"/files/{nothing}/{path}")
        assert (foreign.status_code, absent.status_code) == (404, 404)


def test_a_kind_that_nobody_owns_is_seen_by_nobody(clerk):
    stored = store_upload(ContentFile(pdf(), "无主.pdf"), kind="test.nobody", actor=clerk)
    browser = accounts.browser(accounts.account("acceptance_clerk", DONGSHENG))
    assert browser.get(f"/files/{stored.pk}/").status_code == 404


def test_bytes_that_changed_on_disk_are_not_served(paper_of_dongsheng):
    path = blob_path(paper_of_dongsheng.storage_name)
    path.chmod(0o600)
    path.write_bytes(pdf(1))
    with pytest.raises(FileDamaged):
        open_verified(paper_of_dongsheng)


def test_a_stored_file_cannot_be_exchanged_by_sql(paper_of_dongsheng):
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=paper_of_dongsheng.pk).update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        paper_of_dongsheng.delete()


def test_a_child_that_eats_time_or_memory_is_ended():
    with pytest.raises(ChildKilled):
        run_sandboxed(children.eat_time, limits=Limits(wall_seconds=10, cpu_seconds=1))
    with pytest.raises(ChildFailed, match="MemoryError"):
        run_sandboxed(children.eat_memory)
    with pytest.raises(ChildFailed, match="MemoryError"):
        run_sandboxed(children.eat_memory, limits=Limits(reserves=True))


def test_a_child_sees_no_secrets():
    assert set(run_sandboxed(children.environment)) <= {"PATH", "LANG", "LC_CTYPE"}
