"""Letters: built from quotes and the user's facts, careful, and closed to hostile text."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import hostile
import pytest
import sample
from markdown_it import MarkdownIt

from clauseaudit.errors import ClauseauditError
from clauseaudit.model import Audit, Fact, Grade
from clauseaudit.render.letter import TERM_LIMIT, Letter, compose, to_docx, to_markdown
from clauseaudit.render.letter_kinds import KINDS

FACTS = {"订单号": "A-1", "姓名": "王小雨"}


def text_of(letter: Letter) -> str:
    return "\n".join("".join(piece.text for piece in block.pieces) for block in letter.blocks)


def quotes(letter: Letter) -> list[str]:
    return ["".join(p.text for p in b.pieces)[1:-1] for b in letter.blocks if b.style == "quote"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_quote_is_in_the_agreement_and_has_its_law(kind: str) -> None:
    audit = sample.qinghe()
    letter = compose(audit, kind, {})
    assert 1 <= len(quotes(letter)) <= TERM_LIMIT
    assert all(quote in audit.document.text for quote in quotes(letter))
    laws = ["".join(p.text for p in b.pieces) for b in letter.blocks if b.style == "item"]
    assert len(laws) >= len(quotes(letter))
    for law in laws:
        assert re.match(
            r"《.+》第.+条.*(（\d{4}-\d\d-\d\d起施行(，由监管部门适用)?）规定：“.+”|（原文见第\d项）).*。", law
        )
    assert audit.document.sha256 in text_of(letter)


@pytest.mark.parametrize("kind", KINDS)
def test_blanks_stay_until_they_are_filled(kind: str) -> None:
    empty, filled = compose(sample.qinghe(), kind, {}), compose(sample.qinghe(), kind, FACTS)
    assert set(empty.blanks) - set(filled.blanks) == set(FACTS)
    assert "【订单号】" in to_markdown(empty) and "【订单号】" not in to_markdown(filled)
    assert "A-1" in text_of(filled) and "王小雨" in text_of(filled)
    everything = dict.fromkeys(empty.blanks, "填了")
    assert compose(sample.qinghe(), kind, everything).blanks == []


def test_the_outline_of_a_suit_says_what_decides_each_term() -> None:
    written = text_of(compose(sample.qinghe(), "suit-outline", {}))
    assert "第1项约定算不算数：看钱用掉了多少，没用成是谁的原因。" in written
    assert "算不算数" not in text_of(compose(sample.qinghe(), "merchant", {}))


def test_the_claim_follows_the_grade() -> None:
    audit = sample.small()
    said = {
        grade: text_of(
            compose(audit._replace(findings=tuple(f for f in audit.findings if f.grade is grade)), "merchant", {})
        )
        for grade in (Grade.VOID, Grade.NOTICE)
    }
    assert "可能无效" in said[Grade.VOID] and "可能不公平" not in said[Grade.VOID]
    assert "显著方式提示过我" in said[Grade.NOTICE] and "可能无效" not in said[Grade.NOTICE]
    softened = audit.findings[0]._replace(grade=Grade.UNFAIR, softened="给法律规定留了余地")
    text = text_of(compose(audit._replace(findings=(softened,)), "merchant", {}))
    assert "可能不公平" in text and "留有余地" in text and "可能无效" not in text


def test_a_provision_is_quoted_once_and_named_afterwards() -> None:
    written = text_of(compose(sample.qinghe(), "merchant", {})).splitlines()
    laws = [line for line in written if line.startswith("《") and "第" in line]
    full = [law.split("（2")[0] for law in laws if "规定：“" in law]
    again = [law.split("（原文见第")[0] for law in laws if "（原文见第" in law]
    assert len(full) == len(set(full)) and again and set(again) <= set(full)


def test_what_a_provision_refers_to_is_said() -> None:
    finding = sample.small().findings[0]
    article = sample.CONSUMER._replace(holding="格式条款里不公平、不合理的那部分内容没有效力。")
    cited = finding._replace(basis=(finding.basis[0]._replace(article=article),))
    text = text_of(compose(sample.small()._replace(findings=(cited,)), "merchant", {}))
    assert "其内容无效”，即格式条款里不公平、不合理的那部分内容没有效力。" in text


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("第五条 退款", "第五条写明："),
        ("第五条 退款 （二）", "第五条（二）写明："),
        ("三、退款 3、", "“三、3”处写明："),
        ("3.9 退货", "“3.9”处写明："),
        ("", "》写明："),
        (sample.small().document.title, "》写明："),
    ],
)
def test_a_clause_is_named_so_that_the_sentence_reads(clause: str, said: str) -> None:
    audit = sample.small()
    finding = audit.findings[0]._replace(clause=clause)
    assert said in text_of(compose(audit._replace(findings=(finding,)), "merchant", {}))


def test_two_findings_on_the_same_words_are_one_term_with_the_law_of_both() -> None:
    audit = sample.small()
    first = audit.findings[0]
    second = first._replace(
        category="balance-expiry", title="别的", explain="别的", basis=(first.basis[1],), grade=Grade.UNFAIR
    )
    letter = compose(audit._replace(findings=(first._replace(basis=first.basis[:1]), second)), "merchant", {})
    assert quotes(letter) == ["充值成功后概不退款。"]
    assert "第二十六条第三款" in text_of(letter) and "第四百九十七条第（二）项" in text_of(letter)
    assert "另有" not in text_of(letter)


def test_the_demands_follow_the_terms() -> None:
    audit = sample.qinghe()

    def asked(*categories: str) -> str:
        some = audit._replace(findings=tuple(f for f in audit.findings if f.category in categories))
        return text_of(compose(some, "merchant", {}))

    assert "退还尚未使用的" in asked("refund-denial") and "停止自动扣费" not in asked("refund-denial")
    assert "停止自动扣费" in asked("autorenew-no-notice") and "退还尚未使用的" not in asked("autorenew-no-notice")


def test_terms_about_money_come_first_and_the_rest_is_counted() -> None:
    audit = sample.qinghe()
    letter = compose(audit, "merchant", {})
    risks = [f for f in audit.findings if f.grade is not Grade.GOOD]
    assert quotes(letter)[0].startswith("充值成功后，无论因何种原因")
    assert f"另有{len(risks) - TERM_LIMIT}处疑点" in text_of(letter)


def test_picked_findings_are_those_of_the_report() -> None:
    letter = compose(sample.qinghe(), "merchant", {}, ["13", "3"])
    assert quotes(letter) == [
        "协商不成的，任何一方均应向青禾住所地有管辖权的人民法院提起诉讼。", "本协议的最终解释权归青禾所有。"
    ]  # fmt: skip
    with pytest.raises(ClauseauditError, match="没有这个序号"):
        compose(sample.qinghe(), "merchant", {}, ["99"])


def test_a_regulator_gets_the_rule_that_it_applies_first() -> None:
    audit = sample.small()
    prohibited = sample.PLATFORM._replace(effect="prohibited", quote="不准这样写")
    first = audit.findings[0]
    both = audit._replace(
        findings=(first._replace(basis=(*first.basis[:1], first.basis[0]._replace(article=prohibited))),)
    )

    def order(kind: str) -> bool:
        text = text_of(compose(both, kind, {}))
        return text.index("不准这样写") < text.index("其内容无效")

    assert order("12315") and not order("merchant")


def test_the_other_side_is_named_as_the_agreement_names_it() -> None:
    audit = sample.qinghe()
    operator = Fact(
        "operator", "named", {"company": "云州青禾网络科技有限公司", "address": "青禾路8号", "phone": 4}, text=""
    )
    named = audit._replace(facts=(operator,))
    letter = compose(named, "12315", {})
    assert "名称：云州青禾网络科技有限公司；地址：青禾路8号；电话：【商家电话】" in text_of(letter)
    assert "名称：别的公司；" in text_of(compose(named, "12315", {"商家名称": "别的公司"}))


def test_a_local_path_does_not_leave_the_house() -> None:
    audit = sample.small()
    local = audit._replace(document=audit.document._replace(source="C:\\家\\王小雨/协议.html"))
    assert "（协议.html；" in text_of(compose(local, "merchant", {}))
    web = audit._replace(
        document=audit.document._replace(url="https://a.example/x", retrieved="2026-11-01T08:00:00+08:00")
    )
    assert "（https://a.example/x，读取时间 2026-11-01T08:00:00+08:00；" in text_of(compose(web, "merchant", {}))


@pytest.mark.parametrize(
    ("kind", "facts", "said"),
    [("poem", {}, "没有这种信"), ("merchant", {"天气": "晴"}, "没有这个空"), ("merchant", {"身份证号": "1"}, "可填：")],
)
def test_what_a_letter_does_not_know_is_refused(kind: str, facts: dict[str, str], said: str) -> None:
    with pytest.raises(ClauseauditError, match=said):
        compose(sample.small(), kind, facts)


def test_no_letter_without_a_term() -> None:
    clear = sample.audit_of("可以退款。\n", [], light="green")
    with pytest.raises(ClauseauditError, match="没有可以写进信里的疑点"):
        compose(clear, "merchant", {})


def test_what_a_model_found_accuses_nobody_unless_picked() -> None:
    audit = sample.small()
    guessed = audit._replace(findings=(audit.findings[0]._replace(source="model"),))
    with pytest.raises(ClauseauditError):
        compose(guessed, "merchant", {})
    assert quotes(compose(guessed, "merchant", {}, ["1"])) == ["充值成功后概不退款。"]


def outline(markdown: str) -> list[str]:
    """The tags of a Markdown text by CommonMark, with tables, strikethrough and bare links on."""
    tokens: list[Any] = MarkdownIt("gfm-like", {"html": True}).parse(markdown)
    flat = [token for block in tokens for token in (block, *(block.children or ()))]
    return [token.tag or token.type for token in flat if token.nesting >= 0]


ALLOWED = {"h1", "h2", "p", "blockquote", "ul", "li", "inline", "text"}


def hostile_audit() -> Audit:
    made = hostile.audit()
    lines = [line for line in hostile.LINES if line.strip()]
    operator = Fact("operator", "named", {"company": lines[11], "address": "- 项目", "phone": lines[2]}, text="")
    return made._replace(facts=(operator,))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pick", range(1, len(hostile.LINES) - 3))
def test_hostile_text_is_text_in_markdown_and_word(kind: str, pick: int) -> None:
    blanks = compose(hostile_audit(), kind, {}, [str(pick)]).blanks
    line = hostile.LINES[pick % len(hostile.LINES)]
    letter = compose(hostile_audit(), kind, dict.fromkeys(blanks, line), [str(pick)])
    written = to_markdown(letter)
    assert set(outline(written)) <= ALLOWED
    assert outline(written) == outline(
        to_markdown(compose(hostile_audit(), kind, dict.fromkeys(blanks, "甲"), [str(pick)]))
    )
    written.encode()
    document = docx.Document(io.BytesIO(to_docx(letter)))
    assert len(document.paragraphs) == len(letter.blocks) + 1
    assert document.element.body.xpath("//w:hyperlink | //w:instrText") == []


def test_a_blank_in_the_agreement_is_no_blank() -> None:
    text = "退款请填写【订单号】，{title}概不退款。\n"
    made = sample.audit_of(text, [sample.finding(text, text.strip(), Grade.VOID, "refund-denial", "不退")])
    letter = compose(made, "merchant", {"订单号": "A-1"})
    assert quotes(letter) == [text.strip()]
    assert "订单号" not in letter.blanks


def test_the_word_file_marks_blanks_and_has_headings() -> None:
    document = docx.Document(io.BytesIO(to_docx(compose(sample.qinghe(), "merchant", FACTS))))
    assert document.paragraphs[0].style.name == "Title"
    assert "我的要求" in [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    marked = {run.text for p in document.paragraphs for run in p.runs if run.style.name == "待填"}
    assert "【付款日期】" in marked and "A-1" not in marked
    assert document.paragraphs[-1].text.startswith("草稿，发出前请核对")


@pytest.mark.parametrize(
    ("title", "named"),
    [("充值协议 - 青禾", "《充值协议》"), ("充值协议 | 青禾 - 官网", "《充值协议》"), ("A-1 协议", "《A-1 协议》")],
)
def test_the_name_of_the_site_is_no_part_of_the_name_of_the_agreement(title: str, named: str) -> None:
    audit = sample.small()
    letter = compose(audit._replace(document=audit.document._replace(title=title)), "merchant", {})
    assert letter.title == f"关于{named}有关条款的书面要求"
