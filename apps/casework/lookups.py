"""Whose the files of casework are: papers handed in and letters sent out."""

from apps.casework.services import documents
from apps.files.owners import register_owner

register_owner(documents.FILE_KIND, documents.may_see_document)
register_owner(documents.LETTER_KIND, documents.may_see_letter)
