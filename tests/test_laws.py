"""Law files, their loader, and the bases that categories rest on."""

from __future__ import annotations

import json
import marshal
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clauseaudit.errors import LawError
from clauseaudit.laws import EFFECTS, LEVELS, MAX_QUOTE, Laws, chinese_numeral, cite, load_laws
from clauseaudit.model import Article, Grade

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CLAUSEAUDIT_SHARED", ROOT.parent / "shared"))
TODAY = "2026-11-26"
LAWS = load_laws(str(ROOT / "patterns" / "laws"))
CATEGORIES: dict[str, dict[str, Any]] = tomllib.loads(
    (ROOT / "patterns" / "categories.toml").read_text(encoding="utf-8")
)

GOOD_FILE = """
id = "sample"
title = "示例法"
short = "示例法"
level = "法律"
issuer = "示例机关"
source = "测试"
retrieved = 2026-01-01

[[article]]
number = "12"
item = "二"
effective = 2020-01-01
until = 2024-01-01
quote = "旧的话"
holding = "旧意思"
effect = "void"
scope = "所有人"
source = "sample-12-old"

[[article]]
number = "12"
item = "二"
effective = 2024-01-01
quote = "新的话"
holding = "新意思"
effect = "void"
scope = "所有人"
source = "sample-12"
verified = "one-source"
"""


def write(directory: Path, text: str) -> str:
    (directory / "sample.toml").write_text(text, encoding="utf-8")
    return str(directory)


def bases_in_force(category: dict[str, Any]) -> list[Article]:
    found = (
        LAWS.article(one["law"], one["article"], TODAY, one.get("paragraph", ""), one.get("item", ""))
        for one in category["basis"]
    )
    return [article for article in found if article]


class TestLoader:
    def test_the_date_picks_the_text(self, tmp_path: Path) -> None:
        laws = load_laws(write(tmp_path, GOOD_FILE))
        texts = {
            on: article and article.quote
            for on in ("2019-12-31", "2020-01-01", "2023-12-31", "2024-01-01", TODAY)
            for article in [laws.article("sample", "12", on, item="二")]
        }
        assert list(texts.values()) == [None, "旧的话", "旧的话", "新的话", "新的话"]

    def test_verified_is_two_sources_unless_the_entry_says_otherwise(self, tmp_path: Path) -> None:
        laws = load_laws(write(tmp_path, GOOD_FILE))
        assert [laws.verified(one) for one in laws.articles()] == ["two-sources", "one-source"]

    @pytest.mark.parametrize(
        ("old", "new", "names"),
        [
            ('short = "示例法"', 'short = "示例法"\nnote = "多的"', "note"),
            ('issuer = "示例机关"\n', "", "issuer"),
            ('id = "sample"', 'id = "other"', "other"),
            ('level = "法律"', 'level = "博客"', "博客"),
            ("retrieved = 2026-01-01", 'retrieved = "昨天"', "retrieved"),
            ('scope = "所有人"\nsource = "sample-12-old"', 'source = "sample-12-old"', "scope"),
            ('quote = "旧的话"', 'quote = "旧的话"\ncolour = "红"', "colour"),
            ("effective = 2020-01-01", 'effective = "2020-01-01"', "effective"),
            ("effective = 2020-01-01", "effective = 2020-01-01T00:00:00", "effective"),
            ("effective = 2020-01-01", "effective = 2020-13-01", "TOML"),
            ("until = 2024-01-01", "until = 2020-01-01", "until"),
            ("until = 2024-01-01\n", "", "两个文本"),
            ("until = 2024-01-01", "until = 2024-01-02", "两个文本"),
            ('number = "12"', 'number = "十二"', "number"),
            ('number = "12"', "number = 12", "number"),
            ('item = "二"', 'item = "2"', "item"),
            ('effect = "void"', 'effect = "illegal"', "illegal"),
            ('quote = "旧的话"', 'quote = ""', "quote"),
            ('quote = "旧的话"', f'quote = "{"长" * 91}"', "90"),
            ('quote = "旧的话"', 'quote = "旧……话"', "quote"),
            ('level = "法律"', 'level = "部门规章"', "部门规章"),
            ('verified = "one-source"', 'verified = "unverified"', "verified"),
        ],
    )
    def test_refuses_and_names_the_file_and_the_key(self, tmp_path: Path, old: str, new: str, names: str) -> None:
        assert old in GOOD_FILE
        directory = write(tmp_path, GOOD_FILE.replace(old, new, 1))
        with pytest.raises(LawError) as caught:
            load_laws(directory)
        assert "sample.toml" in caught.value.subject
        assert names in caught.value.reason
        assert caught.value.remedy

    def test_refuses_a_file_without_articles(self, tmp_path: Path) -> None:
        head = GOOD_FILE.split("[[article]]")[0]
        with pytest.raises(LawError, match="article"):
            load_laws(write(tmp_path, head))
        with pytest.raises(LawError, match="article"):
            load_laws(write(tmp_path, head + "article = []\n"))

    def test_refuses_a_missing_or_empty_directory(self, tmp_path: Path) -> None:
        with pytest.raises(LawError, match="目录"):
            load_laws(str(tmp_path / "nowhere"))
        with pytest.raises(LawError, match="目录"):
            load_laws(str(tmp_path))

    def test_a_quote_of_exactly_the_limit_is_taken(self, tmp_path: Path) -> None:
        text = GOOD_FILE.replace("旧的话", "长" * MAX_QUOTE)
        assert len(load_laws(write(tmp_path, text)).articles()[0].quote) == MAX_QUOTE


