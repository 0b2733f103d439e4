"""View data: numbers, runs of the text, places on the strip, answers."""

from __future__ import annotations

import io
import itertools
import zipfile

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from clauseaudit.model import Article, Audit, Fact, Finding, Grade
from clauseaudit.render import render, render_bytes, words
from clauseaudit.render.advice import short_clause
from clauseaudit.render.order import LISTED
from clauseaudit.render.view import report_view


def shown_text(view: dict) -> str:  # type: ignore[type-arg]
    """The document's text as the page shows it."""
    lines = []
    for row in view["rows"]:
        for paragraph in row["paragraphs"]:
            lines.append("".join(run["text"] + run.get("tail", "") for run in paragraph["runs"]))
    return "\n".join(lines)


def test_numbers_follow_gravity_and_good_terms_have_their_own() -> None:
    view = report_view(sample.qinghe(), sample.NAMES)
    assert [f["number"] for f in view["findings"]] == [str(i) for i in range(1, 15)]
    ranks = [Grade(f["grade"]).rank for f in view["findings"]]
    assert ranks == sorted(ranks)
    assert [g["number"] for g in view["goods"]] == ["甲", "乙"]
    assert words.stem(9) == "癸" and words.stem(10) == "好11"


def test_the_whole_text_is_shown_once_without_change() -> None:
    audit = sample.qinghe()
    assert shown_text(report_view(audit, {})) == audit.document.text.strip("\n")


def test_overlapping_findings_become_runs_side_by_side() -> None:
    text = "一二三四五六七八"
    findings = [
        sample.finding(text, "二三四五", Grade.VOID, "a", "重"),
        sample.finding(text, "四五六七", Grade.UNFAIR, "b", "轻"),
        sample.finding(text, "三四", Grade.NOTICE, "c", "里"),
    ]
    (paragraph,) = report_view(sample.audit_of(text, findings), {})["rows"][0]["paragraphs"]
    runs = [(r["text"] + r.get("tail", ""), r["owner"]["id"] if "owner" in r else "") for r in paragraph["runs"]]
    assert runs == [("一", ""), ("二", "f1"), ("三", "f1"), ("四", "f1"), ("五", "f1"), ("六七", "f2"), ("八", "")]
    assert [r["labelled"] for r in paragraph["runs"] if "owner" in r] == [False, False, False, True, True]
    assert [view["id"] for run in paragraph["runs"] for view in run.get("others", [])] == ["f3"]


@given(st.data())
def test_any_findings_leave_the_text_whole_and_every_finding_reachable(data: st.DataObject) -> None:
    text = data.draw(st.text("甲乙。 \n", min_size=1, max_size=40))
    spans = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    base = sample.finding("甲", "甲", Grade.UNFAIR, "a", "题")
    grades = itertools.cycle(Grade)
    findings = [
        base._replace(start=min(span), end=max(span), quote=text[min(span) : max(span)], grade=next(grades))
        for span in spans
    ]
    view = report_view(sample.audit_of(text, findings), {})
    assert shown_text(view) == "\n".join(line for line in text.split("\n") if line.strip())
    runs = [run for row in view["rows"] for p in row["paragraphs"] for run in p["runs"] if "owner" in run]
    anchors = [run["owner"]["id"] for run in runs if run["first"]] + [id for run in runs for id in run["anchors"]]
    stops = {run["owner"]["id"] for run in runs if run["stop"]} | {o["id"] for run in runs for o in run["others"]}
    labels = [run["owner"]["id"] for run in runs if run["labelled"]]
    labels += [other["id"] for run in runs for other in run["others"]]
    notes = [note["id"] for row in view["rows"] for note in row["notes"]]
    placed = sorted(f["id"] for f in view["findings"] + view["goods"] if f["placed"])
    assert sorted(anchors) == sorted(labels) == sorted(notes) == sorted(stops) == placed
    assert len(view["floating"]) == len(findings) - len(placed)


