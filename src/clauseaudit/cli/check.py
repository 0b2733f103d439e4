"""clauseaudit check PATHS…: a shop's own files."""

from __future__ import annotations

import argparse
import os
import sys

from clauseaudit.check import baseline as known
from clauseaudit.check import config as settings
from clauseaudit.check.baseline import Baseline
from clauseaudit.check.config import Config
from clauseaudit.check.output import FORMATS, written
from clauseaudit.check.review import Lens, Review, review
from clauseaudit.cli import complain
from clauseaudit.cli.audit import expand
from clauseaudit.cli.options import add_verdict, law_date, ready, second_reader
from clauseaudit.errors import ClauseauditError
from clauseaudit.files import replace_file, spare
from clauseaudit.findings import reaches
from clauseaudit.rules import Pack


def options(parser: argparse.ArgumentParser) -> None:
    """Files, threshold, lists, baseline, proposals, settings."""
    parser.add_argument("inputs", nargs="+", metavar="文件", help="文件或文件夹")
    parser.add_argument("--format", choices=FORMATS, default="text", help="text 一行一处；github 为网页上的标注")
    parser.add_argument("-o", "--output", metavar="文件", help="写到文件，不写到屏幕")
    parser.add_argument("--explain", action="store_true", help="每处附上意思、可以改成的写法和依据")
    parser.add_argument("--suggest", action="store_true", help="另写一份带建议的副本（协议.suggested.md），不动原文件")
    parser.add_argument("--baseline", metavar="文件", help="已知的发现；只计数，不列出")
    parser.add_argument("--write-baseline", action="store_true", help="把现在的发现写进基线文件")
    parser.add_argument("--config", metavar="文件", help="用这份设置（默认从第一个文件所在的文件夹往上找）")
    parser.add_argument("--patterns", metavar="文件夹", help="用这个规则包（默认用自带的）")
    parser.add_argument("--on", metavar="日期", help="按这一天施行的法律看，如 2025-05-01（默认今天）")
    # A gate must not move when a model is trained anew, so the rules speak alone unless asked otherwise.
    parser.add_argument("--model", dest="no_model", action="store_false", help="第二读者（机器学习）也说话，更慢")
    add_verdict(parser, default="")


def run(args: argparse.Namespace) -> int:
    """Check, write the list, and say by the exit status whether a finding reaches --fail-on."""
    config = settings.load(args.config) if args.config else settings.find(args.inputs[0])
    args.patterns, args.on = args.patterns or config.patterns or None, args.on or config.on or None
    lens = Lens(ready(args), law_date(args), second_reader(args))
    for name in (*config.select, *config.ignore):
        check_name(config, name, lens.matcher.pack)
    baseline = chosen_baseline(args, config)
    failed: list[ClauseauditError] = []
    paths = [path for path in dict.fromkeys(expand(args.inputs, failed)) if config.keeps(path)]
    if args.output:
        spare(paths, args.output)
    today = law_date(argparse.Namespace(on=None))
    result = review(paths, lens, today, config, baseline)
    if args.write_baseline and baseline:
        count = known.write(baseline, (r.sheet.path for r in result.reads), result.standing)
        complain(f"已写入 {baseline.file}：{count} 处")
    else:
        write(args, written(result, args.format, args.explain, names_of(lens.matcher.pack)))
    if args.suggest:
        failed += suggest(result)
    failed += result.failed
    for error in failed:
        complain(str(error))
    return 2 if failed else status(result, args, config)


def status(result: Review, args: argparse.Namespace, config: Config) -> int:
    """1 if a listed finding reaches the threshold of the command line, or else of the settings."""
    threshold = args.fail_on or config.fail_on or "never"
    if args.write_baseline:
        return 0
    return int(reaches((issue.finding for issue in result.issues), threshold))


def check_name(config: Config, name: str, pack: Pack) -> None:
    """Settings may name only rules and categories that exist: a slip of the pen would silence nothing, or all."""
    if not settings.is_known(name, pack):
        raise ClauseauditError(config.file, f"没有规则或类别 {name!r}", "用 clauseaudit rules list 看有哪些")


def names_of(pack: Pack) -> dict[str, str]:
    """Category id -> Chinese name."""
    return {category.id: category.name for category in pack.categories.values()}


def chosen_baseline(args: argparse.Namespace, config: Config) -> Baseline | None:
    """The baseline of the command line or of the settings; an empty one where it is yet to be written."""
    path = args.baseline or config.baseline
    if not path:
        if args.write_baseline:
            raise ClauseauditError("--write-baseline", "不知道写到哪里", "加上 --baseline 文件，或在设置里写 baseline")
        return None
    if args.write_baseline and not os.path.exists(path):
        return Baseline(path)
    return known.read(path)


def suggest(result: Review) -> list[ClauseauditError]:
    """Write a copy with proposals beside each file that has any; what went wrong with which."""
    from clauseaudit.check.suggest import copy_path, suggested

    failed = []
    for read in result.reads:
        issues = [i for i in result.issues if i.path == read.sheet.path and i.finding.suggest]
        if not issues:
            continue
        target = copy_path(read.sheet.path)
        try:
            replace_file(target, suggested(read.sheet, issues))
            complain(f"已写入 {target}：{len(issues)} 条建议，原文件没有改动")
        except ClauseauditError as error:
            failed.append(error)
    return failed


def write(args: argparse.Namespace, text: str) -> None:
    """To the file or the screen; lone surrogates of a file name are escaped."""
    content = text.encode("utf-8", "backslashreplace")
    if args.output is None:
        sys.stdout.buffer.write(content)
        return
    replace_file(args.output, content)
    complain(f"已写入 {args.output}")
