"""Two imports at the same moment: the second one waits and then finds what the first has written."""

import threading

import pytest
from django.db import connections

from apps.accounts.actors import system_actor
from apps.imports.services import import_plans
from apps.imports.sources import plan_of_folder
from apps.payments.models import Transfer
from apps.people.models import Person
from tests.imports.sets import PAYMENTS, ImportSet

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_imports_of_the_same_set_at_once_load_it_once(tmp_path):
    made = ImportSet(20)
    plan = plan_of_folder(made.write(tmp_path / "set"))
    actor, together = system_actor("system_import"), threading.Barrier(2)
    results = []

    def load():
        try:
            together.wait(timeout=20)
            results.append(
                import_plans(
                    [plan], actor=actor, dry_run=False, progress=lambda *_: None, witness=lambda *_: None
                )
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=load) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    new = sorted(sum(counts["new"] for counts in result.counts.values()) for result in results)
    assert new[0] == 0 and new[1] > 0 and all(result.loaded for result in results)
    assert Person.objects.count() == 40 and Transfer.objects.count() == len(made.rows[PAYMENTS])
