"""Controls of the application: scope, sign-in, personal data, files in and out."""

import io
import zipfile
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from apps.core.errors import DomainError, Forbidden
from apps.files import pdf
from apps.files.xlsx_out import workbook
from config import deployment
from tests.factories import (
    DONGSHENG,
    ZHONGHE,
    Office,
    act,
    advance,
    delegate,
    make_actor,
    make_dibao,
    make_person,
    make_user,
    resident_number,
)
from tests.security.controls.switches import Control, both, replaced, setting
from tests.support import accounts


def a_stranger_opens_a_case() -> bool:
    case = make_dibao(Office())
    stranger = accounts.browser(accounts.account("reviewer", ZHONGHE))
    return bool(stranger.get(f"/cases/{case.number}/").status_code == 200)


def a_post_opens_what_it_may_not() -> bool:
    clerk = accounts.browser(accounts.account("window_clerk", DONGSHENG))
    return bool(clerk.get("/imports/").status_code == 200)


def one_person_visits_and_reviews() -> bool:
    """Whether the page's own check lets it through; the database's stands behind it all the same."""
    delegate()
    office = Office()
    case = advance(make_dibao(office), office, "review")
    again = make_user("周敏", "reviewer", DONGSHENG, person_key=office.lead.person_key)
    try:
        act(case, "propose", make_actor("reviewer", DONGSHENG, user=again))
    except Forbidden:
        return False
    except DomainError:
        return True
    return True


def a_password_is_tried_for_ever() -> bool:
    accounts.account("reviewer", DONGSHENG, username="patient", password=accounts.PASSWORD)
    client = Client()
    for _ in range(6):
        client.post("/session/", {"username": "patient", "password": "wrong"})
    client.post("/session/", {"username": "patient", "password": accounts.PASSWORD})
    return "_auth_user_id" in client.session


def a_form_of_another_site_is_taken() -> bool:
    client = Client(enforce_csrf_checks=True)
    user = accounts.account("reviewer", DONGSHENG)
    client.cookies = accounts.browser(user).cookies
    client.post("/session/end/")
    return "_auth_user_id" not in client.session


def a_page_may_run_any_script() -> bool:
    page = Client().get("/session/")
    return "content-security-policy" not in {name.lower() for name in page.headers}


def a_session_outlives_its_account() -> bool:
    user = accounts.account("reviewer", DONGSHENG)
    browser = accounts.browser(user)
    user.is_active = False
    user.save()
    return bool(browser.get("/").status_code == 200)


def an_idle_session_goes_on() -> bool:
    browser = accounts.browser(accounts.account("reviewer", DONGSHENG))
    session = browser.session
    session["seen_at"] -= 20 * 60
    session.save()
    return bool(browser.get("/").status_code == 200)


def a_number_lies_in_clear() -> bool:
    number = resident_number()
    person = make_person(number=number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM people_person WHERE id = %s", [person.pk])
        return number in cursor.fetchone()[0]


def a_number_is_shown_in_a_list() -> bool:
    number = resident_number()
    make_person(number=number)
    page = accounts.browser(accounts.account("reviewer", DONGSHENG)).get("/people/")
    return number in page.content.decode()


def a_paper_reads_a_file_of_the_machine() -> bool:
    try:
        pdf.render_pdf(
            '<p>一</p><img src="file:///etc/hostname">',
            stylesheets=pdf.LETTER_STYLES,
            title="一",
            own_process=False,
        )
    except pdf.UnsafePaper:
        return False
    return True


def an_export_carries_a_formula() -> bool:
    book = workbook(title="一", note="", heads=[("文字", "text")], rows=[["=1+1"]])
    with zipfile.ZipFile(io.BytesIO(book.read())) as archive:
        return b"<f>" in archive.read("xl/worksheets/sheet1.xml")


def production_starts_with_a_placeholder() -> bool:
    careless = {
        "DATABASE_URL": "postgres://x/y",
        "REDIS_URL": "redis://x",
        "ALLOWED_HOSTS": "a.example.gov.cn",
        **{name: f"changeme-{name}-abcdefghijklmnopqrstuvw" for name in deployment.SECRETS},
    }
    try:
        deployment.refuse_unsafe_production(careless, debug=False)
    except Exception:
        return False
    return True


def _found_anywhere(fetcher: Any, url: str) -> Any:
    from pathlib import Path

    return Path("/etc/hostname")


def middleware_but(name: str) -> list[str]:
    return [entry for entry in settings.MIDDLEWARE if not entry.endswith(name)]


CONTROLS = (
    Control(
        "Rows outside the actor's region are not there",
        replaced("apps.regions.models.ScopedQuerySet.visible_to", lambda rows, actor: rows),
        a_stranger_opens_a_case,
    ),
    Control(
        "A route is open only to posts that hold its permission",
        replaced("apps.accounts.actor.Actor.has", lambda actor, permission: True),
        a_post_opens_what_it_may_not,
    ),
    Control(
        "Four eyes in a case, told by the page",
        replaced("apps.casework.workflow.four_eyes", lambda *_: None),
        one_person_visits_and_reviews,
    ),
    Control("Five wrong passwords lock the name", setting(AXES_ENABLED=False), a_password_is_tried_for_ever),
    Control(
        "A form of another site is refused",
        setting(MIDDLEWARE=middleware_but("CsrfViewMiddleware")),
        a_form_of_another_site_is_taken,
    ),
    Control(
        "Pages run no script but ours",
        setting(MIDDLEWARE=middleware_but("CSPMiddleware")),
        a_page_may_run_any_script,
    ),
    Control("An idle session ends", setting(SESSION_IDLE_SECONDS=10**6), an_idle_session_goes_on),
    Control(
        "Resident numbers are encrypted",
        replaced("apps.core.crypto.encrypt", lambda text, context: text),
        a_number_lies_in_clear,
    ),
    Control(
        "Resident numbers are masked in lists",
        replaced("apps.core.numbers.mask_resident_number", lambda number: number),
        a_number_is_shown_in_a_list,
    ),
    Control(
        "Papers fetch nothing",
        replaced("apps.files.pdf_engine.StaticFetcher._find", _found_anywhere),
        a_paper_reads_a_file_of_the_machine,
    ),
    Control(
        "Exported text is never a formula",
        both(
            replaced("apps.files.xlsx_out.OPTIONS", {}),
            replaced("apps.files.xlsx_out.write", lambda sheet, *cell: sheet.write(*cell)),
        ),
        an_export_carries_a_formula,
    ),
    Control(
        "Production refuses placeholder secrets",
        replaced("config.deployment.PLACEHOLDERS", ()),
        production_starts_with_a_placeholder,
    ),
)
