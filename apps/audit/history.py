"""Row history: a statement-level trigger keeps the *old* version on update and delete.

The live row is the last version. There is no insert event: it would make bulk loads fourteen times slower.
"""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[Model], Model]:
    """Keep the history of a model's rows (class decorator). ``exclude`` names columns not worth keeping.

    Everything is said here and nothing left to settings: a history whose shape depends on the environment
    would need other migrations in each.
    """

    def track(model: Model) -> Model:
        # A generated column cannot be inserted into; the old row's value follows from its sources anyway.
        generated = [field.name for field in model._meta.fields if isinstance(field, models.GeneratedField)]
        return pghistory.track(
            pghistory.UpdateEvent(row=pghistory.Old),
            pghistory.DeleteEvent(),
            exclude=[*exclude, *generated] or None,
            obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
            context_field=pghistory.ContextJSONField(),
            context_id_field=pghistory.ContextUUIDField(),
            level=pghistory.Statement,
        )(model)

    return track
