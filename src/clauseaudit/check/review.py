"""The check of a set of files: a finding is new, known (baseline), excused (inline) or not wanted (settings)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from clauseaudit.audit import audit
from clauseaudit.check.baseline import Baseline, Entry, entry, gone
from clauseaudit.check.config import Config
from clauseaudit.check.conflict import conflicts
from clauseaudit.check.issue import Issue, located, placed
from clauseaudit.check.sheet import Locator, Sheet, open_sheet
from clauseaudit.check.suppress import Directive, directives, problems, without_directives
from clauseaudit.check.workers import each
from clauseaudit.errors import ClauseauditError
from clauseaudit.match import Matcher
from clauseaudit.model import Audit, Finding, Grade
from clauseaudit.reader import Reader
from clauseaudit.render.fingerprint import fingerprints
from clauseaudit.rules import Pack


class Read(NamedTuple):
    """A file with its audit and where in the file the risks stand, all made in one go."""

    sheet: Sheet
    audit: Audit
    issues: tuple[Issue, ...]


class Review(NamedTuple):
    """What a check found, in the order of the files and of the places in them."""

    reads: tuple[Read, ...]
    issues: tuple[Issue, ...]  # to be listed
    known: int  # in the baseline, not listed
    excused: int  # suppressed
    gone: tuple[Entry, ...]  # in the baseline, found no more
    standing: tuple[Entry, ...]  # what --write-baseline writes down
    failed: tuple[ClauseauditError, ...]  # files that could not be read


class Lens(NamedTuple):
    """What files are audited with: the rules, the law of a day (ISO date) and the second reader, if wanted."""

    matcher: Matcher
    on: str
    reader: Reader | None = None

    def read(self, path: str) -> Read:
        """Read and audit the file at a path."""
        sheet = without_directives(open_sheet(path))
        found = audit(sheet.document, self.matcher, self.on, self.reader)
        return Read(sheet, found, tuple(_located(Locator(sheet), found.findings)))


def _located(locator: Locator, findings: Iterable[Finding]) -> Iterator[Issue]:
    """The risks among the findings, each at its place and with the name that it keeps."""
    for finding, name in fingerprints(f for f in findings if f.grade != Grade.GOOD):
        yield located(locator, finding, name)


def review(
    paths: Sequence[str], lens: Lens, today: str, config: Config, baseline: Baseline | None = None
) -> Review:
    """Check the files; ``today`` (ISO date) decides which suppressions have expired."""
    if lens.reader and paths:
        lens.reader.model  # noqa: B018  # loaded once, before the work is shared out
    outcomes = each(paths, lens.read)
    reads = tuple(outcome for outcome in outcomes if isinstance(outcome, Read))
    failed = tuple(outcome for outcome in outcomes if isinstance(outcome, ClauseauditError))
    against = conflicts([_comparable(read.audit) for read in reads], lens.matcher.pack.laws, lens.on)
    piles = _Piles(lens.matcher.pack, today, config, baseline)
    for read, more in zip(reads, against, strict=True):
        piles.sort(read, more)
    absent = gone(baseline, piles.fingerprints) if baseline else []
    return Review(
        reads, tuple(piles.listed), piles.known, piles.excused, tuple(absent), tuple(piles.standing), failed
    )  # fmt: skip


def _comparable(audit: Audit) -> Audit:
    """What is not under mainland law contradicts nothing that is."""
    return audit._replace(facts=()) if audit.verdict.light == "elsewhere" else audit


class _Piles:
    """Where findings are sorted to."""

    def __init__(self, pack: Pack, today: str, config: Config, baseline: Baseline | None) -> None:
        self.pack, self.today, self.config, self.baseline = pack, today, config, baseline
        self.listed: list[Issue] = []
        self.standing: list[Entry] = []
        self.fingerprints: dict[str, set[str]] = {}  # of what is not excused, by path
        self.known = self.excused = 0
        self._known = baseline.known() if baseline else {}

    def sort(self, read: Read, more: Iterable[Finding]) -> None:
        """Sort the findings of one file."""
        locator, path = Locator(read.sheet), read.sheet.path
        stated = directives(read.sheet, locator)
        used: set[Directive] = set()
        fresh: list[Issue] = []
        self.fingerprints[path] = set()
        for issue in (*read.issues, *_located(locator, more)):
            finding, name = issue.finding, issue.fingerprint
            covering = [directive for directive in stated if directive.covers(finding)]
            used.update(covering)
            if any(directive.until >= self.today for directive in covering):
                self.excused += 1
                continue
            self.fingerprints[path].add(name)
            if self.config.wants(finding.rule) and not self._is_known(path, finding, name):
                fresh.append(issue)
        for directive, finding in problems(stated, used, self.today, self.pack):
            if self.config.wants(finding.rule):
                fresh.append(placed(locator, (directive.start, directive.end), finding))
        self.listed.extend(sorted(fresh, key=lambda i: (i.start, i.finding.grade.rank, i.finding.rule)))

    def _is_known(self, path: str, finding: Finding, name: str) -> bool:
        """Whether the baseline has the finding; keeps it for a new baseline in any case."""
        if self.baseline is None:
            return False
        self.standing.append(entry(self.baseline, path, finding.rule, name, finding.quote))
        is_known = name in self._known.get(self.baseline.relative(path), ())
        self.known += is_known
        return is_known
