"""An independent calculator of dibao, written from the law in whole fen, and random households to put to it.

Nothing of the application is imported here: households are plain dictionaries, rules are read out of the rulebook
once more, so that the same slip is not made twice. The parameters are those the rulebook shows (demo values).
"""

import random
from dataclasses import dataclass
from datetime import date

STANDARD = 100_500  # fen a head a month, in force on all three days
WAGES = {"wage", "public_post"}
EXEMPT = {"entitled_group", "family_planning", "scholarship", "government_aid", "disability_subsidy"}
SOURCES = [
    *WAGES, "business", "farming", "rent", "retirement", "resident_pension", "support", "other", *sorted(EXEMPT),
]  # fmt: skip
FULL_TIME = {"compulsory", "upper_secondary", "college", "bachelor"}
JOBLESS_ALONE_FROM = date(2022, 10, 20)


@dataclass
class Result:
    """What the calculator says: persons counted, countable income in fen, verdict, yuan a month in fen."""

    covered: set[str]
    countable: int
    is_eligible: bool
    amount: int


def calculate(home: dict, on: date) -> Result:
    """Who is counted, what counts, and how much is due on the acceptance day ``on``."""
    counted = {person["key"] for person in home["members"] if is_counted(person, on)}
    covered = {home["single"]} if home["single"] else counted
    countable = countable_income(home, covered, on)
    line = STANDARD * len(covered)
    family = counted | covered
    eligible = bool(covered) and countable < line and assets_pass(home["assets"], len(family))
    eligible = eligible and any(person["local"] for person in home["members"] if person["key"] in covered)
    if home["single"]:
        eligible = eligible and may_be_alone(home, family, on)
    amount = -((countable - line) // 100) * 100 if line > countable else 0
    return Result(covered, countable, eligible, max(amount, 100) if eligible else 0)


def is_counted(person: dict, on: date) -> bool:
    """民发〔2021〕57号 §7: spouse, minor children, adult children who cannot live independently, others with a duty of
    support who live in; not those in prison or detox, missing, or clergy away."""
    if person["absence"]:
        return False
    if person["relation"] in ("self", "spouse"):
        return True
    if person["relation"] in ("son", "daughter"):
        dependent = (
            years(person["born"], on) < 18
            or person["school"] in FULL_TIME
            or person["labour"] == "none"
            or person["ill"]
            or is_severe(person)
        )
        if dependent:
            return True
    return person["home"] and person["relation"] != "other"


def is_severe(person: dict) -> bool:
    """Level 1 or 2 of any kind, level 3 of an intellectual or mental disability (§8)."""
    level = person["level"] or 9
    return level < 3 or (level == 3 and person["disability"] in ("intellectual", "mental"))


def countable_income(home: dict, covered: set[str], on: date) -> int:
    """§13: what is excluded by kind, the central part of the residents' pension (2021 to 2025), costs of work up to
    300 yuan, and for whoever took up work on the roll in the last twelve months up to three standards (浙 §50)."""
    left_to_disregard = {
        person["key"]: 3 * STANDARD
        for person in home["members"]
        if person["since"]
        and 0 <= (on.year - person["since"].year) * 12 + on.month - person["since"].month < 12
    }
    countable = 0
    for income in home["incomes"]:
        value = income["monthly"] if income["verified"] is None else income["verified"]
        if income["member"] not in covered or income["source"] in EXEMPT or value <= 0:
            continue
        if income["source"] == "resident_pension" and 2021 <= on.year <= 2025:
            value -= min(value, 18_000)
        cost = income["cost"]
        if income["cost_kind"] == "job_cost":
            cost = min(cost, 30_000)
        if income["cost_kind"]:
            value -= min(value, cost)
        if income["source"] in WAGES:
            off = min(value, left_to_disregard.get(income["member"], 0))
            left_to_disregard[income["member"]] = left_to_disregard.get(income["member"], 0) - off
            value -= off
        countable += value
    return countable - min(countable, home["rigid"])


def assets_pass(assets: dict, heads: int) -> bool:
    """§14 with the demo limits: 24 standards a head, one dwelling, no car but an aid or a tool, no company."""
    return (
        assets["money"] <= 24 * STANDARD * heads
        and assets["dwellings"] <= 1
        and assets["vehicle"] != "other"
        and assets["business"] != "company"
    )


def may_be_alone(home: dict, family: set[str], on: date) -> bool:
    """§8, 浙 §13: severely disabled or seriously ill in a family from one to one and a half standards a head, or poor
    clergy. From 2022-10-20 an adult severely disabled person without work, whatever the family has."""
    person = next(each for each in home["members"] if each["key"] == home["single"])
    works = any(
        income["member"] == person["key"]
        and income["source"] in WAGES | {"business", "farming"}
        and (income["monthly"] if income["verified"] is None else income["verified"]) > 0
        for income in home["incomes"]
    )
    if on >= JOBLESS_ALONE_FROM and is_severe(person) and years(person["born"], on) >= 18 and not works:
        return True
    if person["absence"] == "clergy":
        return True
    if not (is_severe(person) or person["ill"]):
        return False
    income = countable_income(home, family, on)
    return STANDARD * len(family) <= income and 2 * income <= 3 * STANDARD * len(family)


def years(born: date, on: date) -> int:
    """Whole years, reached on the birthday; 29 February counts on 1 March in common years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


# --- random households -----------------------------------------------------------------------------------


def random_home(dice: random.Random, on: date) -> dict:
    """A complete household around the line; about one in five applies for one member only."""
    relations = ["self"]
    if dice.random() < 0.6:
        relations.append("spouse")
    relations += dice.choices(
        ["son", "daughter", "mother", "brother", "other"], k=dice.choice([0, 1, 1, 2, 3])
    )
    members = [_person(dice, str(number), relation, on) for number, relation in enumerate(relations, start=1)]
    keys = [person["key"] for person in members]
    single = dice.choice(keys) if dice.random() < 0.2 else ""
    incomes = [_income(dice, dice.choice(keys), len(keys)) for _ in range(dice.choice([0, 1, 1, 2, 3, 4]))]
    return {
        "members": members,
        "incomes": incomes,
        "single": single,
        "rigid": dice.choice([0, 0, 0, dice.randrange(100_000)]),
        "assets": {
            "money": dice.randrange(24 * STANDARD) if dice.random() < 0.9 else dice.randrange(30_000_000),
            "dwellings": dice.choice([0, 1, 1, 1, 1, 1, 2]),
            "vehicle": dice.choice(["none"] * 8 + ["livelihood", "other"]),
            "business": dice.choice(["none"] * 8 + ["dormant", "company"]),
        },
    }


def _person(dice: random.Random, key: str, relation: str, on: date) -> dict:
    young = relation in ("son", "daughter")
    age = dice.randrange(0, 30) if young else dice.randrange(20, 85)
    disability = dice.choice([""] * 5 + ["physical", "visual", "intellectual", "mental"])
    works_since = dice.random() < 0.4
    return {
        "key": key,
        "relation": relation,
        "born": date(on.year - age, dice.randint(1, 12), dice.randint(1, 28)),
        "home": dice.random() < 0.85,
        "absence": dice.choice([""] * 14 + ["prison", "clergy"]),
        "school": dice.choice(["none", "none", "compulsory", "bachelor", "postgraduate", "part_time"])
        if young
        else "none",
        "labour": dice.choice(["full", "partial", "none"]),
        "disability": disability,
        "level": dice.randint(1, 4) if disability else None,
        "ill": dice.random() < 0.1,
        "local": dice.random() < 0.9,
        "since": _month_before(on, dice.choice([0, 3, 6, 11, 11, 12, 12, 15])) if works_since else None,
    }


def _income(dice: random.Random, member: str, heads: int) -> dict:
    monthly = dice.choice(
        [dice.randrange(400_000), dice.randrange(100_000), STANDARD * heads, STANDARD * heads - 50]
    )
    source = dice.choice(["wage", "wage", *SOURCES])
    if source in ("business", "farming") and dice.random() < 0.3:
        monthly = -monthly
    cost_kind = dice.choice(["", "", "job_cost", "disability_cost"])
    return {
        "member": member,
        "source": source,
        "monthly": monthly,
        "verified": dice.choice([None, None, dice.randrange(300_000)]),
        "cost_kind": cost_kind,
        "cost": dice.randrange(60_000) if cost_kind else 0,
    }


def _month_before(on: date, months: int) -> date:
    index = on.year * 12 + on.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


# --- working days ----------------------------------------------------------------------------------------

# The State Council's orders for the months around the three days: closed on weekdays, worked at weekends.
CLOSED = {
    date(2021, 6, 14), date(2021, 9, 20), date(2021, 9, 21), *(date(2021, 10, day) for day in range(1, 8)),
    date(2022, 1, 3), date(2022, 1, 31), *(date(2022, 2, day) for day in range(1, 5)),
}  # fmt: skip
WORKED = {date(2021, 9, 18), date(2021, 9, 26), date(2021, 10, 9), date(2022, 1, 29), date(2022, 1, 30)}


def working_days_after(start: date, count: int) -> date:
    """The day on which ``count`` working days have passed; the day of the event is day 0."""
    day = start
    while count:
        day = date.fromordinal(day.toordinal() + 1)
        if day in WORKED or (day.weekday() < 5 and day not in CLOSED):
            count -= 1
    return day
