"""What the structure of a document shows in: styles of numbering, words and sizes; read alike in Python and in C.

A list of words is one string. ``前<词>后`` is the word where none of the characters before it stands before it, and
none of those after it behind it; ``词$`` counts at the end of the line only.
"""

#: Styles of markers, in the order that native/outline/outline.h knows.
STYLES = (
    "part", "chapter", "section", "article", "paragraph", "entry", "chinese", "plain", "title",
    "h1", "h2", "h3", "h4", "h5", "h6", "dotted2", "dotted3", "dotted4", "dotted5",
    "chinese_in", "plain_in", "plain_half", "chinese_half", "circled", "letter", "roman", "bullet",
)  # fmt: skip
HASHES, DOTTED = STYLES[9:15], STYLES[15:19]
#: Styles that head a clause of their own; the others are items of the clause they stand in.
STRONG = frozenset((*STYLES[:4], "chinese", "chinese_in", "plain", "title", *HASHES, *DOTTED))
CITED_ALONE = frozenset((*STYLES[:4], "chinese", "title", *HASHES))
SUCCESSION = frozenset(
    ("plain", "plain_in", "plain_half", "chinese", "chinese_in", "chinese_half", "circled", "letter", "part", "chapter")
)
#: What may begin anew under a lead-in inside the same numbering.
RESTARTING = frozenset(("plain", "plain_in", "plain_half", "circled", "letter"))
#: Under these even a heading may say something.
TOP = frozenset(("part", "chapter", "section", "article", "chinese", *HASHES))
_ITEMS = frozenset(("plain_in", "plain_half", "circled", "letter", "roman", "bullet"))
_NUMBERED = _ITEMS | {"plain", "chinese_in", "chinese_half", *DOTTED}
#: What a style met for the first time stands above, whatever came before it.
ABOVE: dict[str, frozenset[str]] = {
    "part": frozenset(("chapter", "section", "article", "paragraph", "entry")),
    "chapter": frozenset(("section", "article", "paragraph", "entry")),
    "section": frozenset(("article", "paragraph", "entry")),
    "article": frozenset(("paragraph", "entry")),
    "chinese": _NUMBERED,
    "chinese_in": _ITEMS,
    "plain": _ITEMS,
    **{style: _NUMBERED | {"chinese", "title", *HASHES[level:]} for level, style in enumerate(HASHES, 1)},
}

# A short line that says something is a term, not a heading: shop notices often have no full stop.
RULES = "不退 概退 恕退 不予退 概不 恕不 视为 一律 解释权 自行承担"
SAYS = (
    "不得 不予 不能 不对 生效$ 我们>的 有权 必须 请 仅 只 将 为准 有效 清零 无条件 会>员议计 许<可>靠 自理缘<由 归>属"
    " 响对供反<应>用急对 须>知 需>求知 年$ 月$ 日$ 公司$"
)
#: What sections are called by.
NAMES = (
    "协议$ 条款$ 政策$ 规则$ 声明$ 须知$ 说明$ 提示$ 约定$ 规定$ 通知$ 公告$ 附则$ 其他$ 其它$ 总则$ 原则$ 责任$"
    " 权利$ 义务$ 范围$ 方式$"
)
#: Says that a list follows.
LISTING = "下列 以下 如下 包括 之一"
ENUMERATES = f"{LISTING} 情形"
CUES = f"{ENUMERATES} 情况 不得 不予 应 可 须 需 同意 保证 承诺 理解 有权 禁止 行为 条件"
# "…, the parties agree as follows:" introduces the whole contract, not a list; "… may end this agreement:" does not.
OPENS = " ".join(
    f"{noun}{rest}"
    for noun in ("协议", "条款", "合同", "规则", "政策", "约定")
    for rest in ("", "内容", "如下", "内容如下")
)
ENDS = "终止 解除 中止 违反 终止本 解除本 中止本 违反本"

LABEL_LENGTH = 40
LEAD_REACH = 600  # characters a lead-in governs at most; three times as many in a numbered list
SHORT_LINE, HEADING_LINE = 20, 30  # characters of a heading without and with a number


def given() -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """For native/outline/signs.c: lists of words, sets of styles (a bit each), what is above, sizes."""
    bit = {style: 1 << number for number, style in enumerate(STYLES)}

    def bits(styles: frozenset[str]) -> int:
        return sum(map(bit.__getitem__, styles))

    return (
        (RULES, SAYS, NAMES, LISTING, ENUMERATES, CUES, OPENS, ENDS),
        tuple(map(bits, (STRONG, CITED_ALONE, SUCCESSION, RESTARTING, TOP))),
        tuple(bits(ABOVE.get(style, frozenset())) for style in STYLES),
        (LABEL_LENGTH, LEAD_REACH, SHORT_LINE, HEADING_LINE),
    )
