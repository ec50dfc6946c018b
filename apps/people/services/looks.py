"""Who opened a file: one row a person, account and day, for whoever does not handle the person's affairs."""

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.registries import person_handlers
from apps.people.models import FileView, Person


def note_view(person: Person, actor: Actor) -> None:
    """Note that the actor opened the file. One insert at most; a second look on the same day leaves no trace."""
    if actor.user_id is None or actor.is_system:
        return
    if any(handler.handles(person, actor) for handler in person_handlers):
        return
    look = FileView(person=person, user_id=actor.user_id, day=clock.today(), post_label=actor.post_label)
    FileView.objects.bulk_create([look], ignore_conflicts=True)
