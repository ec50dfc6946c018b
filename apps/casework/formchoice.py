"""Which form a step has: the kind's own for its code, else casework's, else an opinion alone."""

from typing import Any

from apps.accounts.actor import Actor
from apps.casework import forms, forms_ways
from apps.casework.models import Case
from apps.core.declarations import Action, CaseKind

OWN_FORMS: dict[str, type[forms.ActionForm]] = {
    "start": forms.StartForm,
    "verification": forms.VerificationForm,
    "visit": forms.VisitForm,
    "hand_back": forms_ways.HandBackForm,
    "objection": forms_ways.ObjectionForm,
    "objection_outcome": forms_ways.ObjectionOutcomeForm,
    "relative": forms_ways.RelativeForm,
    "bureau_visit": forms_ways.BureauVisitForm,
    "extend": forms_ways.ExtendForm,
    "terminate": forms_ways.TerminateForm,
    "correction": forms_ways.CorrectionForm,
    "sample": forms_ways.SampleForm,
    "recall": forms_ways.RecallForm,
}


def action_form(
    kind: CaseKind, action: Action, case: Case, actor: Actor, data: Any = None, files: Any = None
) -> forms.ActionForm:
    """The form of ``action`` on ``case``; bound when there are data."""
    make = kind.forms.get(action.form) or OWN_FORMS.get(action.form, forms.ActionForm)
    form: forms.ActionForm = make(data, files, case=case, action=action, actor=actor)
    return form
