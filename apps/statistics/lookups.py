"""Where lower apps send whoever wants to close a month."""

from django.urls import reverse

from apps.core.declarations import SubjectLink
from apps.core.periods import month_label, parse_month
from apps.core.registries import subject_links


def _url(subject_id: str) -> str:
    return reverse("statistics:closing", kwargs={"kind": "month", "start": parse_month(subject_id)})


def _title(subject_id: str) -> str:
    return f"{month_label(parse_month(subject_id))}关账"


# The subject is a month, `2021-12`.
subject_links.register(SubjectLink("policy.period", _url, _title))