class TestLookup:
    @pytest.mark.parametrize(
        ("law", "number", "parts", "known"),
        [
            ("no-such-law", "1", {}, "patterns/laws/"),
            ("civil-code", "9998", {}, "civil-code.toml"),
            ("civil-code", "497", {}, "第四百九十七条第（二）项"),
            ("consumer-protection-law", "26", {"paragraph": "9"}, "第二十六条第三款"),
            ("civil-code", "99999", {}, "civil-code.toml"),
        ],
    )
    def test_a_provision_nobody_wrote_is_an_error_that_says_what_there_is(
        self, law: str, number: str, parts: dict[str, str], known: str
    ) -> None:
        with pytest.raises(LawError) as caught:
            LAWS.article(law, number, TODAY, **parts)
        assert known in caught.value.remedy

    def test_online_trade_rule_lost_its_five_days_in_2025(self) -> None:
        old = LAWS.article("online-trade-rule", "18", "2022-06-01")
        new = LAWS.article("online-trade-rule", "18", "2026-06-01")
        assert old and "日期前五日" in old.quote
        assert new and "日期前，" in new.quote and "五日" not in new.quote
        assert LAWS.article("online-trade-rule", "18", "2025-03-17") == old
        assert LAWS.article("online-trade-rule", "18", "2025-03-18") == new

    @pytest.mark.parametrize(
        ("law", "number", "parts", "day_before", "first_day"),
        [
            ("prepaid-interp", "9", {"item": "一"}, "2025-04-30", "2025-05-01"),
            ("platform-rules", "12", {}, "2026-01-31", "2026-02-01"),
            ("consumer-regulation", "17", {}, "2024-06-30", "2024-07-01"),
            ("civil-code", "497", {"item": "二"}, "2020-12-31", "2021-01-01"),
            ("consumer-protection-law", "26", {"paragraph": "3"}, "2014-03-14", "2014-03-15"),
            ("arbitration-law", "28", {"item": "三"}, "2026-02-28", "2026-03-01"),
            ("complaint-handling-rule", "16", {"item": "四"}, "2026-04-14", "2026-04-15"),
            ("platform-pricing-rules", "20", {}, "2026-04-09", "2026-04-10"),
        ],
    )
    def test_not_in_force_the_day_before(
        self, law: str, number: str, parts: dict[str, str], day_before: str, first_day: str
    ) -> None:
        assert LAWS.article(law, number, day_before, **parts) is None
        assert LAWS.article(law, number, first_day, **parts) is not None

    @pytest.mark.parametrize("codec", [json, marshal])
    def test_survives_the_cache(self, codec: Any) -> None:
        again = Laws.from_plain(codec.loads(codec.dumps(LAWS.to_plain())))
        assert again.articles() == LAWS.articles()
        assert again.instrument("civil-code") == LAWS.instrument("civil-code")
        assert [again.verified(one) for one in again.articles()] == [LAWS.verified(one) for one in LAWS.articles()]
        assert again.article("civil-code", "506", TODAY, item="一") == LAWS.article(
            "civil-code", "506", TODAY, item="一"
        )


