"""Pages of rules: complete, plain Markdown, up to date or said not to be."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from clauseaudit.cli import main
from clauseaudit.model import Grade
from clauseaudit.pages import GROUPS, INDEX, pages, periods, plain, stale
from clauseaudit.rules import Citation, default_dir, load_pack
from clauseaudit.rules.load import read_examples, rule_files
from clauseaudit.rules.measured import read_measured
from small_pack import RULE, write_pack

PACK = load_pack()
PAGES = pages(PACK, default_dir())
EXAMPLES = {id_: read_examples(path) for id_, path in rule_files(default_dir())}
FLAT = re.compile("(?<!可能)(?<!认定)违法|(?<!可能)无效")


def shown(markdown: str) -> str:
    """The text that a reader of the rendered page sees."""
    return re.sub("<[^>]*>", "", MarkdownIt().enable("table").render(markdown)).replace("&quot;", '"')


def test_every_category_has_a_page_in_the_index() -> None:
    assert set(PAGES) == {INDEX, *(f"{id_}.md" for id_ in PACK.categories)}
    assert {c.group for c in PACK.categories.values()} <= GROUPS.keys()
    assert sorted(re.findall(r"\]\(([a-z-]+)\.md\)", PAGES[INDEX])) == sorted(PACK.categories)


@pytest.mark.parametrize("id_", PACK.categories)
def test_a_page_says_all(id_: str) -> None:
    category, text = PACK.categories[id_], shown(PAGES[f"{id_}.md"])
    words = category.wording
    for said in (category.name, words.title, words.explain, words.action, words.suggest, words.counter, words.settle):
        assert said in text
    for citation in category.basis:
        assert citation.why in text
        for article in periods(citation, PACK.laws):
            assert article.quote in text and article.effective in text
    for rule in (rule for rule in PACK.rules if rule.category == id_):
        assert rule.id in text
        assert all(e.replace("\n", " ⏎ ") in text for part in EXAMPLES[rule.id] for e in part)


def test_every_citation_is_found() -> None:
    cited = {c for kind in (PACK.categories.values(), PACK.rules) for each in kind for c in each.basis}
    assert [c for c in cited if not periods(c, PACK.laws)] == []
    assert periods(Citation("civil-code", "9999", "", "", ""), PACK.laws) == []


def test_older_wordings_are_shown_with_their_end() -> None:
    ended = [a for a in PACK.laws.articles() if a.until]
    cited = {(c.law, c.article) for category in PACK.categories.values() for c in category.basis}
    assert ended and cited
    article = next(p for category in PACK.categories.values() for c in category.basis
                   for p in periods(c, PACK.laws) if p.until)  # fmt: skip
    assert any(f"{article.until} 起不再适用" in page for page in PAGES.values())


def test_text_is_shown_unchanged() -> None:
    for text in ("a*b*c_d_e", "[x](y) <b>|#`~`", "1\\2"):
        assert MarkdownIt().render(plain(text)).count("<") == 2  # only the paragraph
    assert plain("一\n二") == "一 ⏎ 二"


def test_check_tells_stale_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack, out = write_pack(str(tmp_path / "patterns")), tmp_path / "docs" / "rules"
    command = ["rules", "pages", "--patterns", pack]
    assert main([*command, "--check"]) == 1
    assert main(command) == 0 and (out / "refund-denial.md").exists()
    assert main([*command, "--check"]) == 0
    (out / "gone.md").write_text("", "utf-8")
    (tmp_path / "patterns/rules/refund-denial/plain.toml").write_text(RULE.replace("充了就不退", "充了不退"), "utf-8")
    capsys.readouterr()
    assert main([*command, "--check"]) == 1
    assert {Path(line).name for line in capsys.readouterr().out.splitlines()[:-1]} == {"gone.md", "refund-denial.md"}
    assert main(command) == 0 and not (out / "gone.md").exists()
    assert main([*command, "--check"]) == 0


def test_an_installed_pack_has_no_pages_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = write_pack(str(tmp_path / "patterns"))
    (tmp_path / "__init__.py").write_text("", "utf-8")
    assert main(["rules", "pages", "--patterns", pack]) == 2
    assert "-o" in capsys.readouterr().err
    assert main(["rules", "pages", "--patterns", pack, "-o", str(tmp_path / "pages")]) == 0


def test_a_changed_pattern_changes_no_page(tmp_path: Path) -> None:
    pack = write_pack(str(tmp_path))
    before = pages(load_pack(pack), pack)
    (tmp_path / "rules/refund-denial/plain.toml").write_text(RULE.replace("充值…{不}", "充值…9{不}"), "utf-8")
    assert pages(load_pack(pack), pack) == before
    assert stale(before, str(tmp_path / "nowhere")) == sorted(before)


def test_measure_and_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack, folder = write_pack(str(tmp_path / "patterns")), tmp_path / "bench"
    (folder / "docs").mkdir(parents=True)
    text = "充值后概不退款。\n" * 6
    (folder / "docs" / "a.txt").write_text(text, "utf-8")
    starts = [m.start() for m in re.finditer("充值", text)][:5]
    rows = [{"doc": "a", "start": s, "end": s + 7, "category": "refund-denial", "grade": "void"} for s in starts]
    (folder / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert main(["rules", "measure", f"六句={folder}", str(folder), "--patterns", pack]) == 0
    assert [b["name"] for b in read_measured(pack)] == ["六句", "bench"]
    capsys.readouterr()
    assert main(["rules", "show", "refund-denial/plain", "--patterns", pack]) == 0
    assert "实测：六句：标出 6 处，标注认可 5 处（83%）" in capsys.readouterr().out
    assert "六句：标出 6 处" in pages(load_pack(pack), pack)["refund-denial.md"]
    assert main(["rules", "measure", "--patterns", pack]) == 2


def test_our_own_words_stay_careful() -> None:
    own = (getattr(c.wording, field) for c in PACK.categories.values() for field in c.wording._fields)
    assert [words for words in own if FLAT.search(words)] == []
    assert all(Grade(c.grade) for c in PACK.categories.values())


def test_pages_that_cannot_be_written_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert main(["rules", "pages", "-o", str(tmp_path / "file" / "pages")]) == 2
    assert "写不了" in capsys.readouterr().err
