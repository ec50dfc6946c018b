"""Invented people: names, resident numbers under an area code that is not in use, addresses, accounts."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from apps.core.numbers import check_digit
from apps.demo.generator.reference import Place

AREA = "330299"
# Demo accounts have sequences from 900 on, tests begin with 001: neither can meet a generated number.
SEQUENCES = range(100, 900)
TEST_BIRTHDAY = date(1963, 5, 2)
# No mobile number begins with 100, and the last digit of an account is wrong by the rule banks use.
PHONE_PREFIX = "100"
BANKS = (("鄞州银行", "622848"), ("宁波银行", "621418"), ("邮政储蓄银行", "621799"), ("农业银行", "622848"))

SURNAMES = (
    "王王王李李李张张张陈陈陈陈徐徐徐周周周吴吴吴朱朱林林胡胡郑郑孙杨黄赵沈沈俞俞董史史励忻裘鲍竺邬应应戴戴"
    "邵汪金金施毛章蒋叶叶何许方范钱钱陆陆姚石袁冯严卢余傅虞虞钟谢童龚洪任屠柴楼葛马郭丁江夏包贺邱项柳翁华"
)
COMPOUND_SURNAMES = ("欧阳", "司徒", "上官", "诸葛")
OLD_MALE = "国建明志德根福祥法贤康伟忠定良信裕定达富岳宝生林华荣元庆昌海水土阿大小世永善"
OLD_FEMALE = "秀芳菊珍凤英美玉兰翠娣亚爱素月桂香仙莲琴芬娥妹云彩杏梅银金小阿惠雅定"
NEW_MALE = "伟杰浩宇俊鑫磊涛斌超凯波峰鹏飞辉强刚军勇亮晨轩博文昊天泽铭睿嘉诚煜哲瀚"
NEW_FEMALE = "婷娜静雯丽敏燕洁莹琳倩颖佳怡欣悦萱涵诗语梦雨晴可馨瑶璐思宁安若彤妍"
ONLY_FIRST = "大小阿"
MINORITIES = ("苗族", "土家族", "侗族", "布依族", "彝族", "畲族", "回族")
DISABILITIES = ("肢体", "视力", "听力", "智力", "精神", "言语")
GRADES = "一二三四"


@dataclass(slots=True)
class Human:
    """A row of the file of persons."""

    number: str
    name: str
    birth: date
    sex: str
    place: Place
    address: str
    ethnicity: str = ""
    phone: str = ""
    disability: str = ""
    died: date | None = None
    bank: str = ""
    account: str = ""

    def age_in(self, year: int) -> int:
        return year - self.birth.year


@dataclass
class Registry:
    """Makes humans, none of them twice."""

    rng: random.Random
    taken: set[str] = field(default_factory=set)
    humans: list[Human] = field(default_factory=list)

    def human(
        self, place: Place, address: str, birth: date, sex: str, *, surname: str = "", disabled: bool = False
    ) -> Human:
        """Somebody born on ``birth``, living at ``address``; ``surname`` for whoever takes a parent's."""
        rng = self.rng
        if birth == TEST_BIRTHDAY:
            birth += timedelta(days=1)
        number = self._number(birth, sex)
        human = Human(number, self._name(birth, sex, surname), birth, sex, place, address)
        if rng.random() < 0.02:
            human.ethnicity = rng.choice(MINORITIES)
        if birth.year < 2003 and rng.random() < 0.85:
            human.phone = PHONE_PREFIX + "".join(rng.choices("0123456789", k=8))
        if disabled:
            human.disability = f"{rng.choice(DISABILITIES)}{rng.choice(GRADES[:3])}级"
        self.humans.append(human)
        return human

    def rebirth(self, human: Human, birth: date) -> date:
        """Another birthday, and what goes with it; answers the day."""
        human.birth, human.number = birth, self._number(birth, human.sex)
        human.phone = ""
        return birth

    def give_account(self, human: Human) -> None:
        """A bank account, once."""
        if not human.account:
            human.bank, prefix = self.rng.choice(BANKS)
            stem = prefix + "".join(self.rng.choices("0123456789", k=12))
            human.account = stem + str((_luhn(stem) + 5) % 10)

    def _number(self, birth: date, sex: str) -> str:
        while True:
            sequence = self.rng.choice(SEQUENCES) // 2 * 2 + (1 if sex == "M" else 0)
            stem = f"{AREA}{birth:%Y%m%d}{sequence:03d}"
            if stem not in self.taken:
                self.taken.add(stem)
                return stem + check_digit(stem)

    def _name(self, birth: date, sex: str, surname: str) -> str:
        rng = self.rng
        if not surname:
            surname = rng.choice(COMPOUND_SURNAMES) if rng.random() < 0.004 else rng.choice(SURNAMES)
        if birth.year < 1980:
            pool = OLD_MALE if sex == "M" else OLD_FEMALE
        else:
            pool = NEW_MALE if sex == "M" else NEW_FEMALE
        last = rng.choice([character for character in pool if character not in ONLY_FIRST])
        if rng.random() < (0.15 if birth.year < 1980 else 0.35):
            return surname + last
        return surname + rng.choice(pool) + last


def surname_of(name: str) -> str:
    return name[:2] if name[:2] in COMPOUND_SURNAMES else name[0]


def address_in(rng: random.Random, place: Place) -> str:
    """An address without a street, so that no real house is meant."""
    if place.is_village:
        return f"{place.name}{rng.randint(1, 280)}号"
    return f"{place.name}{rng.randint(1, 60)}幢{rng.randint(1, 6)}0{rng.randint(1, 4)}室"


def _luhn(stem: str) -> int:
    total = 0
    for position, digit in enumerate(reversed(stem)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return (10 - total % 10) % 10
