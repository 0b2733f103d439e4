"""From a pasted address to one report: crawl, audit each document, join; evidence if it is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from clauseaudit.cli import complain, progress
from clauseaudit.crawl import Crawled, Options, Read, platform
from clauseaudit.crawl.options import INTERVAL
from clauseaudit.errors import ClauseauditError
from clauseaudit.fetch.transport import Gate
from clauseaudit.model import Audit, Document, Grade, Platform
from clauseaudit.platform import join
from clauseaudit.render.words import TYPE

if TYPE_CHECKING:
    from clauseaudit.rules import Pack

MOST = 100  # documents that --max may ask for


class Judge(NamedTuple):
    """How documents are audited: under which rules, by the law of which day."""

    audit: Callable[[Document], Audit]
    pack: Pack
    on: str


class Outcome(NamedTuple):
    """The report on one address, and whether the user broke it off."""

    report: Audit | Platform
    stopped: bool = False


def chosen(args: argparse.Namespace) -> Options:
    """The options of the crawl. Raises ClauseauditError for a type or number that there is not."""
    only = frozenset(name.strip() for name in args.only.replace("，", ",").split(",") if name.strip())
    if unknown := sorted(only - set(TYPE)):
        raise ClauseauditError(f"--only {','.join(unknown)}", "没有这种协议", "可选：" + "、".join(TYPE))
    if not 1 <= args.max <= MOST:
        raise ClauseauditError(f"--max {args.max}", "不在 1 到 100 之间", "换一个数")
    if args.timestamp and not args.evidence:
        raise ClauseauditError("--timestamp", "要和 --evidence 一起用", "加上 --evidence 文件夹")
    return Options(
        only=only,
        limit=args.max,
        discover=not args.no_discover,
        render=args.render,
        ignore_robots=args.ignore_robots,
        allow_private=args.allow_private,
        contact=args.contact,
        resume=args.resume,
        measure=_script() if args.measure is not False and args.render != "never" else None,
        evidence=bool(args.evidence),
        look=args.measure is True or bool(args.evidence),
        interval=INTERVAL,
    )


def from_address(url: str, args: argparse.Namespace, judge: Judge) -> Outcome:
    """The audit of the agreement at ``url``, or of the platform behind it.

    Raises ClauseauditError when the page cannot be read, or the evidence cannot be written.
    """
    wanted = chosen(args)
    if args.evidence:
        from clauseaudit.evidence.bundle import check

        check(args.evidence)
    crawled = platform(url, wanted, _quiet if args.quiet else progress)
    audits = [_audit(one, judge) for one in crawled.reads]
    audits += _doors(crawled, judge)
    report: Audit | Platform = audits[0] if crawled.alone and len(audits) == 1 else join(url, audits, crawled.unread)
    if crawled.stopped:
        complain("已停止，报告里只有已经读到的")
    if args.evidence:
        _keep(args, crawled, report)
    return Outcome(report, crawled.stopped)


def _audit(one: Read, judge: Judge) -> Audit:
    """The audit of what was read, with what the page looked like if that was measured."""
    audit = judge.audit(one.document)
    if not one.visit.sights:
        return audit
    from clauseaudit.visual import observe

    return observe(audit, one.visit, judge.pack, judge.on)


def _doors(crawled: Crawled, judge: Judge) -> list[Audit]:
    """Payment and registration pages that say or show something to look at; what a contract must say they need not."""
    found = []
    for one in crawled.doors:
        audit = _audit(one, judge)
        findings = tuple(f for f in audit.findings if f.grade is not Grade.MISSING)
        if any(f.grade.is_risk for f in findings):
            counts = {**audit.verdict.counts, str(Grade.MISSING): 0}
            note = "这一页不是协议；它要人付款或同意，上面的话也算数"
            document = one.document._replace(notes=(note, *audit.document.notes))
            found.append(audit._replace(document=document, findings=findings,
                                        verdict=audit.verdict._replace(counts=counts)))  # fmt: skip
    return found


def _keep(args: argparse.Namespace, crawled: Crawled, report: Audit | Platform) -> None:
    """Write the evidence bundle and say its hash, which is worth keeping elsewhere."""
    from clauseaudit.evidence import write

    joined = report if isinstance(report, Platform) else None
    audits: Sequence[Audit] = report.audits if isinstance(report, Platform) else (report,)
    gate = Gate(allow_private=args.allow_private)
    written = write(args.evidence, crawled.visits, audits, platform=joined, timestamp=args.timestamp, gate=gate)
    for note in written.notes:
        complain(note)
    complain(f"证据包已写入 {args.evidence}，清单 SHA-256 {written.sha256}")


def _script() -> str:
    from clauseaudit.visual import SCRIPT

    return SCRIPT


def _quiet(line: str) -> None:
    """No progress."""
