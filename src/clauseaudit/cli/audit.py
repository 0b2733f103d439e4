"""clauseaudit audit PATH_OR_URL…"""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from clauseaudit.audit import audit
from clauseaudit.cli import complain
from clauseaudit.cli.options import add_crawl, add_pack, add_verdict, law_date, ready, second_reader
from clauseaudit.errors import ClauseauditError, ExtractError
from clauseaudit.extract import MAX_BYTES, find_documents, read_documents, snapshot_file, snapshot_stdin
from clauseaudit.extract.files import sha256
from clauseaudit.extract.sniff import form_of
from clauseaudit.files import replace_file, spare
from clauseaudit.findings import reaches
from clauseaudit.model import Audit, Document, Platform
from clauseaudit.render import BINARY, FORMATS, LISTS, audits_of, render_bytes, unread_of

STOPPED = 130  # as a shell says of what Ctrl-C ended
SUFFIXES = {f".{format}": format for format in FORMATS[1:]} | {".htm": "html"}


def options(parser: argparse.ArgumentParser) -> None:
    """Inputs, law date, output."""
    parser.add_argument("inputs", nargs="+", metavar="输入", help="文件、文件夹、http(s) 网址，或 - 表示标准输入")
    parser.add_argument("--format", choices=FORMATS, help="输出格式；默认由 -o 的后缀决定，否则为终端摘要")
    parser.add_argument("-o", "--output", metavar="文件", help="写到文件，不写到屏幕")
    parser.add_argument("--quiet", action="store_true", help="每份文件只写一行")
    parser.add_argument("--allow-private", action="store_true", help="允许访问内网和本机地址")
    add_pack(parser)
    add_verdict(parser)
    add_crawl(parser)


class Work(NamedTuple):
    """What has become of the inputs so far."""

    reports: list[Audit | Platform]
    failed: list[ClauseauditError]
    stopped: bool = False


def run(args: argparse.Namespace) -> int:
    """Audit every input; one that cannot be read is named and the others go on."""
    matcher, reader, on = ready(args), second_reader(args), law_date(args)

    def judged(document: Document) -> Audit:
        return audit(document, matcher, on, reader)

    if args.evidence and sum("://" in source for source in args.inputs) != 1:
        raise ClauseauditError("--evidence", "一个证据包只装一个网址", "一次检查一个网址")
    work = Work([], [])
    for source in expand(args.inputs, work.failed):
        try:
            if "://" in source:
                from clauseaudit.cli.address import Judge, from_address

                found = from_address(source, args, Judge(judged, matcher.pack, on))
                work.reports.append(found.report)
                work = work._replace(stopped=found.stopped)
            else:
                work.reports.extend(map(judged, read(source)))
        except ClauseauditError as error:
            work.failed.append(error)
        if work.stopped:
            break
    return finish(args, work, {c.id: c.name for c in matcher.pack.categories.values()})


def finish(args: argparse.Namespace, work: Work, names: dict[str, str]) -> int:
    """Write the report, name what failed, and choose the exit status."""
    if work.reports:
        write(args, work.reports, names)
    for error in work.failed:
        complain(str(error))
    if work.stopped:
        return STOPPED
    audits = audits_of(work.reports)
    if work.failed or (work.reports and not audits):
        return 2
    return int(any(reaches(audit.findings, args.fail_on) for audit in audits))


def expand(inputs: Iterable[str], failed: list[ClauseauditError]) -> Iterator[str]:
    """Folders become the documents in them."""
    for source in inputs:
        if not os.path.isdir(source):
            yield source
            continue
        try:
            yield from find_documents(source)
        except ExtractError as error:
            failed.append(error)


def read(source: str) -> list[Document]:
    """The document behind a path or standard input; of a web archive, each agreement in it."""
    snapshot = snapshot_stdin(sys.stdin.buffer.read(MAX_BYTES + 1)) if source == "-" else snapshot_file(source)
    found = read_documents(snapshot)
    if snapshot.url or "html" in snapshot.media_type or "multipart" in snapshot.media_type:
        from clauseaudit.fetch import check_page

        check_page(found[0], snapshot)
    return found


def write(args: argparse.Namespace, audits: Sequence[Audit | Platform], names: dict[str, str]) -> None:
    """Render to the file or the screen."""
    documents = [audit.document for audit in audits_of(audits)]
    format = args.format or SUFFIXES.get(os.path.splitext(args.output or "")[1].lower(), "terminal")
    if args.output:
        spare((document.source for document in documents), args.output)
    if format in BINARY and args.output is None and sys.stdout.isatty():
        raise ClauseauditError(f"--format {format}", "不是文字，不能写到屏幕", f"加上 -o 报告.{format}")
    color = args.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    more = _terminal(args, color) if format == "terminal" else {}
    if format == "docx" and len(documents) == 1:
        more = {"original": original(documents[0])}
    if format in LISTS and format != "xlsx" and (unread := unread_of(audits)):
        named = "、".join(f"《{one.title}》" for one in unread)
        complain(f"{format} 里没有地方写没读到的{len(unread)}份：{named}；原因看 html、md、xlsx 或 json 格式的报告")
    data = render_bytes(audits, format, **more, names=names)
    if args.output is None:
        sys.stdout.buffer.write(data)
    else:
        save(args.output, data)


def original(document: Document) -> bytes:
    """The Word file that a document was read from, for comments in a copy of it; empty for other documents."""
    if document.url or not os.path.isfile(document.source):
        return b""
    snapshot = snapshot_file(document.source)
    if form_of(snapshot) != "docx":
        return b""
    if sha256(snapshot.content) != document.sha256:
        raise ClauseauditError(document.source, "检查期间文件被改动了", "再运行一次")
    return snapshot.content


def save(path: str, data: bytes) -> None:
    """Write the file. Raises ClauseauditError when that cannot be done."""
    replace_file(path, data)
    complain(f"已写入 {path}")


def _terminal(args: argparse.Namespace, color: bool) -> dict[str, object]:
    return {"quiet": args.quiet, "color": color}
