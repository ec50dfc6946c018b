"""What went wrong, twice: a sentence for the user, and a trace for whoever repairs it."""

import re
import traceback
from dataclasses import dataclass

from apps.core.errors import DomainError

SENTENCE = "系统处理时出错，已写入技术记录。"
HINT = "可以点“重新运行”；再次出现请联系系统管理员，并告知任务编号。"
LOST_SENTENCE = "任务多次中途停止，系统不再自动运行。"
TRACE_LENGTH = 20_000

# A message of the database quotes the row it refused; a row may be a person.
_QUOTED_ROWS = re.compile(r"^\s*(?:DETAIL|CONTEXT|HINT|STATEMENT):.*$|\([^()]*\)=\([^()]*\)", re.MULTILINE)
_LONG_NUMBERS = re.compile(r"\d{7,}[\dXx]?")


@dataclass(frozen=True)
class Fault:
    """``sentence`` and ``hint`` for the user, ``trace`` for those who run the system; ``final``: no retry."""

    sentence: str
    hint: str
    trace: str
    final: bool


def describe(error: BaseException) -> Fault:
    """A rule's refusal is final and speaks for itself; anything else may pass and is worth another try."""
    if isinstance(error, DomainError):
        return Fault(error.message[:500], error.hint[:500], "", final=True)
    return Fault(SENTENCE, HINT, _trace(error), final=False)


def _trace(error: BaseException) -> str:
    text = "".join(traceback.format_exception(error))
    text = _LONG_NUMBERS.sub("[…]", _QUOTED_ROWS.sub("[…]", text))
    return text[-TRACE_LENGTH:]
