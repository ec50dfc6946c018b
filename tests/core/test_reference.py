"""Loading reference data into an installation that is in use."""

import pytest
from django.core.management import call_command

from apps.policy.models import Parameter, Standard

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


def test_an_update_brings_the_keys_that_are_new_and_leaves_what_was_edited():
    dates = Parameter.objects.filter(key="limit.total_delegated_wd").count()
    owned = Parameter.objects.using("owner")
    owned.filter(key="disability.review_wd").delete()
    Standard.objects.using("owner").filter(code="disability_living").delete()
    owned.filter(key="notice.days").update(value=9)

    call_command("load_reference", verbosity=0)
    call_command("load_reference", verbosity=0)

    assert Parameter.objects.filter(key="disability.review_wd").count() == 1
    assert Standard.objects.filter(code="disability_living").count() == 1
    assert [row.value for row in Parameter.objects.filter(key="notice.days")] == [9]
    assert Parameter.objects.filter(key="limit.total_delegated_wd").count() == dates
