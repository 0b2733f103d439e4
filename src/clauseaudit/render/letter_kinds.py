"""The words of the letters. 【…】 is a blank for the user; {…} is filled from the audit.

Careful on purpose: a term "may be void" or "may be unfair" in our opinion; what it is, others decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from clauseaudit.model import Grade

# What a grade claims, and what the shop is asked about a term of that grade.
CLAIM = {
    Grade.VOID: "{me}认为该条款属于法律点名的情形，可能无效。",
    Grade.UNFAIR: "{me}认为该条款对消费者可能不公平。",
    Grade.NOTICE: "该条款与{me}有重大利害关系；没有以显著方式提示过{me}的，{me}主张它不成为合同内容。",
    Grade.MISSING: "{me}认为这些内容应当写明。",
}
_ASKS = {
    Grade.VOID: "如发生争议，{me}不认可{them}据此提出的主张。",
    Grade.UNFAIR: "请{them}说明依据，并说明订立时以什么方式提示过{me}。",
    Grade.NOTICE: "请{them}说明订立时以什么方式提示过{me}。",
    Grade.MISSING: "请{them}书面说明。",
}
_PROOF = "订立时有没有提示、怎样提示，请法院责令{them}说明。"


class Kind(NamedTuple):
    """A kind of letter: its paragraphs as (style, template), where terms, demands and origin are filled in."""

    name: str  # for the command's help
    blocks: tuple[tuple[str, str], ...]
    demands: tuple[str, ...]  # asked for whatever the terms are
    about: tuple[str, ...] = ()  # prefixes of the categories it is about; () takes the gravest of all
    me: str = "我"
    them: str = "商家"
    asks_for_terms: bool = True  # whether the terms add demands of their own (DEMANDS)
    sues: bool = False  # whether demands are put to a court
    cites_first: str = ""  # an effect to cite before others; otherwise the rule's own order, strongest first
    asks: Mapping[Grade, str] = _ASKS  # said after the claim about a term


SOFTENED = "该条款留有余地，{me}的意见以实际履行情况为准。"
TERM = "{n}．《{title}》{clause}写明："
PLACE = "“{clause}”处"  # where a clause has a number that does not say what it numbers
AGAIN = "{law}（原文见第{n}项）{why}。"
BY_REGULATOR = "，由监管部门适用"  # such a rule does not by itself decide whether a term stands
MISSING_TERM = "{n}．《{title}》中没有找到应当写明的内容：{what}。"
SETTLE = "第{n}项约定算不算数：{settle}"
MORE = "该协议另有{left}处疑点，见所附体检报告。"
ORIGIN = "以上原文摘自《{title}》（{source}{retrieved}；文件指纹 SHA-256 {sha}）。"
LABEL = (
    "草稿，发出前请核对并删去这一段。由“条款体检”按{on}施行的法律起草，只引用协议原文、法条和您填写的内容；"
    "【】处还要填写。“可能无效”“可能不公平”是看法，以法院或主管部门的认定为准。不是法律意见。"
)
_REFUND = ("refund", "balance", "no-return", "withdrawal", "minor-no-refund", "lost-card")
_RENEWAL = ("autorenew", "hidden-fee")
MONEY = (*_REFUND, *_RENEWAL, "deposit", "excessive-penalty", "missing-refund", "missing-renewal")
_ACCOUNT = ("arbitrary-termination", "account-recycle", "cancel-obstacle", "balance-forfeit")
_RULES = ("unilateral", "deemed-consent", "final-interpretation")
_DATA = ("pi-", "default-marketing")


class Demand(NamedTuple):
    """What a term of these categories gives reason to ask for, of the shop and of a court."""

    prefixes: tuple[str, ...]
    asked: str
    sued: str


DEMANDS = (
    Demand(
        _REFUND,
        "按原支付方式退还尚未使用的【未使用金额】元，或者书面说明不退的理由和依据；",
        "请求判令{them}退还尚未使用的【未使用金额】元；",
    ),
    Demand(
        _RENEWAL,
        "立即停止自动扣费，并退还未经{me}确认扣取的【争议扣费金额】元（扣费日期：【扣费日期】）；",
        "请求判令{them}停止自动扣费，并退还未经{me}确认扣取的【争议扣费金额】元（扣费日期：【扣费日期】）；",
    ),
    Demand(
        ("deposit",),
        "退还押金或定金【押金金额】元，或者书面说明不退的理由和依据；",
        "请求判令{them}退还押金或定金【押金金额】元；",
    ),
    Demand(
        _ACCOUNT,
        "账号已被冻结、封停或者注销的，恢复正常使用，或者书面说明事实、理由和依据，并退还账号内的余额；",
        "账号已被冻结、封停或者注销的，请求判令{them}恢复账号，或者退还账号内的余额；",
    ),
    Demand(
        _RULES,
        "对{me}已经付款的部分，继续按付款时的约定履行；",
        "请求判令{them}对{me}已经付款的部分，继续按付款时的约定履行；",
    ),
    Demand(
        _DATA,
        "说明处理{me}的个人信息的目的、方式和范围，并停止{me}没有单独同意的处理；",
        "请求判令{them}停止{me}没有单独同意的个人信息处理；",
    ),
)
_FACTS = (
    "{me}于【付款日期】为《{title}》约定的商品或者服务付款【付款金额】元（订单号：【订单号】，账号：【账号】）。"
    "事情经过：【事情经过】。"
)
_EVIDENCE = (
    ("heading", "随附材料"),
    ("text", "1．协议全文截图或网页存档，以及条款体检报告；"),
    ("text", "2．订单和付款记录（订单号：【订单号】）；"),
    ("text", "3．与商家沟通的记录（沟通日期：【沟通日期】）；"),
    ("text", "4．【其他材料】。"),
    ("origin", ""),
)
_SIGNED = (("text", "【姓名】"), ("text", "电话：【电话】"), ("text", "【日期】"))

MERCHANT = Kind(
    "写给商家，要求处理",
    (
        ("title", "关于《{title}》有关条款的书面要求"),
        ("text", "【商家名称】："),
        ("text", _FACTS),
        ("heading", "我有异议的约定"),
        ("terms", ""),
        ("heading", "我的要求"),
        ("demands", ""),
        ("text", "请在收到之日起【答复天数】日内书面答复。没有答复，或者不同意又不说明依据的，我会请消费者组织调解、"
                 "向市场监督管理部门投诉，或者向法院起诉。"),
        ("origin", ""),
        *_SIGNED,
    ),
    ("书面说明上述条款的依据；在协商一致之前，不以这些条款处理我的订单和账号。",),
    them="贵方",
)  # fmt: skip
COMPLAINT = Kind(
    "全国12315平台的投诉",
    (
        ("title", "消费者投诉书"),
        ("heading", "投诉人"),
        ("text", "姓名：【姓名】；电话：【电话】；通讯地址：【地址】"),
        ("heading", "被投诉人"),
        ("text", "名称：【商家名称】；地址：【商家地址】；电话：【商家电话】"),
        ("heading", "消费者权益争议事实"),
        ("text", _FACTS),
        ("text", "{me}于【沟通日期】向{them}提出要求，结果是：【沟通结果】。"),
        ("heading", "与争议有关的约定"),
        ("terms", ""),
        ("heading", "投诉请求"),
        ("demands", ""),
        *_EVIDENCE,
        *_SIGNED,
    ),
    ("请组织调解，并请核查上述约定是否符合格式条款的管理规定。",),
    cites_first="prohibited",  # what the authority itself applies
)
ASSOCIATION = Kind(
    "请消费者协会、消保委调解",
    (
        ("title", "消费纠纷调解申请"),
        ("text", "【消费者组织名称】："),
        ("heading", "申请人"),
        ("text", "姓名：【姓名】；电话：【电话】；通讯地址：【地址】"),
        ("heading", "被申请人"),
        ("text", "名称：【商家名称】；地址：【商家地址】；电话：【商家电话】"),
        ("heading", "事情经过"),
        ("text", _FACTS),
        ("text", "{me}于【沟通日期】向{them}提出要求，结果是：【沟通结果】。"),
        ("heading", "请协会关注的约定"),
        ("terms", ""),
        ("heading", "申请"),
        ("demands", ""),
        *_EVIDENCE,
        *_SIGNED,
    ),
    ("请组织双方调解；上述约定涉及不特定多数消费者的，请一并关注。",),
)
PAYMENT = Kind(
    "请支付渠道、发卡行或应用商店处理扣款",
    (
        ("title", "关于交易争议和自动扣款的申请"),
        ("text", "【支付渠道名称】："),
        ("text", "我通过贵方向【商家名称】付款，交易单号：【交易单号】，金额：【付款金额】元，日期：【付款日期】。"
                 "事情经过：【事情经过】。"),
        ("heading", "商家协议中的有关约定"),
        ("terms", ""),
        ("heading", "申请"),
        ("demands", ""),
        *_EVIDENCE,
        *_SIGNED,
    ),
    (
        "请按贵方的争议交易规则处理上述交易，并协助联系商家；",
        "有自动扣款的，请关闭我对该商家的扣款授权（签约协议号：【签约协议号】），处理结果请书面告知。",
    ),
    about=MONEY,
    asks_for_terms=False,
    asks={},  # the channel is not the one to explain the terms
)  # fmt: skip
SUIT = Kind(
    "起诉状提纲，供请教律师或立案前整理",
    (
        ("title", "民事起诉状提纲"),
        ("heading", "当事人"),
        ("text", "原告：【姓名】，身份证号【身份证号】，住址【地址】，电话【电话】"),
        ("text", "被告：【商家名称】，住所地【商家地址】，电话【商家电话】，统一社会信用代码【统一社会信用代码】"),
        ("heading", "案由"),
        ("text", "【案由】（由法院确定；常见的如网络服务合同纠纷、服务合同纠纷）"),
        ("heading", "诉讼请求"),
        ("demands", ""),
        ("heading", "事实"),
        ("text", _FACTS),
        ("text", "{me}于【沟通日期】向{them}提出要求，结果是：【沟通结果】。"),
        ("heading", "理由：有争议的约定"),
        ("terms", ""),
        ("heading", "立案前要确认"),
        ("text", "1．向哪个法院起诉：【法院名称】。协议约定了法院或仲裁的，先问拟起诉的法院能不能立案；"),
        ("text", "2．请求的金额怎样算出，各有什么凭证；"),
        ("text", "3．订立协议时页面怎样提示，有没有勾选、弹窗或加粗，有没有截图；"),
        ("text", "4．权利是否还在诉讼时效之内；"),
        ("text", "5．下面这些决定各项约定算不算数，逐项备好凭证，或者请法院责令对方提供："),
        ("settle", ""),
        *_EVIDENCE,
        *_SIGNED,
    ),
    ("请求确认下列有争议的约定对原告不发生效力，或者不成为合同内容（由法院审查认定）；", "诉讼费用由被告负担。"),
    me="原告",
    them="被告",
    sues=True,
    asks={Grade.UNFAIR: _PROOF, Grade.NOTICE: _PROOF},
)
KINDS = {
    "merchant": MERCHANT,
    "12315": COMPLAINT,
    "xiaobaowei": ASSOCIATION,
    "payment": PAYMENT,
    "suit-outline": SUIT,
}