class TestDisplay:
    @pytest.mark.parametrize(
        ("law", "number", "parts", "shown"),
        [
            ("civil-code", "497", {"item": "二"}, "《民法典》第四百九十七条第（二）项"),
            ("consumer-protection-law", "26", {"paragraph": "3"}, "《消费者权益保护法》第二十六条第三款"),
            ("prepaid-interp", "13", {"paragraph": "1", "item": "二"}, "《预付式消费解释》第十三条第一款第（二）项"),
        ],
    )
    def test_cites_as_a_lawyer_writes(self, law: str, number: str, parts: dict[str, str], shown: str) -> None:
        article = LAWS.article(law, number, TODAY, **parts)
        assert article and cite(article) == shown

    @pytest.mark.parametrize(
        ("number", "numeral"),
        [
            *[(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (26, "二十六"), (100, "一百"), (105, "一百零五")],
            *[(110, "一百一十"), (112, "一百一十二"), (1001, "一千零一"), (1022, "一千零二十二"), (1100, "一千一百")],
        ],
    )
    def test_numerals(self, number: int, numeral: str) -> None:
        assert chinese_numeral(number) == numeral

    @pytest.mark.parametrize("number", [0, -1, 10000])
    def test_numerals_out_of_range(self, number: int) -> None:
        with pytest.raises(ValueError):
            chinese_numeral(number)


class TestCategories:
    def test_every_basis_is_in_force_today(self) -> None:
        for key, category in CATEGORIES.items():
            assert 1 <= len(category["basis"]) <= 4, key
            assert len(bases_in_force(category)) == len(category["basis"]), key

    def test_a_void_grade_rests_first_on_a_law_that_voids(self) -> None:
        void = [key for key, category in CATEGORIES.items() if category["grade"] == "void"]
        assert void
        for key in void:
            assert bases_in_force(CATEGORIES[key])[0].effect == "void", key

    def test_a_missing_duty_rests_on_duties_only(self) -> None:
        missing = [key for key, category in CATEGORIES.items() if category["grade"] == "missing"]
        assert missing and all(key.startswith("missing-") for key in missing)
        for key in missing:
            assert {article.effect for article in bases_in_force(CATEGORIES[key])} <= {"duty", "prohibited"}, key

    def test_the_electronic_commerce_law_never_stands_alone(self) -> None:
        # It does not reach video, news, publishing and finance, so another basis must carry the finding.
        for key, category in CATEGORIES.items():
            assert {one["law"] for one in category["basis"]} != {"ecommerce-law"}, key

    def test_keys_and_lengths(self) -> None:
        required = {"name", "group", "grade", "title", "explain", "action", "suggest", "counter", "settle", "basis"}
        for key, category in CATEGORIES.items():
            assert required <= set(category) <= required | {"good_title"}, key
            assert category["grade"] in set(Grade), key
            assert len(category["title"]) <= 24 and len(category["explain"]) <= 60, key
            for one in category["basis"]:
                assert {"law", "article", "why"} <= set(one) <= {"law", "article", "paragraph", "item", "why"}, key

    def test_our_words_stop_at_may(self) -> None:
        for place, text in our_words():
            assert not re.search(r"违法|(?<!可能)无效", text), f"{place}: {text}"


def our_words() -> Iterator[tuple[str, str]]:
    for key, category in CATEGORIES.items():
        yield from ((f"{key}.{name}", text) for name, text in category.items() if isinstance(text, str))
        yield from ((f"{key}.why", one["why"]) for one in category["basis"])
    for article in LAWS.articles():
        yield from ((cite(article), text) for text in (article.holding, article.scope))


def research_rows() -> dict[str, dict[str, Any]]:
    path = SHARED / "law" / "articles.jsonl"
    if not path.exists():
        pytest.skip(f"QUOTES NOT CHECKED against the statute texts: {path} is not on this machine")
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row for row in rows}


def bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


class TestAgainstTheStatuteTexts:
    def test_every_quote_is_one_run_of_its_article(self) -> None:
        rows = research_rows()
        for article in LAWS.articles():
            row = rows[article.source]
            assert row["verified"] != "unverified", cite(article)
            assert bare(article.quote) in bare(row["text"]), cite(article)

    def test_law_number_level_and_dates_agree(self) -> None:
        rows = research_rows()
        for article in LAWS.articles():
            row, head = rows[article.source], LAWS.instrument(article.law)
            assert (article.title, article.number) == (row["law"], row["article"]), cite(article)
            assert (head.level, head.issuer) == (row["level"], row["issuer"]), article.law
            assert article.effective >= row["effective"], cite(article)
            assert LAWS.verified(article) == row["verified"], cite(article)
            assert article.effect in EFFECTS and head.level in LEVELS
