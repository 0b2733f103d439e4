"""From the page that was given to the platform's agreements: two levels of links, the most telling first."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from clauseaudit.crawl.frontier import LEVELS, Frontier, Waiting
from clauseaudit.crawl.look import Seen, look, promises_a_document
from clauseaudit.crawl.missing import FULL, NO_AGREEMENT, STOPPED, Missing, Why
from clauseaudit.crawl.names import names_of, speaks_of
from clauseaudit.crawl.options import Options, Say
from clauseaudit.crawl.texts import Read, text_of
from clauseaudit.crawl.visitor import Visitor, failed, is_page
from clauseaudit.discover import Candidate, Shelf, links, sitemap
from clauseaudit.discover.site import tidy
from clauseaudit.discover.words import BY_ADDRESS, WORTH, own_name
from clauseaudit.errors import ClauseauditError, ExtractError, FetchError
from clauseaudit.extract import read_document
from clauseaudit.model import Unread
from clauseaudit.visit import Visit

MOST_PAGES = 60  # visited for one platform
FEW = 5  # documents; with fewer the site map is asked
MOST_MAPS = 3
MOST_SECONDS = 1200.0  # for one platform
SEVERAL = 3  # links to agreements that a home page has and few agreements have


class Crawled(NamedTuple):
    """What a crawl brought home. ``alone``: the page that was given is itself all there is to read."""

    reads: tuple[Read, ...]
    unread: tuple[Unread, ...]
    visits: tuple[Visit, ...]
    alone: bool = False
    stopped: bool = False  # by the user
    doors: tuple[Read, ...] = ()  # pages that ask for consent or payment: no agreements, but they may hold terms


class Walk:
    """One crawl. ``start`` reads the page that was given; ``go`` the rest."""

    def __init__(self, visitor: Visitor, options: Options, say: Say) -> None:
        self.visitor, self.options, self.say = visitor, options, say
        self.shelf = Shelf()
        self.reads: list[Read] = []
        self.doors: list[Read] = []
        self.missing = Missing(say)
        self.visits: list[Visit] = []
        self.triggers: list[tuple[Candidate, Visit]] = []
        self.parts: dict[str, str] = {}  # frames, and the page that they are part of
        self.frontier: Frontier
        self.names: frozenset[str]
        self.pages = 0

    def start(self, url: str) -> Crawled | None:
        """Read the page at ``url``. A result if that is all there is to read, None if the walk goes on.

        Raises FetchError and BlockedError when the page cannot be read and leads nowhere.
        """
        seen = self._seen(look(self.visitor, self.options, self.visitor.visit(url)))
        visit, found = seen.visit, seen.found
        here = visit.snapshot.url or url
        itself = [one for one in found.reads if one.opened is None]
        if not self.options.discover or not is_page(visit.snapshot) or (itself and _is_one(itself, visit)):
            return Crawled(_told_apart(itself or [self._as_it_is(visit)]), (), tuple(self.visits), alone=True)
        self.frontier = Frontier((url, here), self.options.only)
        self.frontier.see(tidy(url, url), tidy(here, here))
        self.names = names_of(visit.snapshot, text_of(visit))
        self._keep(found.reads)
        candidates = self._follow(visit, 0, declares=True)
        leads = any(not one.script for one in candidates)  # 登录即同意《用户协议》 on a wall leads nowhere
        if found.reason and not found.empty and not leads and not self.reads:
            raise FetchError(url, found.reason, found.remedy)
        self.say(f"打开了 {here}，有 {len(self.frontier)} 处可能通向协议")
        return None

    def go(self) -> None:
        """Visit candidates until there are none, or enough documents."""
        asked_maps = False
        end = time.monotonic() + MOST_SECONDS
        while self.pages < MOST_PAGES and len(self.reads) < self.options.limit and time.monotonic() < end:
            waiting = self.frontier.take()
            if waiting is None and not asked_maps and len(self.reads) < FEW:
                asked_maps = True
                self._ask_maps()
                waiting = self.frontier.take()
            if waiting is None:
                return
            self.pages += 1
            try:
                self._visit(waiting)
            except KeyboardInterrupt:
                self.missing.add(waiting.candidate, STOPPED)
                raise

    def result(self, url: str, *, stopped: bool = False) -> Crawled:
        """What has been read, and what the platform names that was not."""
        left = [waiting.candidate for waiting in self.frontier.left()]
        self.missing.add_left(url, left, STOPPED if stopped else FULL)
        self.missing.add_unopened(self.triggers, self.reads, self.visitor.no_browser)
        if not self.reads and not self.missing:
            first = self._as_it_is(self.visits[0])
            note = "这一页不像协议，也没有找到通向协议的链接；检查的是这一页本身"
            document = first.document._replace(notes=(note, *first.document.notes))
            return Crawled((first._replace(document=document),), (), tuple(self.visits), alone=True, stopped=stopped)
        apart = _told_apart([*self.reads, *self.doors])
        reads, doors = apart[: len(self.reads)], apart[len(self.reads) :]
        return Crawled(reads, self.missing.all(), tuple(self.visits), stopped=stopped, doors=doors)

    def _visit(self, waiting: Waiting) -> None:
        candidate = waiting.candidate
        self.say(f"页 {self.pages}/{self.pages + len(self.frontier)} {candidate.words or candidate.url}")
        try:
            visit = self.visitor.visit(candidate.url, waiting.asked_from)
        except FetchError as error:
            self.visits.append(failed(candidate.url, error))
            self.missing.add(candidate, Why(error.reason, error.remedy))
            return
        seen = self._seen(look(self.visitor, self.options, visit, candidate))
        here = seen.visit.snapshot.url or candidate.url
        self.frontier.see(tidy(here, here))
        foreign = not self.frontier.is_own(here)
        if foreign and not any(speaks_of(one.document.text, self.names) for one in seen.found.reads):
            if seen.found.reason:
                self.missing.add(candidate, Why(seen.found.reason, seen.found.remedy))
            return
        if foreign:
            self.frontier.confirm(here)
        self._judge(candidate, seen)
        empty = candidate.role == "agreement" and not seen.found.reads
        declares = not seen.found.reads and not foreign
        self._follow(seen.visit, waiting.level, declares=declares, inside=candidate if empty else None)

    def _judge(self, candidate: Candidate, seen: Seen) -> None:
        """Keep what was read, or name what was not."""
        self._keep(seen.found.reads)
        if seen.found.reads:
            self.missing.drop(self.parts.get(candidate.url, ""))
        elif seen.found.reason:
            self.missing.add(candidate, Why(seen.found.reason, seen.found.remedy))
        elif promises_a_document(candidate) and seen.disappoints:
            self.missing.add(candidate, NO_AGREEMENT)

    def _seen(self, seen: Seen) -> Seen:
        self.visits += [seen.visit, *seen.more]
        self.doors += [seen.door] if seen.door else []
        return seen

    def _follow(
        self, visit: Visit, level: int, *, declares: bool, inside: Candidate | None = None
    ) -> Sequence[Candidate]:
        """Queue what the page leads to; frames only of a page (``inside``) that was to be an agreement and is empty."""
        if not is_page(visit.snapshot):
            return ()
        try:
            found = links(visit.snapshot)
        except ExtractError:
            return ()
        here = visit.snapshot.url
        self.triggers += [(c, visit) for c in found if self._opens(c, visit)]
        inner = [c for c in found if c.role == "here" or (inside and c.role == "frame")]
        parts = [c._replace(words=inside.words, role="agreement") if inside else c._replace(role="hub") for c in inner]
        parts += [_file(one.trigger, one.snapshot.url) for one in visit.opened if not one.snapshot.content]
        onward = [c for c in found if c.role not in ("frame", "here")]
        self.parts.update({c.url: inside.url for c in parts if inside})
        self.frontier.add(parts, max(1, level), here, declares=declares)
        if level < LEVELS:
            self.frontier.add(onward, level + 1, here, declares=declares)
        return [*parts, *onward]

    def _opens(self, candidate: Candidate, visit: Visit) -> bool:
        """Whether words on a page open an agreement by script. On an agreement itself they only name another one."""
        wanted = not self.options.only or not candidate.kind or candidate.kind in self.options.only
        itself = any(one.visit is visit and one.opened is None for one in self.reads)
        return candidate.script and candidate.role == "agreement" and wanted and not itself

    def _keep(self, reads: Iterable[Read]) -> None:
        """Put documents on the list that are new and wanted, and not other people's."""
        for one in reads:
            document = one.document
            if self.options.only and document.type not in self.options.only:
                continue
            if one.opened and not self.frontier.is_own(document.url) and not speaks_of(document.text, self.names):
                continue
            if (place := self.shelf.find(document.text)) is not None:
                self.say(f"  《{document.title}》和《{self.reads[place].document.title}》内容相同")
            elif len(self.reads) < self.options.limit:
                self.shelf.keep(document.text)
                self.reads.append(one)
                self.say(f"  读到《{document.title}》{len(document.text):,}字")

    def _ask_maps(self) -> None:
        """Queue the agreements in the site's maps, if there are few documents without them."""
        origin = "/".join(self.visits[0].snapshot.url.split("/")[:3])
        waiting = list(sitemap.declared(self.visitor.robots_text(origin), origin + "/")) or [f"{origin}/sitemap.xml"]
        for asked in range(MOST_MAPS):
            if asked >= len(waiting):
                return
            try:
                content = self.visitor.client.visit(waiting[asked]).snapshot.content
            except ClauseauditError:
                continue
            found = sitemap.read(content, waiting[asked])
            waiting += found.maps
            guesses = [Candidate(url, "", "agreement", "", BY_ADDRESS) for url in found.agreements]
            self.frontier.add(guesses[:MOST_PAGES], LEVELS, waiting[asked], declares=False)

    def _as_it_is(self, visit: Visit) -> Read:
        """The page as one document, whatever it is. Raises as ``read_document`` and ``check_page`` do."""
        from clauseaudit.fetch import check_page

        try:
            document = read_document(visit.snapshot)
        except ExtractError as error:
            if not visit.notes:
                raise
            raise FetchError(visit.asked, visit.notes[-1], error.remedy) from error  # why it was not rendered
        check_page(document, visit.snapshot)
        return Read(document, visit)


def _is_one(reads: Sequence[Read], visit: Visit) -> bool:
    """Whether a page that reads like an agreement is just that: called so, or without links to several others."""
    if any(own_name(one.document.title) for one in reads):
        return True
    try:
        found = links(visit.snapshot)
    except ExtractError:
        return True
    return sum(c.role in ("agreement", "hub") and not c.script for c in found) < SEVERAL


def _file(words: str, url: str) -> Candidate:
    """A file that a click in the browser would have downloaded: it is fetched by our own rules."""
    return Candidate(url, words.strip("《》 "), "agreement", "", WORTH["general"])


def _told_apart(reads: Iterable[Read]) -> tuple[Read, ...]:
    """With ids that no two documents share: several texts may open on one page."""
    used: set[str] = set()
    apart = []
    for one in reads:
        id = one.document.id
        number = 1
        while id in used:
            number += 1
            id = f"{one.document.id}-{number}"
        used.add(id)
        apart.append(one._replace(document=one.document._replace(id=id)))
    return tuple(apart)
