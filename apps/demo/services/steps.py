"""The steps of the stories, taken one after the other on their days by those whose turn it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from apps.accounts.actor import Actor
from apps.casework.models import Case
from apps.casework.recalls import recall
from apps.casework.workflow import perform
from apps.core import clock
from apps.demo.services.cast import RECALL, Cast, workday_before
from apps.demo.services.entries import submit_story, token_of
from apps.demo.stories import STORIES, Story
from apps.jobs.services.daily import run_ticks

SUBMIT = "submit"
# Looks at every closed period anew: once, on the last day, is enough for days in which no closed month changes.
ONCE = ("statistics.adjust",)
SOURCES = ["社保", "税务", "公积金", "不动产", "车管", "市场监管", "银行"]
OPINIONS = {
    "accept": "材料齐全，予以受理。",
    "start_investigation": "请按期完成入户调查。",
    "record_verification": "",
    "record_visit": "情况属实。",
    "countersign_visit": "与入户所见一致。",
    "propose": "核对和入户调查与申报一致，建议确认。",
    "confirm": "同意确认。",
    "record_review_visit": "复查情况属实。",
    "countersign_review_visit": "与复查所见一致。",
    "end_notice": "",
}


@dataclass(frozen=True)
class Turn:
    """One step of one story; ``version`` is that of the case once it has been taken."""

    day: date
    order: int
    story: Story
    action: str
    version: int


def turns(today: date) -> list[Turn]:
    """All steps of all stories by day; within a day in the order of the stories."""
    return sorted(_turns(today), key=lambda turn: (turn.day, turn.order, turn.version))


def _turns(today: date) -> Iterator[Turn]:
    for order, story in enumerate(STORIES):
        steps = ((story.submitted, SUBMIT), *story.steps)
        for version, (back, action) in enumerate(steps, start=1):
            yield Turn(workday_before(today, back), order, story, action, version)


def take_turns(cast: Cast, today: date) -> int:
    """Take what has not been taken; answers how many steps. Every day's tick runs before its steps."""
    taken = 0
    planned = turns(today)
    begun = planned[0].day - timedelta(days=1)
    for day, of_day in _by_day(planned):
        run_ticks(day, after=begun, leave=ONCE)
        with clock.held(day):
            for turn in of_day:
                taken += _take(turn, cast)
    run_ticks(today)
    return taken


def _by_day(all_turns: list[Turn]) -> Iterator[tuple[date, list[Turn]]]:
    for day in sorted({turn.day for turn in all_turns}):
        yield day, [turn for turn in all_turns if turn.day == day]


def _take(turn: Turn, cast: Cast) -> bool:
    story = turn.story
    case = Case.objects.filter(submit_token=token_of(story)).first()
    if case is None:
        submit_story(story, actor=_clerk(story, cast))
        return True
    if case.version >= turn.version:
        return False
    by_section = case.decision_level == "district"
    actor = cast.taker(turn.action, story.office, swapped=story.is_swapped, by_section=by_section)
    comment = story.comments.get(turn.action, OPINIONS.get(turn.action, ""))
    if turn.action == RECALL:
        recall(case.pk, actor=actor, version=case.version, comment=comment)
        return True
    perform(
        case.pk,
        turn.action,
        actor=actor,
        version=case.version,
        data=_data(turn, case, cast),
        comment=comment,
    )
    return True


def _clerk(story: Story, cast: Cast) -> Actor:
    """The window of the community, else the desk of the town."""
    office = story.office
    return cast.of(office.clerk if story.community == office.clerk_community else office.acceptor)


def _data(turn: Turn, case: Case, cast: Cast) -> dict[str, Any]:
    story = turn.story
    return {**_given(turn, case, cast), **story.details.get(turn.action, {})}


def _given(turn: Turn, case: Case, cast: Cast) -> dict[str, Any]:
    """What every form of the step says."""
    story = turn.story
    if turn.action in ("start_investigation", "register_objection"):
        lead, second = story.office.investigators[::-1] if story.is_swapped else story.office.investigators
        pair = {"lead": cast.of(lead).user_id, "second": cast.of(second).user_id}
        return pair if turn.action == "start_investigation" else {**pair, "received_on": turn.day}
    if turn.action == "record_verification":
        return _verification(story, case)
    if turn.action in ("record_visit", "record_review_visit"):
        return {
            "visited_on": turn.day,
            "finding": "consistent",
            "present_text": story.family[0].name,
            "living_text": story.living,
            "neighbour_count": 2,
            "neighbour_text": story.neighbours,
        }
    return {}


def _verification(story: Story, case: Case) -> dict[str, Any]:
    """The report; a story that says so was found to earn more than it had declared."""
    if not story.found:
        return {"result": "consistent", "sources": SOURCES}
    income = case.dibao.incomes.earliest("position")
    return {
        "result": "differs",
        "sources": SOURCES,
        "differences": f"申报月收入 {income.monthly} 元，核对为 {story.found} 元。",
        "incomes": {income.pk: Decimal(story.found)},
    }
