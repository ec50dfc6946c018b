"""What goes between a process and its sandboxed child: JSON, with bytes as tagged base64."""

import base64
import json
from typing import Any, Final

_BYTES: Final = "__bytes__"


def encode(value: Any) -> bytes:
    """TypeError for anything but None, bool, int, float, str, bytes, lists and dicts of them."""
    return json.dumps(value, default=_tag, ensure_ascii=False).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> Any:
    """ValueError for anything that ``encode`` did not write."""
    return json.loads(data.decode("utf-8", "surrogatepass"), object_hook=_untag)


def _tag(value: Any) -> dict[str, str]:
    if isinstance(value, bytes):
        return {_BYTES: base64.b64encode(value).decode("ascii")}
    raise TypeError(f"cannot send {type(value).__name__} to or from a sandboxed child")


def _untag(value: dict[str, Any]) -> Any:
    if value.keys() == {_BYTES}:
        return base64.b64decode(value[_BYTES])
    return value
