"""Lists that were sent to the data administrator: one with errors, one that was taken over, one that was taken back."""

from collections.abc import Sequence

from apps.accounts.actor import Actor
from apps.core import registries
from apps.core.numbers import check_digit
from apps.demo.services.cast import Cast
from apps.demo.services.entries import AREA, token_for
from apps.demo.services.errands import Errand
from apps.demo.services.files import ask_merge, listed_twice, twin_of
from apps.imports.models import Batch
from apps.imports.services import request_load, request_undo, start
from apps.jobs.services import run_job

IMPORTER, PERSONS = "shuju", "people.persons"
HEADS = "姓名,身份证号,户籍区划代码,住址,联系电话,残疾类别和等级,开户行,银行账号"
DONGSHENG, ZHONGHE = "330212009001", "330212005001"
FAULTY, TAKEN, BACK = "list-faulty", "list-taken", "list-back"


def _number(born: str, serial: str) -> str:
    stem = f"{AREA}{born}{serial}"
    return stem + check_digit(stem)


def _faulty() -> list[str]:
    """Errors as they come in from offices: a digit lost, a number twice, a place that is none, an account as text."""
    good, twice = _number("19640512", "631"), _number("19710203", "633")
    wrong = good[:-1] + ("1" if good[-1] != "1" else "2")
    return [
        f"邵国庆,{good},{DONGSHENG},王家社区3幢201室,10055510001,肢体三级,鄞州银行,62284801234567890",
        f"邵国庆,{wrong},{DONGSHENG},王家社区3幢201室,,肢体三级,,",
        f"蒋美芬,{twice},{DONGSHENG},,10055510002,听力二级,,",
        f"蒋美芬,{twice},{DONGSHENG},,10055510002,听力二级,,",
        f",{_number('19580917', '642')},{ZHONGHE},,,视力一级,,",
        f"范志刚,{_number('19790625', '635')},330299999001,,,智力二级,,",
        f"唐雅芳,{_number('19660808', '644')},{ZHONGHE},,电话不详,精神二级,,",
        f"毕长根,33029919{4:02d}0931637X,{ZHONGHE},,,肢体二级,,",
        f"孔令珍,{_number('19830430', '646')},{ZHONGHE},,,言语三级,鄞州银行,卡在本人处",
        f"史银凤,{_number('19520111', '648')},{ZHONGHE},南苑2幢104室,,肢体四级,,",
    ]


def send_faulty(cast: Cast) -> bool:
    return _checked(FAULTY, "残疾人证到期名单.csv", _faulty(), cast.of(IMPORTER)) is not None


def send_good(cast: Cast) -> bool:
    """A list of three, one of whom is on the roll already under the number that is right."""
    known = listed_twice(cast)
    rows = [
        f"乌雪琴,{_number('19690714', '662')},{DONGSHENG},,10055510011,肢体二级,,",
        f"罗永祥,{_number('19550326', '651')},{DONGSHENG},,10055510012,视力二级,,",
    ]
    if known is not None:
        rows.append(f"{known.name},{twin_of(known)},{known.home_region_id},,,听力三级,,")
    return _loaded(TAKEN, "新增残疾人名单.csv", rows, cast.of(IMPORTER)) is not None


def send_and_take_back(cast: Cast) -> bool:
    """The list of another district: loaded, noticed, taken back the same day."""
    actor = cast.of(IMPORTER)
    rows = [
        f"娄海明,{_number('19740919', '653')},{ZHONGHE},,10055510021,肢体二级,,",
        f"滕秋月,{_number('19810806', '664')},{ZHONGHE},,10055510022,言语二级,,",
        f"阮大勇,{_number('19910327', '655')},{ZHONGHE},,10055510023,智力三级,,",
    ]
    batch = _loaded(BACK, "外区转来名单.csv", rows, actor)
    if batch is None:
        return False
    _run(request_undo(batch.pk, actor=actor))
    return True


def _checked(key: str, name: str, rows: Sequence[str], actor: Actor) -> Batch | None:
    """Upload a list and have it checked; None when it was sent before."""
    token = token_for(key)
    if Batch.objects.filter(submit_token=token).exists():
        return None
    data = "\r\n".join([HEADS, *rows]).encode("utf-8-sig")
    return _run(start([data], name, dataset=registries.datasets.get(PERSONS), token=token, actor=actor))


def _loaded(key: str, name: str, rows: Sequence[str], actor: Actor) -> Batch | None:
    batch = _checked(key, name, rows, actor)
    return None if batch is None else _run(request_load(batch.pk, actor=actor))


def _run(batch: Batch) -> Batch:
    """Do at once what the worker would do after the start."""
    if batch.job is not None:
        run_job(batch.job.pk, direct=True)
    batch.refresh_from_db()
    return batch


ERRANDS = (
    Errand(9, send_faulty),
    Errand(6, send_good),
    Errand(6, ask_merge),
    Errand(5, send_and_take_back),
)
