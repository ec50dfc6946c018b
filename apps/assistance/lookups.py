"""What this line tells lower apps: words for the codes in its parameters."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from apps.assistance.models import DibaoChange
from apps.assistance.rules import disability, facts
from apps.assistance.rules.changes import END_REASONS
from apps.assistance.rules.phase_out import KEEPS
from apps.assistance.services.change_due import follow_death
from apps.assistance.services.change_pages import person_changes
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.assistance.services.visits_due import SUBJECT as VISIT
from apps.core.declarations import (
    AddedAction,
    DeathFollowup,
    MergeCheck,
    ParameterWords,
    PersonPanel,
    RowAction,
    SubjectLink,
)
from apps.core.registries import (
    added_actions,
    death_followups,
    merge_checks,
    parameter_words,
    person_panels,
    subject_links,
)
from apps.payments.models import EntitlementStatus

parameter_words.register(
    ParameterWords("asset.vehicles_allowed", facts.VEHICLES),
    ParameterWords("change.notice_reasons", END_REASONS),
    ParameterWords("asset.businesses_allowed", facts.BUSINESSES),
    ParameterWords("phase_out.keep", KEEPS),
    ParameterWords("disability.living_hardships", disability.HARDSHIPS),
    ParameterWords("disability.nursing_level3", disability.DISABILITIES),
    ParameterWords(
        "rounding.mode",
        {
            "exact": "保留到分",
            "up_to_yuan": "进到元",
            "half_up_to_yuan": "四舍五入到元",
            "up_to_jiao": "进到角",
        },
    ),
)

death_followups.register(DeathFollowup("dibao", follow_death))


def _payee_of_open_change(keep: Any, drop: Any) -> Sequence[str]:
    """A change that is going to pay the file that would be merged away: it is decided or withdrawn first."""
    open_changes = DibaoChange.objects.filter(payee=drop, case__is_open=True).select_related("case")
    return [f"变更办件 {change.case.number} 正在办理，领款人是{drop.name}。" for change in open_changes]


merge_checks.register(MergeCheck("dibao_changes", _payee_of_open_change))
added_actions.register(
    AddedAction(
        "entitlements",
        RowAction(
            "发起变更",
            "assistance:change_choose",
            "assistance.begin_change",
            icon="refresh",
            primary=True,
            when=lambda row: row.programme == PROGRAMME and row.status != EntitlementStatus.ENDED,
        ),
    )
)
person_panels.register(
    PersonPanel("changes", "待遇变更", "assistance/changes/person_panel.html", person_changes, order=25)
)
subject_links.register(
    SubjectLink(
        VISIT, lambda visit: reverse("assistance:care_visits_row", args=[visit]), lambda visit: "探访到期"
    )
)
