"""Registers and logs of social assistance."""

from apps.assistance.models import EntitlementList, VisitPhoto
from apps.assistance.registers_homes import CHILD_HOMES
from apps.assistance.registers_lists import ENTITLEMENT_LISTS
from apps.assistance.registers_visits import CARE_VISITS, PHOTO
from apps.assistance.services import list_papers
from apps.assistance.services.lists import RECEIPT_FILE
from apps.core.registries import registers
from apps.files.owners import register_owner

registers.register(CHILD_HOMES, CARE_VISITS, ENTITLEMENT_LISTS)

# Photos of a visit go with the visit.
register_owner(
    PHOTO,
    lambda stored, actor: (
        actor.has(CARE_VISITS.permission)
        and VisitPhoto.objects.visible_to(actor).filter(file=stored).exists()
    ),
)
# Signed receipts go with their list; a print file is for whoever asked for it.
register_owner(
    RECEIPT_FILE,
    lambda stored, actor: (
        actor.has(list_papers.VIEW)
        and EntitlementList.objects.visible_to(actor).filter(receipt_file=stored).exists()
    ),
)
register_owner(
    list_papers.JOB,
    lambda stored, actor: actor.has(list_papers.VIEW) and stored.uploaded_by_id == actor.user_id,
)
