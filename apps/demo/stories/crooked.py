"""Families whose cases did not go straight: handed back, recalled, objected to, terminated, corrected."""

from typing import Final

from apps.demo.stories.telling import DONGSHENG, ZHONGHE, Earning, Kin, Story, to_investigation, to_review

CROOKED: Final = (
    Story(
        key="ds-31", office=DONGSHENG, community="大河社区", reason="unemployment", submitted=15,
        text="失业后做零工，收入不固定。",
        family=(Kin("戚建国", "19680514", "511", labour="full", marital="divorced"),),
        incomes=(Earning("wage", "620", "零工"),),
        steps=(*to_review(14, 13, 11, 9, 8), (2, "hand_back")),
        details={"hand_back": {"redo": ("verify",)}},
        comments={"hand_back": "网约平台的收入没有核对，请补充核对。"},
    ),
    Story(
        key="ds-32", office=DONGSHENG, community="樱花社区", reason="old_age", submitted=4,
        text="独居老人，没有子女。",
        family=(Kin("洪阿凤", "19480717", "582", marital="widowed"),),
        incomes=(Earning("resident_pension", "410"),),
        steps=(*to_investigation(3, 2), (1, "recall")),
        comments={"recall": "调查人员当日请假，另行安排。"},
    ),
    Story(
        key="ds-33", office=DONGSHENG, community="戎家社区", reason="illness", submitted=23,
        text="本人患慢性病，妻子务农。",
        family=(
            Kin("章国良", "19610309", "513", labour="none", marital="married", is_ill=True),
            Kin("郁秀娟", "19631118", "586", "spouse", labour="partial", marital="married"),
        ),
        incomes=(Earning("wage", "860", "家庭手工", of=1),),
        steps=(
            *to_review(22, 21, 20, 19, 18), (17, "propose"), (15, "register_objection"),
            (13, "record_review_visit"), (12, "countersign_review_visit"), (10, "conclude_objection"), (3, "propose"),
        ),
        details={
            "register_objection": {"content": "反映该户儿子常年在外务工，有收入。", "name": ""},
            "conclude_objection": {"outcome": "not_upheld"},
        },
        comments={"conclude_objection": "儿子已另立户十年，不是共同生活成员，赡养费已计入。"},
    ),
    Story(
        key="zh-21", office=ZHONGHE, community="彩虹社区", reason="low_labour", submitted=20,
        text="母亲独自抚养两个孩子。",
        family=(
            Kin("俞佳慧", "19850912", "588", labour="partial", marital="divorced"),
            Kin("卓一鸣", "20120204", "515", "son", labour="minor", schooling="compulsory"),
        ),
        incomes=(Earning("wage", "1150", "超市理货"),),
        steps=(*to_review(19, 18, 16, 14, 13), (9, "propose"), (5, "register_objection"), (2, "record_review_visit")),
        details={"register_objection": {"content": "反映该户另有一处房屋出租。", "name": ""}},
    ),
    Story(
        key="ds-34", office=DONGSHENG, community="史家社区", reason="disability", submitted=14,
        text="本人肢体残疾，由母亲照料。",
        family=(Kin("祝海平", "19850223", "517", disability="physical", level=2, marital="single"),),
        incomes=(Earning("other", "230", "亲属接济"),),
        steps=(*to_review(13, 12, 11, 9, 8), (1, "register_relative")),
        comments={"register_relative": "申请人为史家社区工作人员的表弟，初审时补报。"},
    ),
    Story(
        key="ds-35", office=DONGSHENG, community="庆安社区", reason="unemployment", submitted=12,
        text="本人失业，在外租房。",
        family=(Kin("董海波", "19800630", "519", labour="full", marital="single"),),
        incomes=(Earning("wage", "300", "临时工"),),
        steps=(*to_investigation(11, 10), (3, "terminate")),
        details={"terminate": {"ground": "refused_visit"}},
        comments={"terminate": "三次预约入户均被拒绝，已书面提醒。"},
    ),
    Story(
        key="zh-22", office=ZHONGHE, community="春城社区", reason="illness", submitted=18,
        text="本人患病，配偶在外省务工。",
        family=(
            Kin("史春华", "19700118", "592", marital="married", is_ill=True),
            Kin("方永根", "19680825", "521", "spouse", labour="full", marital="married"),
        ),
        incomes=(Earning("wage", "1420", "外省务工", of=1),),
        steps=(*to_investigation(17, 16), (5, "extend"), (2, "record_visit")),
        details={"extend": {"ground": "cross_place"}},
        comments={"extend": "配偶长期在外省务工，收入须异地协查。"},
    ),
    Story(
        key="ds-36", office=DONGSHENG, community="曙光社区", reason="other", submitted=23,
        text="家庭收入不稳定。",
        family=(Kin("裘小军", "19770911", "523", labour="full", marital="divorced"),),
        incomes=(Earning("wage", "700", "代驾"),),
        found="1980",
        steps=(
            *to_review(22, 21, 20, 19, 18), (16, "propose_refusal"), (12, "refuse"), (3, "order_correction"),
        ),
        comments={
            "propose_refusal": "核对月收入 1,980 元，高于低保标准。",
            "refuse": "家庭月收入高于最低生活保障标准。",
            "order_correction": "抽查发现核对数为税前全年最高一个月，未取月平均，责令重新审核。",
        },
    ),
)  # fmt: skip
