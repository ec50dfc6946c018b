"""Registers and logs of social assistance."""

from apps.assistance.models import VisitPhoto
from apps.assistance.registers_homes import CHILD_HOMES
from apps.assistance.registers_visits import CARE_VISITS, PHOTO
from apps.core.registries import registers
from apps.files.owners import register_owner

registers.register(CHILD_HOMES, CARE_VISITS)

# Photos of a visit go with the visit.
register_owner(
    PHOTO,
    lambda stored, actor: (
        actor.has(CARE_VISITS.permission)
        and VisitPhoto.objects.visible_to(actor).filter(file=stored).exists()
    ),
)
