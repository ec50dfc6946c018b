"""The planner's statistics, gathered where much has just been written."""

from collections.abc import Iterable

from django.db import connection, models


def refresh_statistics(models_touched: Iterable[type[models.Model]]) -> int:
    """Gather the statistics of the tables of these models (a sample of each: milliseconds to a second).

    Works inside a transaction and sees its rows. Answers how many tables were done; one that somebody holds a lock
    on is passed over.
    """
    names = sorted({model._meta.db_table for model in models_touched})
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_refresh_statistics(%s)", [names])
        return int(cursor.fetchone()[0])
