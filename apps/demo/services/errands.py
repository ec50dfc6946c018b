"""What is done on a day of the demo besides the steps of applications."""

from collections.abc import Callable
from dataclasses import dataclass

from apps.demo.services.cast import Cast


@dataclass(frozen=True)
class Errand:
    """``work`` is done ``back`` working days before the business date, after that day's steps.

    It answers whether it did anything: what was done before, or has nobody to be done for, is left as it is.
    """

    back: int
    work: Callable[[Cast], bool]
