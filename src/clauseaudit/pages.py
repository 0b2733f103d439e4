"""The rules as pages to read: one Chinese Markdown page for each category, made from the pack alone.

Nothing here is dated or numbered by the content of the pack, so a page changes only when what it says does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from clauseaudit.errors import ClauseauditError
from clauseaudit.files import replace_file
from clauseaudit.laws import Laws, cite
from clauseaudit.model import Article, Grade
from clauseaudit.numerals import chinese_numeral
from clauseaudit.render import markdown
from clauseaudit.render.words import EFFECT, EFFECT_MEANING, GRADE_SHAPE, GRADE_WORD, MAYBE, NOT_ADVICE
from clauseaudit.rules import Category, Citation, Pack, Rule
from clauseaudit.rules.load import Examples, read_examples, rule_files
from clauseaudit.rules.measured import LEAST_SAMPLES, Benchmark, measured, read_measured

INDEX = "README.md"
SHOWN = "shown"  # the group whose findings are measured on the page (clauseaudit.visual); no rules lead to them
GROUPS = {
    "refund": "退款与余额",
    "renewal": "自动续费与扣款",
    "consent": "解释、修改与同意",
    "liability": "责任与赔偿",
    "account": "账号与服务",
    "dispute": "争议与投诉",
    "data": "个人信息与内容",
    "other": "其他",
    SHOWN: "页面上怎么显示",
    "missing": "应当写明而没写",
}
MEASURED = (
    "## 怎么量出来的\n\n不看文字写了什么，看网页在手机（390×844）和电脑（1280×800）上实际显示成什么样："
    "字号、对比度、折叠、勾选。没有规则文件；界线和理由写在 src/clauseaudit/visual/ 里。"
    "用 --measure 量每一份，不写就只量本来要用浏览器打开的网页。"
)
GENERATED = "<!-- 由 clauseaudit rules pages 生成，请改 patterns/ 里的文件，不要改这里 -->\n"
EXAMPLE_KINDS = (("命中", "flag"), ("不命中", "ok"), ("已知漏掉", "missed"))


def pages(pack: Pack, directory: str) -> dict[str, str]:
    """File name to text: the index and a page for each category of the pack read from ``directory``."""
    examples = {id_: read_examples(path) for id_, path in rule_files(directory)}
    benchmarks = read_measured(directory)
    made = {INDEX: _index(pack, benchmarks)}
    for category in pack.categories.values():
        rules = [rule for rule in pack.rules if rule.category == category.id]
        heading = MEASURED if category.group == SHOWN else f"## 规则（{len(rules)} 条）"
        blocks = [*_head(category, rules, pack.laws), heading]
        for rule in rules:
            blocks += _rule(rule, category, examples[rule.id], pack.laws)
            blocks += ["实测精确率：" + "；".join(said)] if (said := measured(rule.id, benchmarks)) else []
        made[f"{category.id}.md"] = GENERATED + "\n\n".join(blocks) + f"\n\n---\n\n[全部类别]({INDEX}) · {NOT_ADVICE}\n"
    return made


def stale(made: dict[str, str], folder: str) -> list[str]:
    """Names of the pages in ``folder`` that are missing, differ, or belong to no category any more."""
    present = {name for name in os.listdir(folder) if name.endswith(".md")} if os.path.isdir(folder) else set()
    return sorted(name for name in present | made.keys() if _content(folder, name) != made.get(name))


def write(made: dict[str, str], folder: str) -> list[str]:
    """Bring ``folder`` up to date; returns the names of the pages that were written or removed."""
    changed = stale(made, folder)
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise ClauseauditError(folder, f"写不了：{error.strerror}", "换一个能写的位置") from error
    for name in changed:
        path = os.path.join(folder, name)
        if name not in made:
            os.remove(path)
            continue
        replace_file(path, made[name].encode())
    return changed


def _content(folder: str, name: str) -> str | None:
    try:
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None


def plain(text: str) -> str:
    """Text as Markdown that shows it unchanged on one line, the ends of its lines as marks."""
    return markdown.plain(text.replace("\n", " ⏎ "))


def _grade(grade: str) -> str:
    return f"{GRADE_SHAPE[Grade(grade)]} {GRADE_WORD[Grade(grade)]}"


def _index(pack: Pack, benchmarks: list[Benchmark]) -> str:
    blocks = ["# 规则", f"{len(pack.categories)} 个类别，{len(pack.rules)} 条规则。{MAYBE}"]
    for group, name in GROUPS.items():
        lines = [f"## {name}\n", "| 类别 | 一句话 | 通常等级 | 规则 |", "|---|---|---|---|"]
        for c in (c for c in pack.categories.values() if c.group == group):
            count = sum(rule.category == c.id for rule in pack.rules)
            lines.append(f"| [{c.name}]({c.id}.md) | {plain(c.wording.title)} | {_grade(c.grade)} | {count} |")
        blocks.append("\n".join(lines))
    return GENERATED + "\n\n".join([*blocks, *_benchmarks(benchmarks)]) + f"\n\n---\n\n{NOT_ADVICE}\n"


def _benchmarks(benchmarks: list[Benchmark]) -> Iterator[str]:
    if not benchmarks:
        return
    yield "## 实测精确率是怎么来的"
    yield (
        "每条规则单独在标注过的协议上跑（不用第二读者）。标出的地方有同类标注，算认可；标注为“两可”的不计。"
        f"标出不足 {LEAST_SAMPLES} 处的不给比例。重算：`clauseaudit rules measure 名字=文件夹`。"
    )
    lines = ["| 语料 | 协议 | 字数 | 标注 | 难例 | 有样本的规则 |", "|---|---|---|---|---|---|"]
    for b in benchmarks:
        enough = sum(found >= LEAST_SAMPLES for found, _ in b["rules"].values())
        lines.append(
            f"| {b['name']} | {b['documents']} | {b['characters']:,} | {b['labels']:,} | {b['negatives']} | {enough} |"
        )
    yield "\n".join(lines)


def _head(category: Category, rules: list[Rule], laws: Laws) -> Iterator[str]:
    words = category.wording
    yield f"# {category.name}"
    yield f"**{plain(words.title)}**"
    yield f"{_grade(category.grade)} · {GROUPS.get(category.group, category.group)} · `{category.id}`"
    titles = dict.fromkeys(rule.wording.title for rule in rules) or [words.title]
    yield "## 抓什么\n\n" + "\n".join(f"- {plain(title)}" for title in titles)
    said = (("对你意味着什么", words.explain), ("怎么办", words.action), ("可以改成", words.suggest),
            ("商家可能这样说", words.counter), ("看什么定", words.settle))  # fmt: skip
    for name, text in said:
        if text:
            yield f"## {name}\n\n{plain(text)}"
    yield "## 为什么\n\n" + "\n".join(line for citation in category.basis for line in _law(citation, laws))


def periods(citation: Citation, laws: Laws) -> list[Article]:
    """Every wording of the cited provision, oldest first."""
    paragraph = chinese_numeral(int(citation.paragraph)) if citation.paragraph else ""
    wanted = (citation.law, f"第{chinese_numeral(int(citation.article))}条", paragraph, citation.item)
    found = [a for a in laws.articles() if (a.law, a.number, a.paragraph, a.item) == wanted]
    return sorted(found, key=lambda article: article.effective)


def _law(citation: Citation, laws: Laws) -> Iterator[str]:
    for article in periods(citation, laws):
        until = f"，{article.until} 起不再适用" if article.until else ""
        kind = f"{EFFECT[article.effect]}：{EFFECT_MEANING[article.effect]}"
        yield f"- **{cite(article)}**（{article.effective} 起施行{until}；{kind}）"
        yield f"  > {plain(article.quote)}\n"
        yield f"  {plain(citation.why)}。"


def _rule(rule: Rule, category: Category, examples: Examples, laws: Laws) -> Iterator[str]:
    yield f"### {plain(rule.wording.title)}"
    scope = " · 看整份文件" if rule.document else ""
    status = "" if rule.status == "stable" else " · 试行"
    yield f"`{rule.id}` · {_grade(rule.grade)}{scope}{status} · {rule.updated} 更新"
    if rule.grade != Grade.GOOD:
        fields = (("意思", "explain"), ("可以改成", "suggest"), ("商家可能这样说", "counter"), ("看什么定", "settle"))
        for name, field in fields:
            if getattr(rule.wording, field) != getattr(category.wording, field):
                yield f"{name}：{plain(getattr(rule.wording, field))}"
        if rule.basis != category.basis:
            yield "这条规则自己的依据：\n\n" + "\n".join(line for c in rule.basis for line in _law(c, laws))
    for softener in rule.softened:
        yield f"降一级的情形：{plain(softener.why)}"
    for name, kind in EXAMPLE_KINDS:
        if texts := getattr(examples, kind):
            yield f"{name}：\n\n" + "\n".join(f"- {plain(text)}" for text in texts)
