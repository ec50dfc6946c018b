"""Sending a stored file to a browser without letting it become a program there."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from apps.files import inspection
from apps.files.models import StoredFile
from apps.files.services import download_name, open_verified

# A file opened by the browser runs nothing, embeds nothing and has no origin.
SANDBOX = "default-src 'none'; sandbox"


def serve(stored: StoredFile, filename: str = "", *, inline: bool = False) -> FileResponse:
    """``stored`` as a download named ``filename`` (or as it was handed in).

    The caller has checked that the actor may see it. ``inline`` is for papers that the system itself made;
    it holds for PDF only and never for what somebody handed in.
    """
    inline = inline and stored.content_type == inspection.PDF
    response = FileResponse(open_verified(stored), content_type=stored.content_type)
    response["Content-Length"] = str(stored.size)
    response["Content-Disposition"] = content_disposition_header(
        not inline, filename or download_name(stored)
    )
    # The browser's own PDF viewer does not start in a sandbox; it is let in for our own papers only.
    harmless(response, policy="default-src 'none'; style-src 'unsafe-inline'" if inline else SANDBOX)
    return response


def serve_picture(data: bytes) -> HttpResponse:
    """A preview made by the server, to be shown in a page."""
    response = HttpResponse(data, content_type=inspection.PNG)
    harmless(response, policy=SANDBOX)
    return response


def harmless(response: HttpResponseBase, *, policy: str) -> None:
    """Headers that keep a file a file, and out of every cache."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
