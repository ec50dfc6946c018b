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
from apps.demo.services import batches, files, office, recovering
from apps.demo.services.cast import RECALL, Cast, workday_before
from apps.demo.services.changing import begin_story
from apps.demo.services.entries import submit_story, token_for
from apps.demo.stories import STORIES, Story
from apps.demo.stories.changes import CHANGES, RESUMED, Change
from apps.jobs.services.daily import run_ticks

SUBMIT = "submit"
# Looks at every closed period anew: once, on the last day, is enough for days in which no closed month changes.
ONCE = ("statistics.adjust",)
ERRANDS = (*recovering.ERRANDS, *office.ERRANDS, *files.ERRANDS, *batches.ERRANDS)
LAST = "confirm"  # of the benefit that is resumed: decided when the run of the month is made
SOURCES = ["社保", "税务", "公积金", "不动产", "车管", "市场监管", "银行"]
COMMENTS = {
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
    story: Story | Change
    action: str
    version: int


def turns(today: date) -> list[Turn]:
    """All steps of all stories by day; within a day in the order of the stories."""
    return sorted(_turns(today), key=lambda turn: (turn.day, turn.order, turn.version))


def _turns(today: date) -> Iterator[Turn]:
    told: tuple[Story | Change, ...] = (*STORIES, *CHANGES, RESUMED)
    for order, story in enumerate(told):
        steps = ((story.submitted, SUBMIT), *story.steps)
        for version, (back, action) in enumerate(steps, start=1):
            yield Turn(workday_before(today, back), order, story, action, version)


def take_turns(cast: Cast, today: date) -> int:
    """Take what has not been taken; answers how many steps. Every day's tick runs before its steps and errands."""
    taken = 0
    planned = [turn for turn in turns(today) if not _is_late(turn)]
    errands = [(workday_before(today, errand.back), errand) for errand in ERRANDS]
    begun = planned[0].day - timedelta(days=1)
    for day in sorted({turn.day for turn in planned} | {day for day, _ in errands}):
        run_ticks(day, after=begun, leave=ONCE)
        with clock.held(day):
            taken += sum(_take(turn, cast) for turn in planned if turn.day == day)
            taken += sum(errand.work(cast) for on, errand in errands if on == day)
    run_ticks(today)
    return taken


def take_late_turns(cast: Cast, today: date) -> int:
    """What is decided once the run of the month has been made; answers how many steps."""
    taken = 0
    for turn in turns(today):
        if _is_late(turn):
            with clock.held(turn.day):
                taken += _take(turn, cast)
    return taken


def _is_late(turn: Turn) -> bool:
    return turn.story is RESUMED and turn.action == LAST


def _take(turn: Turn, cast: Cast) -> bool:
    story = turn.story
    case = Case.objects.filter(submit_token=token_for(story.key)).first()
    if case is None:
        return turn.version == 1 and _submit(story, cast)
    if case.version >= turn.version:
        return False
    by_section = case.decision_level == "district"
    actor = cast.taker(turn.action, story.office, swapped=story.is_swapped, by_section=by_section)
    comment = story.comments.get(turn.action, COMMENTS.get(turn.action, ""))
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


def _submit(story: Story | Change, cast: Cast) -> bool:
    if isinstance(story, Change):
        return begin_story(story, actor=cast.of(story.office.acceptor)) is not None
    submit_story(story, actor=_clerk(story, cast))
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
    if turn.action.startswith("propose") and isinstance(story, Change):
        return {"explained": True}
    if turn.action in ("record_visit", "record_review_visit"):
        return {
            "visited_on": turn.day,
            "finding": "consistent",
            "present_text": case.applicant.name,
            "living_text": story.living,
            "neighbour_count": 2,
            "neighbour_text": story.neighbours,
        }
    return {}


def _verification(story: Story | Change, case: Case) -> dict[str, Any]:
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
