"""Families of 中河街道, for which the bureau decides."""

from typing import Final

from apps.demo.stories.telling import ZHONGHE, Earning, Kin, Story, to_investigation, to_review

IN_ZHONGHE: Final = (
    Story(
        key="zh-01", office=ZHONGHE, community="东城社区", reason="illness", submitted=19,
        text="本人患白血病，夫妻带一个孩子。",
        family=(
            Kin("谢铭", "19850216", "475", marital="married", is_ill=True),
            Kin("许静娜", "19861030", "528", "spouse", labour="full", marital="married"),
            Kin("谢天泽", "20150621", "477", "son", labour="minor", schooling="compulsory"),
        ),
        incomes=(Earning("wage", "2250", "收银员", of=1),),
        steps=(*to_review(18, 17, 15, 13, 12), (8, "propose"), (3, "end_notice")),
    ),
    Story(
        key="zh-02", office=ZHONGHE, community="彩虹社区", reason="disability", submitted=21,
        text="本人肢体残疾一级，父亲年老。",
        family=(
            Kin("潘晓红", "19790318", "542", disability="physical", level=1, marital="single"),
            Kin("潘根土", "19510925", "479", "father", marital="widowed"),
        ),
        incomes=(Earning("resident_pension", "450", of=1),),
        steps=(*to_review(20, 19, 17, 16, 14), (12, "propose"), (5, "end_notice")),
    ),
    Story(
        key="zh-03", office=ZHONGHE, community="春城社区", reason="old_age", submitted=22,
        text="独居老人，患慢性病。",
        family=(Kin("丁水莲", "19490504", "544", marital="widowed"),),
        incomes=(Earning("resident_pension", "400"),),
        steps=(*to_review(21, 20, 18, 17, 16), (14, "propose"), (6, "end_notice"), (2, "confirm")),
    ),
    Story(
        key="zh-04", office=ZHONGHE, community="凤凰社区", reason="low_labour", submitted=16,
        text="父亲服刑，母亲独自抚养孩子。",
        family=(
            Kin("贺雪芬", "19830707", "546", labour="partial", marital="married"),
            Kin("叶子涵", "20110214", "481", "son", labour="minor", schooling="compulsory"),
        ),
        incomes=(Earning("wage", "1050", "快递分拣"),),
        steps=(*to_review(15, 14, 12, 10, 9), (3, "propose")),
    ),
    Story(
        key="zh-05", office=ZHONGHE, community="东城社区", reason="unemployment", submitted=17,
        text="本人失业，儿子在读高中。",
        family=(
            Kin("汪卫平", "19740211", "483", labour="full", marital="divorced"),
            Kin("汪子轩", "20050330", "485", "son", labour="student", schooling="upper_secondary"),
        ),
        incomes=(Earning("wage", "1240", "代驾"),),
        steps=to_review(16, 15, 11, 8, 6),
    ),
    Story(
        key="zh-06", office=ZHONGHE, community="宋诏桥社区", reason="illness", submitted=8,
        text="本人患精神疾病，由姐姐照料。",
        family=(Kin("范美丽", "19780826", "548", disability="mental", level=2, marital="single"),),
        incomes=(Earning("other", "260", "姐姐接济"),),
        steps=(*to_investigation(7, 6), (2, "record_verification"), (1, "record_visit")),
    ),
    Story(
        key="zh-07", office=ZHONGHE, community="东城社区", reason="disability", submitted=3,
        text="夫妻均为视力残疾，依靠按摩维持生活。",
        family=(
            Kin("钱志明", "19700219", "487", labour="partial", disability="visual", level=2, marital="married"),
            Kin("毛秋菊", "19720905", "562", "spouse", labour="partial", disability="visual", level=3, marital="married"),
        ),
        incomes=(Earning("wage", "980", "按摩"), Earning("wage", "560", "按摩", of=1)),
        steps=to_investigation(2, 1),
    ),
    Story(
        key="zh-08", office=ZHONGHE, community="东湖社区", reason="schooling", submitted=2,
        text="女儿在读大学，父亲患病停工。",
        family=(
            Kin("冯立新", "19691013", "489", labour="partial", marital="widowed", is_ill=True),
            Kin("冯思宁", "20020118", "564", "daughter", labour="student", schooling="bachelor"),
        ),
        incomes=(Earning("wage", "880", "门卫"),),
        steps=((1, "accept"),),
    ),
    Story(
        key="zh-09", office=ZHONGHE, community="东城社区", reason="illness", submitted=3,
        text="本人患尿毒症，没有收入。",
        family=(Kin("苏慧琴", "19680420", "566", marital="divorced", is_ill=True),),
        incomes=(Earning("support", "400", "儿子赡养费"),),
        steps=((2, "ask_supplement"),), lacking=("support_document",),
        comments={"ask_supplement": "缺：赡养协议或法律文书。"},
    ),
    Story(
        key="zh-10", office=ZHONGHE, community="东城社区", reason="old_age", submitted=1,
        text="老年夫妻，没有子女。",
        family=(
            Kin("孙法良", "19480815", "491", marital="married"),
            Kin("何月琴", "19501222", "568", "spouse", marital="married"),
        ),
        incomes=(Earning("resident_pension", "420"), Earning("resident_pension", "420", of=1)),
    ),
)  # fmt: skip
