"""Row history: a statement-level trigger keeps the *old* version on update and delete.

The live row is the last version. There is no insert event: it would make bulk loads fourteen times slower.
"""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[Model], Model]:
    """Keep the history of a model's rows (class decorator). ``exclude`` names columns not worth keeping."""
    return pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(),
        exclude=list(exclude) or None,
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
    )
