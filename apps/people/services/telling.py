"""Messages about files of persons: without names or numbers, each with the page where it is handled."""

from django.urls import reverse

from apps.accounts.actor import Actor
from apps.accounts.messages import holders_of, tell
from apps.people.models import DeathRecord, IdentityChange, PersonMerge, Proposal

CONFIRM = "people.confirm_identity"


def page_of(proposal: Proposal) -> str:
    """The page of a correction or merge."""
    name = "corrections_row" if isinstance(proposal, IdentityChange) else "merges_row"
    return reverse(f"people:{name}", args=[proposal.pk])


def tell_deciders(proposal: IdentityChange | PersonMerge, actor: Actor) -> None:
    """Somebody asked: those who may confirm it hear of it."""
    label = str(proposal._meta.verbose_name)
    tell(
        holders_of(CONFIRM, proposal.region_id),
        f"有一项{label}待复核。",
        link=page_of(proposal),
        kind=f"people.{proposal._meta.model_name}.{proposal.pk}",
        actor=actor,
    )


def tell_asker(proposal: IdentityChange | PersonMerge, actor: Actor) -> None:
    """It was decided: whoever asked hears the answer."""
    label, state = str(proposal._meta.verbose_name), proposal.get_state_display()
    tell(
        [proposal.asked_by_id],
        f"你提出的{label}{state}。",
        link=page_of(proposal),
        kind=f"people.{proposal._meta.model_name}.{proposal.pk}.{proposal.state}",
        actor=actor,
    )


def tell_town(report: DeathRecord, actor: Actor) -> None:
    """A death was registered: the town of the person hears of it, and sees to what follows."""
    person = report.person
    tell(
        holders_of("people.correct_identity", person.home_region_id[:9]),
        "辖区内有一份人员档案登记了死亡，请核对待遇和家庭情况。",
        link=reverse("people:persons_row", args=[person.pk]),
        kind=f"people.death.{report.pk}",
        actor=actor,
    )
