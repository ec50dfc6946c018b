import pytest
from django.db import connection


@pytest.mark.django_db
def test_x():
    with connection.cursor() as c:
        c.execute("select current_user, current_database()")
        assert c.fetchone() == ("yz_app", "test_yz_infra")


@pytest.mark.django_db(transaction=True)
def test_y():
    from apps.regions.models import Region
    print(Region.objects.count())
