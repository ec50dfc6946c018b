"""Use cases of importing. Import from here; the modules behind may move."""

from apps.imports.services.batches import clean, discard, request_load, start
from apps.imports.services.checking import check
from apps.imports.services.loading import load
from apps.imports.services.together import Result, import_plans

__all__ = ["Result", "check", "clean", "discard", "import_plans", "load", "request_load", "start"]
