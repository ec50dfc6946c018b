"""Parts of addresses that are no plain number or word: ``<month:start>`` is ``2021-12`` and the first of that month."""

from datetime import date

from django.urls import register_converter

from apps.core.periods import PeriodError, month_key, parse_month


class Month:
    """`2021-12` in an address; anything that is no month makes the address unknown."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        try:
            return parse_month(value)
        except PeriodError as error:
            raise ValueError(str(error)) from error

    def to_url(self, value: date) -> str:
        return month_key(value)


register_converter(Month, "month")
