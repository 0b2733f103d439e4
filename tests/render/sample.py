"""A hand-made audit of the invented Qinghe agreement: every grade, an overlap, a document-level finding.

The renderers are tested without the rules, so that a change of a rule does not move their golden files.
"""

from __future__ import annotations

import hashlib
import os
import re
from html.parser import HTMLParser

from clauseaudit.model import Article, Audit, Basis, Contradiction, Document, Fact, Finding, Grade, Verdict

EXAMPLE = os.path.join(os.path.dirname(__file__), "..", "..", "corpus", "examples", "qinghe-recharge.html")
NAMES = {
    "refund-denial": "概不退款",
    "balance-expiry": "余额过期清零",
    "unilateral-change": "单方修改协议",
    "good-refund": "退款",
}


class _Main(HTMLParser):
    """The lines inside <main>: good enough for a page that we wrote ourselves."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.parts = False, [""]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside |= tag == "main"
        if tag in ("h1", "h2", "h3", "p", "li", "tr"):
            self.parts.append("")
        elif tag in ("td", "th") and self.parts[-1]:
            self.parts[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.parts[-1] += data.strip()


def agreement() -> str:
    parser = _Main()
    with open(EXAMPLE, encoding="utf-8") as file:
        parser.feed(file.read())
    return "\n".join(part for part in parser.parts if part) + "\n"


CONSUMER = Article(
    "consumer-protection-law",
    "中华人民共和国消费者权益保护法",
    "消费者权益保护法",
    "第二十六条",
    "三",
    "",
    "2014-03-15",
    "",
    "格式条款、通知、声明、店堂告示等含有前款所列内容的，其内容无效",
    "",
    "void",
    "",
    "",
)
CIVIL = Article(
    "civil-code",
    "中华人民共和国民法典",
    "民法典",
    "第四百九十七条",
    "",
    "二",
    "2021-01-01",
    "",
    "提供格式条款一方不合理地免除或者减轻其责任、加重对方责任、限制对方主要权利",
    "",
    "void",
    "",
    "",
)
PLATFORM = Article(
    "platform-pricing-rules",
    "互联网平台价格行为规则",
    "互联网平台价格行为规则",
    "第二十条",
    "",
    "",
    "2026-04-10",
    "",
    "每次扣款应当提前将扣款时间、金额、取消途径以显著方式提醒并通知消费者",
    "",
    "duty",
    "",
    "",
)

# quote, grade, category, title
_TERMS = [
    (
        "充值成功后，无论因何种原因，已支付的款项概不退还，也不得要求兑换为现金。",
        Grade.VOID,
        "refund-denial",
        "充了就不退，什么原因都不行",
    ),
    (
        "因系统故障、数据错误、黑客攻击或者第三方原因造成的任何损失，青禾不承担任何责任。",
        Grade.VOID,
        "system-fault-exclusion",
        "平台自己弄错了，也说不赔",
    ),
    ("本协议的最终解释权归青禾所有。", Grade.VOID, "final-interpretation", "怎么理解，只有平台说了算"),
    (
        "青禾有权根据经营需要随时修改本协议、兑换比例及各项规则，修改后的内容一经在平台公布即生效，无需另行通知您。",
        Grade.UNFAIR,
        "unilateral-change",
        "规则说改就改，公布就算数",
    ),
    (
        "公布即生效，无需另行通知您。修改后您继续登录或者使用青禾币的，视为您已阅读并同意全部修改内容。",
        Grade.UNFAIR,
        "deemed-consent",
        "没退出，就当你同意了",
    ),
    (
        "购买的青禾币自到账之日起12个月内有效，逾期未使用的，余额自动清零，不予恢复或者补偿。",
        Grade.UNFAIR,
        "balance-expiry",
        "12个月没用完，余额清零",
    ),
    (
        "开通后，每次扣款前不再另行通知或者征得您的确认，扣款结果以站内消息为准。",
        Grade.UNFAIR,
        "autorenew-no-notice",
        "自动扣款之前，不再告诉你",
    ),
    (
        "青禾有权自行判断您是否违反本协议，并有权不经通知直接冻结、封禁您的账号，账号内的青禾币不予退还。",
        Grade.UNFAIR,
        "balance-forfeit",
        "封了号，剩下的钱就没了",
    ),
    ("注销即视为您放弃账号内剩余的青禾币和全部权益。", Grade.UNFAIR, "balance-forfeit", "注销账号，等于放弃余额"),
    (
        "青禾有权随时变更、中断或者终止部分或者全部服务，无需向您承担任何责任。",
        Grade.UNFAIR,
        "unilateral-service",
        "服务说停就停，还不负责",
    ),
    (
        "您对扣款有异议的，应当自扣款之日起3日内提出，逾期视为认可。",
        Grade.UNFAIR,
        "complaint-limit",
        "3天不说，就当你认了",
    ),
    (
        "协商不成的，任何一方均应向青禾住所地有管辖权的人民法院提起诉讼。",
        Grade.NOTICE,
        "jurisdiction",
        "打官司，要去平台所在地",
    ),
    ("青禾币仅限本人使用，不得转让、出售或者赠与他人。", Grade.NOTICE, "withdrawal-ban", "买来的币不能转给别人"),
    (
        "因系统原因重复扣款的，经核实后我们在3个工作日内按原支付方式退回多扣的款项，不收取任何费用。",
        Grade.GOOD,
        "good-refund",
        "多扣的钱，3个工作日原路退回",
    ),
    (
        "您可以随时在“我的—自动充值”中一键关闭，关闭后立即生效。",
        Grade.GOOD,
        "good-cancel",
        "自动充值随时能关，立即生效",
    ),
]


def finding(text: str, quote: str, grade: Grade, category: str, title: str) -> Finding:
    start = text.index(quote)
    before = re.findall(r"^第.{1,5}条 .+$", text[:start], re.M)
    bases = (Basis(CONSUMER, "排除了消费者的主要权利。"), Basis(CIVIL, "")) if grade.is_risk else ()
    if category == "autorenew-no-notice":
        bases = (Basis(PLATFORM, "自动扣款属于这里说的扣款。"), *bases)
    return Finding(
        source="rule",
        confidence=0.95,
        samples=40,
        rule=f"{category}/sample",
        title=title,
        category=category,
        grade=grade,
        start=start,
        end=start + len(quote),
        quote=quote,
        clause=before[-1] if before else "",
        explain="这句话把路都堵上了，连平台自己停止服务也算在内。付了钱没用完，也可能一分都要不回来。",
        action="付款之前把这一条截图。已经付了又没用的，先书面要求退回未使用部分。" if grade.is_risk else "",
        suggest="未使用的部分，您可以随时申请退回，我们在7个工作日内按原支付方式退还。" if grade.is_risk else "",
        counter="到账即完成交付，付款页也请用户再次确认过。" if grade.is_risk else "",
        softened="给法律规定留了余地" if category == "jurisdiction" else None,
        basis=bases,
        settle="看钱用掉了多少，没用成是谁的原因。" if grade.is_risk else "",
        benchmark="检查集",
    )


def missing() -> Finding:
    return Finding(
        source="rule",
        confidence=None,
        rule="missing-minor/sample",
        title="全文没有提到未成年人",
        category="missing-minor",
        grade=Grade.MISSING,
        start=None,
        end=None,
        quote="",
        clause="",
        explain="孩子拿家长手机充了值怎么办，协议没有写。",
        action="家里有孩子的，关掉免密支付。",
        suggest="未满18周岁的用户充值，应当取得监护人同意。",
        counter="处理办法写在另一份协议里。",
        softened=None,
        basis=(),
    )


def audit_of(text: str, findings: list[Finding], facts: tuple[Fact, ...] = (), light: str = "red") -> Audit:
    headings = tuple(
        (match.start(), 0 if match[0][0] != "第" else 1, match[0])
        for match in re.finditer(r"^(?:[一二三四五]、|第.{1,5}条 ).{1,20}$", text, re.M)
    )
    ordered = sorted(findings, key=lambda f: (f.grade.rank, f.start if f.start is not None else len(text)))
    counts = {str(grade): sum(f.grade is grade for f in findings) for grade in Grade}
    document = Document(
        id="qinghe-recharge",
        title="青禾币充值服务协议",
        source="qinghe-recharge.html",
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        type="recharge",
    )
    sentence = "充了概不退款，12个月没用完就清零。" if light == "red" else ""
    return Audit(document, "2026-11-22", tuple(ordered), facts, Verdict(light, counts, sentence), headings, "0a1b2c3d")


def fact(text: str, question: str, answer: str, said: str, quote: str, clause: str) -> Fact:
    start = text.index(quote)
    return Fact(question, answer, {}, quote, start, start + len(quote), clause, said)


def qinghe() -> Audit:
    text = agreement()
    findings = [finding(text, *term) for term in _TERMS] + [missing()]
    facts = (
        fact(text, "refund", "no", "不能", "已支付的款项概不退还", "第六条 退款"),
        fact(text, "expiry", "yes", "会，12个月后清零", "余额自动清零", "第七条 有效期"),
        fact(text, "renewal", "opt-in", "开了就会，扣前不提醒", "每次扣款前不再另行通知", "第十条 开通与扣款"),
        fact(text, "change", "operator", "平台，公布就生效", "一经在平台公布即生效", "第三条 协议的修改"),
        fact(
            text,
            "dispute",
            "operator",
            "平台所在地的法院",
            "向青禾住所地有管辖权的人民法院提起诉讼",
            "第二十条 争议解决",
        ),
        fact(text, "operator", "named", "云州青禾网络科技有限公司", "云州青禾网络科技有限公司", "第一条 协议双方"),
    )
    return audit_of(text, findings, facts)


def torn() -> Audit:
    """It says two things about refunds."""
    text = "青禾币充值服务协议\n第一条 退款\n充值成功后概不退款。\n第二条 售后\n购买后七日内可以全额退款。\n"
    first = fact(text, "refund", "no", "不能", "概不退款", "第一条 退款")
    second = fact(text, "refund", "yes", "能退，7天内", "购买后七日内可以全额退款", "第二条 售后")
    found = [finding(text, "充值成功后概不退款。", Grade.VOID, "refund-denial", "充了就不退，什么原因都不行")]
    split = Contradiction("refund", first, second, "一处说“不能”，一处说“能退，7天内”")
    return audit_of(text, found, (first,))._replace(contradictions=(split,))


def dense(count: int) -> Audit:
    """Every clause says the same in other words: a page too large to hold its notes."""
    terms = [f"已付款项概不退还{i}。" for i in range(count)]
    text = "协议\n" + "".join(f"第{i}条 条款\n{term}其余照旧。\n" for i, term in enumerate(terms))
    found = [
        finding(text, term, (Grade.UNFAIR, Grade.NOTICE)[i % 2], f"kind-{i % 7}", f"第{i}件事：钱付了就拿不回来")
        for i, term in enumerate(terms)
    ]
    return audit_of(text, found)


def small() -> Audit:
    """One finding of each kind: what the golden files show."""
    text = "青禾币充值服务协议\n第一条 退款\n充值成功后概不退款。多扣的，3日内退回。\n第二条 其他\n青禾币不得转让。\n"
    findings = [
        finding(text, "充值成功后概不退款。", Grade.VOID, "refund-denial", "充了就不退，什么原因都不行"),
        finding(text, "多扣的，3日内退回。", Grade.GOOD, "good-refund", "多扣的钱，3天退回"),
        finding(text, "青禾币不得转让。", Grade.NOTICE, "jurisdiction", "买来的币不能转给别人"),
        missing(),
    ]
    facts = (fact(text, "refund", "no", "不能", "概不退款", "第一条 退款"), Fact("expiry", "unstated", {}))
    return audit_of(text, findings, facts)
