"""The sheet of a public notice, to be posted on the village's board."""

from django.template.loader import render_to_string

from apps.casework.models import PublicNotice
from apps.casework.services.letters import town_office
from apps.core.numbers import mask_name
from apps.files.pdf import render_pdf

STYLES = ("css/letter.css",)


def sheet(notice: PublicNotice, kind_label: str, *, purpose: str = "grant") -> bytes:
    """The notice as PDF: full name, heads, amount; a minor's name is suppressed (浙江省社会救助条例 §55)."""
    applicant = notice.case.applicant
    name = mask_name(applicant.name, minor=True) if notice.suppress_name else applicant.name
    is_stop = purpose == "stop"
    title = f"关于拟停发{kind_label}的公示" if is_stop else f"关于拟确认{kind_label}对象的公示"
    context = {
        "notice": notice,
        "title": title,
        "name": name,
        "kind_label": kind_label,
        "is_stop": is_stop,
        "town": notice.place.parent or notice.place,
        "office": town_office(notice.place),
    }
    html = render_to_string("letters/notice.html", context)
    return render_pdf(html, stylesheets=STYLES, title=title, dated=notice.posted_on)
