"""clauseaudit letter AUDIT.json --kind …: a draft to send, from what an audit found."""

from __future__ import annotations

import argparse
import os
import sys

from clauseaudit.cli import complain
from clauseaudit.cli.audit import save
from clauseaudit.errors import ClauseauditError
from clauseaudit.model import Audit
from clauseaudit.render.letter_kinds import KINDS

MAX_BYTES = 200_000_000
KIND_HELP = "；".join(f"{key}（{kind.name}）" for key, kind in KINDS.items())


def options(parser: argparse.ArgumentParser) -> None:
    """The audit, the kind, what the user knows."""
    parser.add_argument("audit", metavar="AUDIT.json", help="audit --format json 或 jsonl 的结果；- 表示标准输入")
    parser.add_argument("--kind", required=True, choices=KINDS, help=KIND_HELP)
    parser.add_argument("--fact", action="append", default=[], metavar="名=值", help="填一个空，如 订单号=A123；可重复")
    parser.add_argument("--pick", metavar="1,3", help="只写报告里的这几处；默认写最要紧的几处")
    parser.add_argument("--document", metavar="编号", help="文件里有几份协议时，写哪一份（document.id）")
    parser.add_argument("-o", "--output", metavar="文件", help="写到 .md 或 .docx；默认把 Markdown 写到屏幕")


def run(args: argparse.Namespace) -> int:
    """Write the draft; what is still blank is said on standard error."""
    from clauseaudit.render.letter import compose, to_docx, to_markdown

    letter = compose(_chosen(_read(args.audit), args), args.kind, _facts(args.fact), _picks(args.pick))
    suffix = os.path.splitext(args.output or "")[1].lower()
    if suffix not in ("", ".md", ".docx"):
        raise ClauseauditError(args.output, "信只能写成 .md 或 .docx", "换一个后缀")
    data = to_docx(letter) if suffix == ".docx" else to_markdown(letter).encode()
    if args.output is None:
        sys.stdout.buffer.write(data)
    else:
        save(args.output, data)
    if letter.blanks:
        complain(f"还要填写：{'、'.join(letter.blanks)}（也可用 --fact 名=值）")
    return 0


def _read(path: str) -> list[Audit]:
    from clauseaudit.render.record import read_audits

    try:
        if path == "-":
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with open(path, "rb") as file:
                content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ClauseauditError(path, f"读不了：{error.strerror}", "检查路径") from error
    if len(content) > MAX_BYTES:
        raise ClauseauditError(path, "超过 200 MB", "分开体检，一份协议一个文件")
    try:
        return read_audits(content.decode("utf-8-sig"), path)
    except UnicodeDecodeError as error:
        raise ClauseauditError(path, "不是 UTF-8 文字", "用 clauseaudit audit … --format json 重新输出") from error


def _chosen(audits: list[Audit], args: argparse.Namespace) -> Audit:
    ids = [audit.document.id for audit in audits]
    if args.document is None:
        if len(audits) > 1:
            raise ClauseauditError(
                args.audit, f"里面有{len(audits)}份协议", "用 --document 选一份：" + "、".join(ids[:20])
            )
        return audits[0]
    if args.document not in ids:
        raise ClauseauditError(f"--document {args.document}", "里面没有这一份", "可选：" + "、".join(ids[:20]))
    return audits[ids.index(args.document)]


def _facts(given: list[str]) -> dict[str, str]:
    facts = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise ClauseauditError(f"--fact {item}", "看不懂", "写成 订单号=A123 这样")
        facts[name.strip().strip("【】")] = value.strip()
    return facts


def _picks(given: str | None) -> list[str]:
    return [number.strip() for number in given.replace("，", ",").split(",") if number.strip()] if given else []
