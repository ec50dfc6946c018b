"""Use cases of importing. Import from here; the modules behind may move."""

from apps.imports.services.batches import (
    ask_cancel,
    clean,
    discard,
    recheck,
    request_load,
    request_undo,
    start,
)
from apps.imports.services.checking import check
from apps.imports.services.loading import load
from apps.imports.services.together import Result, import_plans
from apps.imports.services.undoing import undo

__all__ = [
    "Result",
    "ask_cancel",
    "check",
    "clean",
    "discard",
    "import_plans",
    "load",
    "recheck",
    "request_load",
    "request_undo",
    "start",
    "undo",
]
