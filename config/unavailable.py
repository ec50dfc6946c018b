"""A broken service is a clear page: when the database is away or its pool exhausted, 503 with Retry-After."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg_pool import PoolTimeout

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 10


class UnavailableMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return unavailable(error)


def unavailable(error: Exception) -> HttpResponse | None:
    """The answer to an error that means "not now"; None for every other error."""
    if not isinstance(error, (OperationalError, InterfaceError, PoolTimeout)):
        return None
    logger.error("unavailable: %s", error)
    body = render_to_string("errors/503.html")
    return HttpResponse(body, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
