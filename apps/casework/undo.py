"""What a recall takes back, one function for each thing that a step may have applied. Kinds name them."""

from apps.casework.models import CaseAction, PublicNotice, Verification, Visit
from apps.casework.workflow import Step


def acceptance(step: Step, undone: CaseAction) -> None:
    """The clock has not started, and nobody decides yet."""
    step.case.accepted_on, step.case.decision_level, step.case.due_on = None, "", None


def assignment(step: Step, undone: CaseAction) -> None:
    """The visit that nobody has made stays in the file as withdrawn."""
    Visit.objects.filter(pk=undone.detail.get("visit"), lead_signed_at__isnull=True).update(
        withdrawn_on=step.day
    )


def verification(step: Step, undone: CaseAction) -> None:
    """The report keeps its number and supports nothing."""
    Verification.objects.filter(pk=undone.detail.get("verification")).update(withdrawn_on=step.day)


def visit(step: Step, undone: CaseAction) -> None:
    """The findings stay as written, unsigned."""
    Visit.objects.filter(pk=undone.detail.get("visit")).update(lead_signed_at=None)


def countersigning(step: Step, undone: CaseAction) -> None:
    """The second signature is taken back."""
    Visit.objects.filter(pk=undone.detail.get("visit")).update(second_signed_at=None, second_comment="")


def bureau_visit(step: Step, undone: CaseAction) -> None:
    """The bureau's visit is to be registered anew."""
    Visit.objects.filter(pk=undone.detail.get("visit")).update(lead_signed_at=None, withdrawn_on=step.day)


def notice(step: Step, undone: CaseAction) -> None:
    """The notice is taken down."""
    PublicNotice.objects.filter(pk=undone.detail.get("notice"), taken_down_on__isnull=True).update(
        taken_down_on=step.day
    )


def taking_down(step: Step, undone: CaseAction) -> None:
    """A notice that had ended stands again as the one that was shown."""
    PublicNotice.objects.filter(pk=undone.detail.get("taken_down")).update(taken_down_on=None)
