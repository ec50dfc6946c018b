"""What lower apps ask of people: who may see the papers behind a correction or a merge."""

from apps.accounts.actor import Actor
from apps.files.models import StoredFile
from apps.files.owners import register_owner
from apps.people.models import IdentityChange, PersonMerge
from apps.people.services.proposals import FILE_KIND


def _may_see(stored: StoredFile, actor: Actor) -> bool:
    """Whoever may see the correction or merge that rests on it, and persons at all."""
    return actor.has("people.view_person") and any(
        model._default_manager.visible_to(actor).filter(evidence=stored).exists()  # type: ignore[attr-defined]
        for model in (IdentityChange, PersonMerge)
    )


register_owner(FILE_KIND, _may_see)
