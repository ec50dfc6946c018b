"""What lower apps ask of casework: whose its files are (papers in, letters out), and the cases of a person."""

from apps.casework.personfile import person_cases
from apps.casework.services import documents
from apps.core.declarations import PersonPanel
from apps.core.registries import person_panels
from apps.files.owners import register_owner

register_owner(documents.FILE_KIND, documents.may_see_document)
register_owner(documents.LETTER_KIND, documents.may_see_letter)
person_panels.register(PersonPanel("cases", "办件", "casework/person_cases.html", person_cases, order=10))
