"""Families of 东胜街道, whose town confirms itself."""

from typing import Final

from apps.demo.stories.telling import DONGSHENG, Earning, Kin, Story, to_investigation, to_review

MOTHER_AND_SON = (
    Kin("裘亚娣", "19560917", "422", labour="none", marital="widowed"),
    Kin("裘海波", "19840305", "413", "son", disability="mental", level=2, marital="single"),
)

IN_DONGSHENG: Final = (
    Story(
        key="ds-01", office=DONGSHENG, community="史家社区", reason="old_age", submitted=17,
        text="独居老人，子女早逝，没有固定收入。",
        family=(Kin("忻菊仙", "19480211", "424", marital="widowed"),),
        incomes=(Earning("resident_pension", "420", "城乡居民养老金"),),
        steps=(*to_review(16, 15, 14, 13, 12), (10, "propose"), (5, "end_notice")),
    ),
    Story(
        key="ds-02", office=DONGSHENG, community="曙光社区", reason="disability", submitted=17,
        text="本人肢体残疾，不能从事重体力劳动，家中没有其他收入。",
        family=(Kin("胡国珍", "19710326", "426", labour="partial", disability="physical", level=3, marital="single"),),
        incomes=(Earning("wage", "380", "社区零星保洁"),),
        steps=to_review(16, 15, 13, 9, 8),
    ),
    # The family that the pictures of the product show.
    Story(
        key="ds-03", office=DONGSHENG, community="泰和社区", reason="illness", submitted=17,
        text="配偶患尿毒症，每周透析三次，女儿在读大学，家中医疗和就学支出大。",
        family=(
            Kin("陈秀芳", "19630814", "412", labour="partial", marital="married"),
            Kin("郑国良", "19590402", "427", "spouse", marital="married", is_ill=True),
            Kin("郑雨欣", "20010630", "552", "daughter", labour="student", schooling="bachelor"),
        ),
        incomes=(
            Earning("wage", "1680", "家政零工，月均", deduction="200", deduction_kind="job_cost"),
            Earning("resident_pension", "594", "城乡居民养老金", of=1),
        ),
        deposits="21460", area="58",
        steps=(*to_review(16, 15, 12, 11, 10), (7, "propose"), (2, "end_notice")),
        comments={"propose": "材料齐全，核对与入户情况一致，建议确认。"},
        living="一室一厅，58 平方米，陈设简单，配偶透析用品占去大半间卧室。",
    ),
    Story(
        key="ds-04", office=DONGSHENG, community="庆安社区", reason="low_labour", submitted=21,
        text="单亲家庭，独自抚养读小学的孩子，只能打零工。",
        family=(
            Kin("童丽敏", "19880529", "428", labour="partial", marital="divorced"),
            Kin("童可馨", "20120904", "442", "daughter", labour="minor", schooling="compulsory"),
        ),
        incomes=(Earning("wage", "960", "超市计时工"), Earning("support", "300", "前夫给付抚养费", of=1)),
        steps=(*to_review(20, 19, 17, 15, 14), (12, "propose"), (5, "end_notice")),
    ),
    Story(
        key="ds-05", office=DONGSHENG, community="大河社区", reason="unemployment", submitted=19,
        text="失业后一直没有找到工作，与母亲同住。",
        family=(
            Kin("余建光", "19720622", "431", labour="full", marital="divorced"),
            Kin("史阿毛", "19460118", "444", "mother", marital="widowed"),
        ),
        incomes=(
            Earning("wage", "600", "临时搬运"),
            Earning("retirement", "1180", "遗属补助", of=1),
        ),
        found="1460",
        steps=(*to_review(18, 17, 13, 12, 10), (1, "propose_refusal")),
        comments={"propose_refusal": "核对发现外卖平台劳务收入，家庭月收入高于低保标准，建议不予确认。"},
    ),
    Story(
        key="ds-06", office=DONGSHENG, community="泰和社区", reason="illness", submitted=15,
        text="本人患肝癌，术后在家休养，没有收入。",
        family=(
            Kin("邬志祥", "19650710", "433", marital="married", is_ill=True),
            Kin("应素英", "19670203", "446", "spouse", labour="partial", marital="married"),
        ),
        incomes=(Earning("wage", "1120", "钟点工", of=1),),
        steps=to_review(14, 13, 10, 6, 4),
    ),
    Story(
        key="ds-07", office=DONGSHENG, community="樱花社区", reason="disability", submitted=13,
        text="母子两人，儿子精神残疾二级，长期服药。",
        family=MOTHER_AND_SON,
        incomes=(Earning("resident_pension", "520", "城乡居民养老金"),),
        steps=(*to_review(12, 11, 9, 8, 6), (3, "propose")),
    ),
    Story(
        key="ds-08", office=DONGSHENG, community="泰和社区", reason="old_age", submitted=12,
        text="夫妻均年老多病，没有子女。",
        family=(
            Kin("竺福根", "19470630", "435", marital="married"),
            Kin("邵杏娥", "19490812", "448", "spouse", marital="married"),
        ),
        incomes=(Earning("resident_pension", "430"), Earning("resident_pension", "430", of=1)),
        steps=(*to_review(11, 10, 8, 6, 5), (2, "propose")),
    ),
    Story(
        key="ds-09", office=DONGSHENG, community="王家社区", reason="illness", submitted=8,
        text="本人患类风湿关节炎，不能久站，已停工两年。",
        family=(Kin("励文娟", "19751103", "462", labour="partial", marital="divorced"),),
        incomes=(Earning("other", "300", "兄长接济"),),
        steps=(*to_investigation(7, 6), (3, "record_verification"), (2, "record_visit")),
    ),
    Story(
        key="ds-10", office=DONGSHENG, community="泰和社区", reason="low_labour", submitted=7,
        text="祖父母抚养两个孙辈，儿子在服刑。",
        family=(
            Kin("鲍信昌", "19560121", "437", labour="partial", marital="married"),
            Kin("虞翠莲", "19580914", "464", "spouse", marital="married"),
            Kin("鲍晨阳", "20100317", "439", "grandson", labour="minor", schooling="compulsory"),
            Kin("鲍晨曦", "20141108", "466", "granddaughter", labour="minor", schooling="compulsory"),
        ),
        incomes=(Earning("wage", "1300", "停车场看管"),),
        steps=(*to_investigation(6, 5), (2, "record_verification")),
    ),
    Story(
        key="ds-11", office=DONGSHENG, community="戎家社区", reason="disability", submitted=9, is_swapped=True,
        text="夫妻均为听力残疾，依靠手工活维持生活。",
        family=(
            Kin("屠惠良", "19690408", "451", labour="partial", disability="hearing", level=1, marital="married"),
            Kin("楼彩云", "19710926", "468", "spouse", labour="partial", disability="hearing", level=2, marital="married"),
        ),
        incomes=(Earning("wage", "700", "来料加工"), Earning("wage", "520", "来料加工", of=1)),
        steps=(*to_investigation(8, 7), (4, "record_visit")),
    ),
    Story(
        key="ds-12", office=DONGSHENG, community="张斌社区", reason="illness", submitted=3,
        text="本人中风后半身不遂，由妻子照料。",
        family=(
            Kin("翁祥根", "19600715", "453", marital="married", is_ill=True),
            Kin("包美娟", "19620419", "482", "spouse", labour="partial", marital="married"),
        ),
        incomes=(Earning("retirement", "1150", "征地养老金"),),
        steps=to_investigation(2, 1),
    ),
    Story(
        key="ds-13", office=DONGSHENG, community="泰和社区", reason="schooling", submitted=4,
        text="父亲去世，母亲打零工，姐弟两人在读。",
        family=(
            Kin("项芳芳", "19791016", "484", labour="partial", marital="widowed"),
            Kin("柳诗语", "20040228", "486", "daughter", labour="student", schooling="upper_secondary"),
            Kin("柳博文", "20090719", "455", "son", labour="minor", schooling="compulsory"),
        ),
        incomes=(Earning("wage", "1820", "菜场帮工"),),
        steps=((3, "accept"),),
    ),
    Story(
        key="ds-14", office=DONGSHENG, community="曙光社区", reason="unemployment", submitted=2,
        text="工厂关停后失业，失业保险金已领满。",
        family=(Kin("石明康", "19661224", "457", labour="full", marital="single"),),
        incomes=(Earning("wage", "450", "临时装卸"),),
        steps=((1, "accept"),),
    ),
    Story(
        key="ds-15", office=DONGSHENG, community="泰和社区", reason="illness", submitted=4,
        text="本人患慢性肾病，妻子照料，没有固定收入。",
        family=(
            Kin("龚岳定", "19680305", "459", marital="married", is_ill=True),
            Kin("洪爱珠", "19700811", "488", "spouse", labour="full", marital="married"),
        ),
        incomes=(Earning("wage", "800", "小区保洁", of=1),),
        steps=((3, "ask_supplement"),), lacking=("diagnosis", "wage_record"),
        comments={"ask_supplement": "缺：龚岳定诊断证明；洪爱珠工资流水。请于补齐后重新提交。"},
    ),
    Story(
        key="ds-16", office=DONGSHENG, community="泰和社区", reason="disability", submitted=2,
        text="本人视力残疾，独居。",
        family=(Kin("任月素", "19730107", "492", disability="visual", level=1, marital="single"),),
        incomes=(Earning("other", "200", "亲属接济"),),
        steps=((1, "ask_supplement"),), lacking=("authorisation",),
        comments={"ask_supplement": "缺：核对授权书（任月素）。请本人签字或按手印后补交。"},
    ),
    Story(
        key="ds-17", office=DONGSHENG, community="泰和社区", reason="old_age", submitted=3,
        text="独居老人，女儿远嫁，多年没有联系。",
        family=(Kin("严桂香", "19451002", "494", marital="widowed"),),
        incomes=(Earning("resident_pension", "390"),),
    ),
    Story(
        key="ds-18", office=DONGSHENG, community="泰和社区", reason="low_labour", submitted=1,
        text="夫妻带一个孩子，丈夫腰伤不能干重活。",
        family=(
            Kin("江伟忠", "19810613", "461", labour="partial", marital="married"),
            Kin("华莹", "19840822", "496", "spouse", labour="full", marital="married"),
            Kin("江睿哲", "20130511", "463", "son", labour="minor", schooling="compulsory"),
        ),
        incomes=(Earning("wage", "1900", "服装厂计件", of=1),),
    ),
    Story(
        key="ds-19", office=DONGSHENG, community="泰和社区", reason="disability", submitted=0,
        text="本人智力残疾，父母双亡，由社区协助申请。",
        family=(Kin("马元昌", "19870930", "465", disability="intellectual", level=2, marital="single"),),
        incomes=(Earning("other", "150", "社区慰问"),),
    ),
    Story(
        key="ds-20", office=DONGSHENG, community="大河社区", reason="illness", submitted=22,
        text="本人患恶性肿瘤，妻子无业。",
        family=(
            Kin("傅庆海", "19640128", "467", marital="married", is_ill=True),
            Kin("卢秀凤", "19661119", "498", "spouse", labour="partial", marital="married"),
        ),
        incomes=(Earning("wage", "640", "家庭手工", of=1),),
        steps=(*to_review(21, 20, 18, 16, 15), (13, "propose"), (6, "end_notice"), (3, "confirm")),
    ),
    Story(
        key="ds-21", office=DONGSHENG, community="樱花社区", reason="unemployment", submitted=20,
        text="夫妻均失业。",
        family=(
            Kin("顾永军", "19770804", "469", labour="full", marital="married"),
            Kin("蒋丽君", "19791225", "522", "spouse", labour="full", marital="married"),
        ),
        incomes=(Earning("wage", "1500", "网约车"), Earning("wage", "350", "临时工", of=1)),
        found="3860",
        steps=(*to_review(19, 18, 15, 13, 12), (9, "propose_refusal"), (4, "refuse")),
        comments={
            "propose_refusal": "核对发现网约车平台月均收入 3,860 元，家庭收入高于低保标准。",
            "refuse": "家庭月收入高于最低生活保障标准，不符合低保条件。",
        },
    ),
    Story(
        key="ds-22", office=DONGSHENG, community="庆安社区", reason="old_age", submitted=10,
        text="老人随女儿迁往外地居住。",
        family=(Kin("沈银娣", "19500616", "524", marital="widowed"),),
        incomes=(Earning("resident_pension", "410"),),
        steps=(*to_investigation(9, 8), (5, "withdraw")),
        comments={"withdraw": "申请人随女儿迁往外地，本人自愿撤回申请。"},
    ),
    Story(
        key="ds-23", office=DONGSHENG, community="泰和社区", reason="other", submitted=6,
        text="申请人户籍和居住地均不在本区。",
        family=(Kin("万晓磊", "19900412", "471", labour="full", marital="single"),),
        incomes=(Earning("wage", "2600", "餐馆务工"),),
        steps=((5, "decline"),),
        comments={"decline": "申请人及共同生活成员均无本区户籍，也未持有居住证，请向户籍所在地提出申请。"},
    ),
    # A registered relative of staff: the bureau decides, delegated or not.
    Story(
        key="ds-24", office=DONGSHENG, community="史家社区", reason="illness", submitted=20, is_relative=True,
        text="本人患帕金森病，与社区工作人员为近亲属，已登记备案。",
        family=(
            Kin("黄法根", "19520327", "473", marital="married", is_ill=True),
            Kin("林阿菊", "19550709", "526", "spouse", marital="married"),
        ),
        incomes=(Earning("resident_pension", "440"), Earning("resident_pension", "420", of=1)),
        steps=(*to_review(19, 18, 16, 13, 12), (10, "propose"), (4, "end_notice")),
    ),
)  # fmt: skip