def test_unstated_answers_say_so() -> None:
    facts = report_view(sample.audit_of("协议", []), {})["facts"]
    assert [f["answer"] for f in facts] == [words.UNSTATED] * 6


def test_the_strip_is_a_thousand_units_long() -> None:
    text = "甲" * 50 + "概不退款。" + "乙" * 45
    view = report_view(sample.audit_of(text, [sample.finding(text, "概不退款。", Grade.VOID, "a", "题")]), {})
    assert view["strip"] == {"paths": [{"grade": "void", "outline": "M500 38V0h50V38"}], "starts": "50f1"}


def test_steps_name_the_clauses_and_fill_the_letter() -> None:
    view = report_view(sample.qinghe(), {})
    assert "第六条" in view["steps"][0]["text"]
    assert "已支付的款项概不退还" in view["steps"][1]["letter"]
    heads = [step["head"] for step in view["steps"]]
    order = ["付钱之前", "找商家", "平台", "12315", "付款的渠道", "法院"]
    assert all(word in head for word, head in zip(order, heads, strict=True))
    assert report_view(sample.audit_of("协议", []), {})["steps"] == []


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []


def test_our_own_words_never_say_flatly_that_a_term_is_void() -> None:
    audit = sample.qinghe()._replace(findings=tuple(_without_law(f) for f in sample.qinghe().findings))
    ours = [
        t for key, value in report_view(audit, {}).items() if key not in ("rows", "findings") for t in _texts(value)
    ]
    ours += [str(value) for name, value in vars(words).items() if name.isupper()]
    assert ours
    for text in ours:
        assert "无效" not in text.replace("可能无效", "") and "违法" not in text


def _without_law(finding: Finding) -> Finding:
    return finding._replace(basis=())


def article(**changes: str) -> Article:
    return sample.CIVIL._replace(**changes)


@pytest.mark.parametrize(
    ("kind", "red", "yellow"),
    [
        ("recharge", "先别充", "看清再充"), ("game", "先别充", "看清再充"), ("membership", "先别开", "看清再开"),
        ("refund", "先别买", "看清再买"), ("general", "先别充", "看清再充"), ("privacy", "先别同意", "看清再同意"),
        ("signing", "先别签", "看清再签"),
    ],
)  # fmt: skip
def test_the_headline_names_what_the_reader_is_about_to_do(kind: str, red: str, yellow: str) -> None:
    assert (words.headline("red", kind), words.headline("yellow", kind)) == (red, yellow)
    assert words.headline("green", kind) == "没看到大问题"
    assert words.headline("unread", kind) == "没读全，先别下结论"


def test_whom_one_signs_with_where_nothing_is_paid() -> None:
    facts = (Fact("refund", "not-applicable", {}, text="不涉及付款"), Fact("operator", "named", {}, text="云州某公司"))
    view = report_view(sample.audit_of("协议\n请遵守规则。", [], facts), {})
    assert (view["facts"][5]["question"], view["facts"][0]["answer"]) == ("签约方", "不涉及付款")


def test_where_no_money_is_stored_one_pays() -> None:
    """先别充 over the terms of a journey makes a reader ask: 充什么?"""
    journey, recharge = "旅游线路预订协议\n订金不退，补充约定除外。", "协议\n充值后不退。"
    shop = "用户协议\n" + "您提交订单后，我们配送商品。" * 9 + "货款支付、充值均通过平台。"
    quiet = "主播应当遵守社区规则，不得骚扰他人，平台有权下线违规的直播间。" * 20
    every = ((journey, "先别付"), (recharge, "先别充"), ("", "先别充"), (shop, "先别付"), (quiet, "先别签"))
    for text, said in every:
        made = sample.audit_of(text, [])
        audit = made._replace(document=made.document._replace(type="general"))
        assert report_view(audit._replace(verdict=audit.verdict._replace(light="red")), {})["headline"] == said


