"""Inline suppressions: what they cover, what they must say, and what becomes of bad, old and idle ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from clauseaudit.check.config import Config
from clauseaudit.check.review import Review

REFUND = "充值成功后，概不退款。"
LAST_WORD = "最终解释权归本公司所有。"
GOOD = 'ignore refund-denial reason="已报律师审过" until=2027-01-01'
OTHER = GOOD.replace("refund-denial", "final-interpretation")
BROKEN = GOOD.replace(" reason", "\n  reason")
CURLY = GOOD.replace('"', "“", 1).replace('"', "”")
PAGE = "<body>{}\n<p>其他。</p></body>"


def rules(review: Review) -> list[str]:
    return [issue.finding.rule for issue in review.issues if not issue.finding.rule.startswith("missing-")]


def listed(review: Review, category: str) -> list[int]:
    """Lines of the findings of a category."""
    return [issue.line for issue in review.issues if issue.finding.category == category]


PLACES = {
    "the line before, text": ("a.txt", f"# clauseaudit: {GOOD}\n{REFUND}\n"),
    "the line before, comment in text": ("a.txt", f"<!-- clauseaudit: {GOOD} -->\n{REFUND}\n"),
    "a blank line between": ("a.txt", f"# clauseaudit: {GOOD}\n\n{REFUND}\n"),
    "two in a row": ("a.txt", f"# clauseaudit: {GOOD}\n# clauseaudit: {OTHER}\n{REFUND}{LAST_WORD}\n"),
    "the line before, Markdown": ("a.md", f"# 规则\n\n<!-- clauseaudit: {GOOD} -->\n- {REFUND}\n"),
    "the end of the line, Markdown": ("a.md", f"- {REFUND} <!-- clauseaudit: {GOOD} -->\n- 其他。\n"),
    "inside the line, Markdown": ("a.md", f"- 充值成功后，<!-- clauseaudit: {GOOD} -->概不退款。\n"),
    "over several lines": ("a.md", f"<!-- clauseaudit:\n  {BROKEN}\n-->\n{REFUND}\n"),
    "before the paragraph, page": ("a.html", f"<body><!-- clauseaudit: {GOOD} -->\n<p>{REFUND}</p></body>"),
    "in the paragraph, page": ("a.html", f"<body><p>{REFUND}\n<!-- clauseaudit: {GOOD} --></p><p>其他。</p></body>"),
    "behind it on its line, page": ("a.html", PAGE.format(f"<p>{REFUND}</p> <!-- clauseaudit: {GOOD} -->")),
    "Chinese quotes and colon": ("a.txt", f"# clauseaudit：{CURLY}\n{REFUND}\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_it_covers_its_paragraph(check: Callable[..., Review], name: str) -> None:
    file, text = PLACES[name]
    bare = check({file: f"<body><p>{REFUND}</p></body>" if file.endswith("html") else REFUND})
    assert "refund-denial" in {issue.finding.category for issue in bare.issues}
    review = check({file: text})
    assert listed(review, "refund-denial") == [] and listed(review, "suppression") == []
    assert review.excused >= 1


@pytest.mark.parametrize(
    ("file", "text", "lines"),
    [
        ("a.txt", f"# clauseaudit: {GOOD}\n其他。\n{REFUND}\n", [3]),
        ("a.txt", f"{REFUND}\n# clauseaudit: {GOOD}\n其他。\n", [1]),
        ("a.md", f"<!-- clauseaudit: {GOOD} -->\n其他。\n\n{REFUND}\n", [4]),
        ("a.html", f"<body>\n<!-- clauseaudit: {GOOD} --><p>其他。</p>\n<p>{REFUND}</p></body>", [3]),
        ("a.md", f"# clauseaudit: {GOOD}\n{REFUND}\n", [2]),  # a heading in Markdown
    ],
)
def test_and_no_more(check: Callable[..., Review], file: str, text: str, lines: list[int]) -> None:
    review = check({file: text})
    assert sorted(set(listed(review, "refund-denial"))) == lines
    expected = [] if file == "a.md" and text.startswith("#") else ["suppression/unused"]
    assert [r for r in rules(review) if r.startswith("suppression")] == expected


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (GOOD.replace('reason="已报律师审过" ', ""), "没有写理由"),
        (GOOD.replace("已报律师审过", " "), "没有写理由"),
        (GOOD.replace(" until=2027-01-01", ""), "没有写到期日"),
        (GOOD.replace("2027-01-01", "2027-02-30"), "没有写到期日"),
        (GOOD.replace("2027-01-01", "2027-1-1"), "没有写到期日"),
        (GOOD.replace("until", "till"), "不认识 till"),
        (GOOD.replace("refund-denial", ""), "没有写是哪条规则"),
        (GOOD.replace("refund-denial", "refund-denail"), "没有 refund-denail 这条规则"),
        (GOOD.replace("ignore", "skip"), "只认识 ignore"),
        ("", "只认识 ignore"),
    ],
)
def test_a_malformed_one_excuses_nothing(check: Callable[..., Review], body: str, said: str) -> None:
    review = check({"a.txt": f"# clauseaudit: {body}\n{REFUND}\n"})
    assert listed(review, "refund-denial")
    (bad,) = [issue for issue in review.issues if issue.finding.category == "suppression"]
    assert bad.finding.rule == "suppression/malformed" and said in bad.finding.title
    assert (bad.line, bad.column, str(bad.finding.grade)) == (1, 1, "notice")


def test_an_expired_one_is_a_finding_and_excuses_nothing(check: Callable[..., Review]) -> None:
    text = f"# clauseaudit: {GOOD}\n{REFUND}\n"
    assert listed(check({"a.txt": text}, today="2027-01-01"), "refund-denial") == []
    late = check({"a.txt": text}, today="2027-01-02")
    assert listed(late, "refund-denial") and "suppression/expired" in rules(late) and not late.excused


def test_a_duty_of_the_whole_document_is_excused_anywhere(check: Callable[..., Review]) -> None:
    text = "充值协议\n用户可以充值购买会员服务。\n余额可以使用。\n"
    missing = {i.finding.rule for i in check({"a.txt": text}).issues if i.finding.start is None}
    assert missing
    for rule in missing:
        review = check({"a.txt": text + f'# clauseaudit: ignore {rule} reason="写在另一页" until=2027-01-01\n'})
        assert rule not in {i.finding.rule for i in review.issues} and not listed(review, "suppression")


def test_directives_are_no_terms_and_can_be_ignored_by_the_settings(check: Callable[..., Review]) -> None:
    text = '# clauseaudit: ignore arbitration reason="充值成功后概不退款" until=2027-01-01\n其他约定。\n'
    assert rules(check({"a.txt": text})) == ["suppression/unused"]
    assert rules(check({"a.txt": text}, Config(ignore=("suppression",)))) == []


def test_what_settings_leave_out_does_not_make_a_suppression_idle(check: Callable[..., Review]) -> None:
    text = f"# clauseaudit: {GOOD}\n{REFUND}\n"
    assert rules(check({"a.txt": text}, Config(ignore=("refund-denial",)))) == rules(check({"a.txt": text}))
