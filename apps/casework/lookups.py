"""What lower apps ask of casework: whose its files are (papers in, letters out), and the cases of a person."""

from django.urls import reverse

from apps.accounts.actor import Actor
from apps.casework.banners import REVIEW, SUPERVISE
from apps.casework.crooked import OBJECTION_FILE
from apps.casework.models import Complaint, Objection
from apps.casework.personfile import handles, person_cases, person_letters
from apps.casework.services import complaints, documents
from apps.core.declarations import PersonHandler, PersonPanel, SubjectLink
from apps.core.registries import person_handlers, person_panels, subject_links
from apps.files.models import StoredFile
from apps.files.owners import register_owner


def _objection_file(stored: StoredFile, actor: Actor) -> bool:
    """Evidence may tell who objected: for those who review or supervise, within their region."""
    if not (actor.has(REVIEW) or actor.has(SUPERVISE)):
        return False
    return bool(Objection.objects.visible_to(actor).filter(file=stored).exists())


def _answer_file(stored: StoredFile, actor: Actor) -> bool:
    """The answer names who complained: for its handler only."""
    found = Complaint.objects.visible_to(actor).filter(answer_file=stored).first()
    return found is not None and complaints.is_handler(found, actor)


def _complaint_url(subject_id: str) -> str:
    return reverse("casework:complaints_row", args=[subject_id])


def _complaint_title(subject_id: str) -> str:
    return Complaint.objects.filter(pk=subject_id).values_list("number", flat=True).first() or "投诉举报"


register_owner(OBJECTION_FILE, _objection_file)
register_owner(complaints.FILE_KIND, _answer_file)
subject_links.register(SubjectLink(complaints.SUBJECT, _complaint_url, _complaint_title))
register_owner(documents.FILE_KIND, documents.may_see_document)
register_owner(documents.LETTER_KIND, documents.may_see_letter)
person_panels.register(
    PersonPanel("letters", "文书", "casework/person_letters.html", person_letters, order=40)
)
person_panels.register(PersonPanel("cases", "办件", "casework/person_cases.html", person_cases, order=10))
person_handlers.register(PersonHandler("casework", handles))