def test_how_often_a_rule_is_right_is_told_only_where_it_was_measured() -> None:
    base = sample.small().findings[0]

    def said(confidence: float | None, samples: int, source: str = "rule", benchmark: str = "检查集") -> str:
        finding = base._replace(confidence=confidence, samples=samples, source=source, benchmark=benchmark)
        return words.measured(finding)

    assert said(0.87, 23) == "实测准确率87%（23例）"
    assert said(0.87, 23, benchmark="corpus") == "实测准确率87%（23例，自拟协议）"
    assert said(0.75, 4) == said(None, 40) == said(0.9, 0) == ""
    assert said(0.82, 0, "model") == "由模型找出，把握约82%"


@pytest.mark.parametrize("format", ["json", "html", "md", "docx", "xlsx", "csv", "terminal", "sarif"])
def test_what_would_settle_it_and_how_often_the_rule_is_right_are_in_every_report(format: str) -> None:
    written = render_bytes([sample.small()], format, names=sample.NAMES)
    parts = {"": written}
    if format in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(written)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    whole = "".join(part.decode("utf-8", "replace") for part in parts.values())
    assert "看钱用掉了多少，没用成是谁的原因。" in "".join(whole.split())
    assert "实测准确率95%（40例）" in whole or "检查集" in whole


def test_citations() -> None:
    assert words.cite(sample.CONSUMER) == "《消费者权益保护法》第二十六条第三款"
    assert words.cite(article(paragraph="2", item="12")) == "《民法典》第四百九十七条第二款第（十二）项"
    assert words.effect(article(effect="prohibited")) == "管禁止"
    assert words.effect(article(effect="no-such-effect")) == "仅供参照"
    assert "2030-01-01" in words.in_force(article(until="2030-01-01"))


def test_an_audit_without_anything_has_a_view() -> None:
    empty: Audit = sample.audit_of("", [], light="unread")
    view = report_view(empty, {})
    assert view["rows"] == [] and view["headline"] == "没读全，先别下结论"


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("第七条 退款", "第七条"),
        ("三、退款 3.1", "3.1"),
        ("第七条 退款 （二）", "第七条（二）"),
        ("三、退款", "三"),
        ("三、退款 2", "三、2"),
        ("第七条 退款 2.", "第七条第2项"),
        ("退款说明", "退款说明"),
        ("", ""),
    ],
)
def test_the_short_name_of_a_clause_is_its_number(label: str, short: str) -> None:
    assert short_clause(label) == short


@pytest.mark.parametrize("format", ["terminal", "json", "md", "html"])
def test_remarks_of_the_reader_are_passed_on(format: str) -> None:
    audit = sample.small()
    audit = audit._replace(document=audit.document._replace(notes=("有3处看不见的文字，没有读。",)))
    assert "有3处看不见的文字，没有读。" in render([audit], format)


def test_the_title_is_no_chapter_even_when_the_page_title_goes_on() -> None:
    text = "青禾币充值服务协议\n一、总则\n第一条 双方\n正文。\n"
    audit = sample.audit_of(text, [])
    audit = audit._replace(
        document=audit.document._replace(title="青禾币充值服务协议 - 青禾"),
        headings=((0, 0, "青禾币充值服务协议"), (10, 1, "一、总则"), (15, 2, "第一条 双方")),
    )
    view = report_view(audit, {})
    kinds = [paragraph["kind"] for row in view["rows"] for paragraph in row["paragraphs"]]
    assert kinds == ["title", "chapter", "head", "text"]
    assert [chapter["short"] for chapter in view["chapters"]] == ["一"]


def test_the_gravest_marks_are_painted_over_the_others() -> None:
    strip = report_view(sample.qinghe(), {})["strip"]
    assert [path["grade"] for path in strip["paths"]] == ["good", "notice", "unfair", "void"]
    assert strip["paths"][3]["outline"].count("M") == 3
    assert len(strip["starts"].split()) == 15


