"""Who decides: delegation of authority by town, programme and acceptance date."""

from datetime import date

from apps.casework.models import Case, DecisionLevel, Delegation


def is_delegated(town_code: str, programme: str, day: date) -> bool:
    """Whether the town may confirm cases of ``programme`` accepted on ``day`` (both ends inclusive)."""
    return Delegation.objects.in_force(day).filter(region_id=town_code, programme=programme).exists()


def decision_level(case: Case, programme: str, accepted_on: date) -> str:
    """The level that decides, to be frozen at acceptance.

    Cases registered as close relatives of staff always go to the bureau, even from a delegated town
    (民发〔2021〕57号 §11, §20).
    """
    if case.relative_registered or not is_delegated(case.region_id[:9], programme, accepted_on):
        return str(DecisionLevel.DISTRICT)
    return str(DecisionLevel.TOWN)
