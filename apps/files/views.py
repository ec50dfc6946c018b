"""Download and preview. What is not there and what is not yours are the same 404."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from apps.core.permissions import permission
from apps.files.models import StoredFile
from apps.files.owners import may_see
from apps.files.responses import serve, serve_picture
from apps.files.services import preview_png


@permission("files.view_file")
@require_safe
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file as it was handed in or issued, as an attachment."""
    return serve(_visible(request, pk))


@permission("files.view_file")
@require_safe
def preview(request: HttpRequest, pk: UUID, page: int) -> HttpResponseBase:
    """A page as a picture that the server made in the sandboxed child."""
    stored = _visible(request, pk)
    try:
        return serve_picture(preview_png(stored, page))
    except LookupError as error:
        raise Http404 from error


def _visible(request: HttpRequest, pk: UUID) -> StoredFile:
    stored = StoredFile.objects.filter(pk=pk).first()
    if stored is None or not may_see(stored, request.actor):  # type: ignore[attr-defined]
        raise Http404
    return stored