def test_a_card_says_once_what_holds_for_all_its_findings() -> None:
    cards = report_view(sample.qinghe(), sample.NAMES)["cards"]
    assert [card["numbers"] for card in cards][:3] == ["1", "2", "3"]
    assert [m["number"] for card in cards for m in card["members"]] == [str(i) for i in range(1, 15)]
    (forfeit,) = [card for card in cards if len(card["members"]) == 2]
    assert forfeit["numbers"] == "8–9"
    first, second = forfeit["members"]
    assert first["explain"] and first["counter"] and second["quote"] and second["title"]
    assert (second["explain"], second["counter"], second["suggest"], second["like"]) == ("", "", "", "8")
    assert len(forfeit["suggests"]) == 1


def test_a_law_is_quoted_once_and_pointed_at_afterwards() -> None:
    cards = report_view(sample.qinghe(), {})["cards"]
    laws = [law for card in cards for law in card["laws"]]
    quoted = [law["cite"] for law in laws if not law["again"]]
    assert sorted(quoted) == sorted({law["cite"] for law in laws})
    assert {law["id"] for law in laws if law["again"]} <= {law["id"] for law in laws if not law["again"]}
    named = [name for card in cards for name in card["others"]]
    assert named == ["《民法典》第四百九十七条第（二）项"]  # the third of three


def test_only_the_gravest_of_very_many_findings_are_listed() -> None:
    text = "已付款项概不退还。" * 3000
    base = sample.finding(text, "已付款项概不退还。", Grade.UNFAIR, "refund-denial", "充了就不退")
    found = [base._replace(start=9 * i, end=9 * i + 9) for i in range(3000)]
    found[2500] = found[2500]._replace(grade=Grade.VOID)
    view = report_view(sample.audit_of(text, found), {})
    assert len(view["findings"]) == LISTED and view["unlisted"] == 3000 - LISTED
    assert view["findings"][0]["start"] == 9 * 2500
    for format in ("html", "md", "terminal"):
        assert words.unlisted(3000 - LISTED) in render([sample.audit_of(text, found)], format).replace("\n", "")


def test_the_contents_count_what_is_marked_in_each_clause() -> None:
    view = report_view(sample.qinghe(), {})
    entries = {entry["label"]: entry["counts"] for entry in view["contents"]}
    assert entries["第六条 退款"][0] == {"grade": "void", "n": 1}
    marked = sum(count["n"] for counts in entries.values() for count in counts)
    assert marked == len(view["strip"]["starts"].split())
    linked = {row["id"] for row in view["rows"] if row["linked"]}
    assert {entry["ref"] for entry in view["contents"]} <= linked


def test_the_contents_of_a_long_document_keep_to_the_upper_levels() -> None:
    lines = [f"第{i}条 标题" for i in range(90)]
    text = "\n".join(f"{line}\n{'正文。' * 12}" for line in lines)
    headings = [(text.index(line), 1 if i % 9 else 0, line) for i, line in enumerate(lines)]
    audit = sample.audit_of(text, [])._replace(headings=tuple(headings))
    assert [entry["label"] for entry in report_view(audit, {})["contents"]] == lines[::9]


def test_an_entry_of_the_contents_says_only_what_those_above_it_do_not() -> None:
    labels = ["一、账号", "一、账号 1、注册", "一、账号 1、注册 （2）", "一、账号信息", "二、退款", "二、退款 （1）"]
    lines = ["一、账号", "1、注册", "（2）注册时请填写真实的姓名和电话", "一、账号信息", "二、退款", "（1）不退"]
    text = "\n".join(f"{line}\n{'正文很长。' * 80}" for line in lines)
    headings = zip(map(text.index, lines), (0, 1, 2, 0, 0, 2), labels, strict=True)
    contents = report_view(sample.audit_of(text, [])._replace(headings=tuple(headings)), {})["contents"]
    said = [entry["label"] for entry in contents]
    assert said == ["一、账号", "1、注册", "（2）注册时请填写真实的姓名…", "一、账号信息", "二、退款", "（1）不退"]
    assert [entry["deep"] for entry in contents] == [0, 1, 2, 0, 0, 2]
