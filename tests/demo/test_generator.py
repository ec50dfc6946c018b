"""Demo years: the same words for the same seed, the rules of import files for any seed, the aims by counting."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.demo import ACCOUNTS
from apps.demo.generator import Aims, read_aims
from apps.demo.generator.aims import TARGETS
from tests.demo.checker import faults, figures, read_set
from tests.demo.conftest import COMMITTED, NAME, small_aims, write


def counts(folder: Path, year: int) -> dict[str, float]:
    return {key: float(value) for key, value in figures(folder, year).items()}


def aimed(aims: Aims) -> dict[str, float]:
    """The figures that the rows of a year must add up to."""
    return {
        "dibao_households": aims.households,
        "dibao_persons": aims.persons,
        "dibao_amount": round(aims.paid_yuan / 10000, 1),
        "delegated_towns": len(aims.delegated_towns),
        "delegated_pilot_towns": len(aims.delegated_towns),
        "delegated_dibao_persons": aims.delegated_persons,
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_committed_set_keeps_every_rule_and_counts_to_its_aims() -> None:
    aims = read_aims(NAME)
    assert faults(COMMITTED) == []
    assert counts(COMMITTED, aims.year) == aimed(aims)


def test_the_command_writes_the_committed_set_again_to_the_byte(tmp_path: Path) -> None:
    call_command("make_fixtures", NAME, out=tmp_path, verbosity=0)
    assert contents(tmp_path) == contents(COMMITTED)


def test_another_seed_gives_other_people_and_the_same_counts(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a", seed=1), write(tmp_path / "b", seed=2)
    assert not people(first) & people(second)
    assert faults(second) == []
    assert counts(second, small_aims().year) == aimed(small_aims())


@pytest.mark.parametrize("scale", [2, 3])
def test_scale_multiplies_families_and_money_but_not_towns(tmp_path: Path, scale: int) -> None:
    folder = write(tmp_path, scale=scale)
    assert faults(folder) == []
    assert counts(folder, small_aims().year) == aimed(small_aims().scaled(scale))


def test_other_aims_need_no_change_of_code(tmp_path: Path) -> None:
    changes = {
        "paid_yuan": 3_100_000,
        "persons": 300,
        "delegated_persons": 12,
        "delegated_towns": ("330212005",),
    }
    folder = write(tmp_path, **changes)
    assert faults(folder) == []
    assert counts(folder, small_aims().year) == aimed(small_aims(**changes))


def test_aims_that_no_incomes_can_reach_are_refused(tmp_path: Path) -> None:
    target = tmp_path / "rich.json"
    text = (TARGETS / f"{NAME}.json").read_text("utf-8")
    target.write_text(text.replace('"paid_yuan": ', '"paid_yuan": 9'), "utf-8")
    with pytest.raises(CommandError, match="发放额目标"):
        call_command("make_fixtures", str(target), out=tmp_path / "set", verbosity=0)


def test_nobody_in_the_set_can_be_a_demo_account_or_lack_a_printed_name() -> None:
    persons = read_set(COMMITTED)["people.persons"]
    assert not {row["身份证号"] for row in persons} & {account.resident_number for account in ACCOUNTS}
    # Every font of the product has the characters of GB 2312.
    assert all(row["姓名"].encode("gb2312") for row in persons)


def people(folder: Path) -> set[str]:
    return {row["身份证号"] for row in read_set(folder)["people.persons"]}
