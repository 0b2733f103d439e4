"""From the page that was given to the platform's agreements: two levels of links, the most telling first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from clauseaudit.crawl.frontier import LEVELS, Frontier, Waiting
from clauseaudit.crawl.names import names_of, speaks_of
from clauseaudit.crawl.options import Options, Say
from clauseaudit.crawl.pictures import read_pictures
from clauseaudit.crawl.texts import IMAGE, MOSTLY, SAVE, Read, Yield, read
from clauseaudit.crawl.visitor import Visitor, is_page
from clauseaudit.discover import Candidate, Shelf, link_share, links, sitemap
from clauseaudit.discover.site import tidy
from clauseaudit.discover.words import BY_ADDRESS, names_a_document
from clauseaudit.errors import ClauseauditError, ExtractError, FetchError
from clauseaudit.extract import read_document
from clauseaudit.model import Document, Unread
from clauseaudit.visit import Visit

MOST_PAGES = 60  # visited for one platform
FEW = 5  # documents; with fewer the site map is asked
MOST_MAPS = 3
STOPPED = ("还没读到就停下了", "请再运行一次；加 --resume 文件 可以接着读")
FULL = ("已经读满，没有再读", "用 --max 多读几份，或用 --only 只读要紧的种类，或单独检查这个网址")
MOST_LEFT = 20
NO_AGREEMENT = ("打开的网页里没有认出条款", "请打开看看；如果是协议，加 --no-discover 单独检查这个网址")
OPENS_BY_SCRIPT = "要点开才显示，没有读到"
LONG_DOOR = 400  # characters
PAGE = "page"  # the type of a page that asks for consent or payment
NAMED = ("agreement", "frame", "hub")  # what is missed if it cannot be read
_MARKS = re.compile(r"[《》\s“”\"'.,，。：:]+")


class Crawled(NamedTuple):
    """What a crawl brought home. ``alone``: the page that was given is itself the one agreement."""

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
        self.unread: dict[str, Unread] = {}
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
        visit, found = self._look(self.visitor.visit(url), "")
        self.visits.append(visit)
        here = visit.snapshot.url or url
        itself = [one for one in found.reads if one.opened is None]
        if itself or not self.options.discover or not is_page(visit.snapshot):
            return Crawled(_told_apart(itself or [self._as_it_is(visit)]), (), tuple(self.visits), alone=True)
        self.frontier = Frontier((url, here), self.options.only)
        self.frontier.see(tidy(url, url), tidy(here, here))
        self.names = names_of(visit.snapshot, _text_of(visit))
        self._keep(found.reads, visit, "")
        candidates = self._follow(visit, 0, declares=True)
        if found.reason and not found.empty and not candidates and not self.reads:
            raise FetchError(url, found.reason, found.remedy)
        self.say(f"打开了 {here}，有 {len(self.frontier)} 处可能通向协议")
        return None

    def go(self) -> None:
        """Visit candidates until there are none, or enough documents."""
        asked_maps = False
        while self.pages < MOST_PAGES and len(self.reads) < self.options.limit:
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
                self._miss(waiting.candidate, *STOPPED)
                raise

    def result(self, url: str, *, stopped: bool = False) -> Crawled:
        """What has been read, and what the platform names that was not."""
        self._miss_left(url, STOPPED if stopped else FULL)
        self._miss_unopened()
        if not self.reads and not self.unread:
            first = self._as_it_is(self.visits[0])
            note = "这一页不像协议，也没有找到通向协议的链接；检查的是这一页本身"
            document = first.document._replace(notes=(note, *first.document.notes))
            return Crawled((first._replace(document=document),), (), tuple(self.visits), alone=True, stopped=stopped)
        apart = _told_apart([*self.reads, *self.doors])
        reads, doors = apart[: len(self.reads)], apart[len(self.reads) :]
        return Crawled(reads, tuple(self.unread.values()), tuple(self.visits), stopped=stopped, doors=doors)

    def _visit(self, waiting: Waiting) -> None:
        candidate, level = waiting.candidate, waiting.level
        self.say(f"页 {self.pages}/{self.pages + len(self.frontier)} {candidate.words or candidate.url}")
        try:
            visit = self.visitor.visit(candidate.url, waiting.asked_from)
        except FetchError as error:
            self._miss(candidate, error.reason, error.remedy)
            return
        visit, found = self._look(visit, candidate.words if candidate.role == "agreement" else "", candidate.role)
        here = visit.snapshot.url or candidate.url
        self.frontier.see(tidy(here, here))
        self.visits.append(visit)
        foreign = not self.frontier.is_own(here)
        if foreign and not any(speaks_of(one.document.text, self.names) for one in found.reads):
            if found.reason:
                self._miss(candidate, found.reason, found.remedy)
            return
        self._keep(found.reads, visit, candidate.words)
        if foreign:
            self.frontier.confirm(here)
        if not found.reads and (found.reason or self._disappoints(candidate, visit)):
            self._miss(candidate, found.reason or NO_AGREEMENT[0], found.remedy or NO_AGREEMENT[1])
        elif found.reads and candidate.url in self.parts:
            self.unread.pop(self.parts[candidate.url], None)
        empty = candidate.role == "agreement" and not found.reads
        self._follow(visit, level, declares=not found.reads and not foreign, inside=candidate if empty else None)

    def _disappoints(self, candidate: Candidate, visit: Visit) -> bool:
        """A link by the very name of a document that leads to a page which is no agreement and no list of any."""
        named = candidate.role == "agreement" and names_a_document(candidate.words)
        return named and is_page(visit.snapshot) and link_share(visit.snapshot) <= MOSTLY

    def _look(self, visit: Visit, words: str, role: str = "") -> tuple[Visit, Yield]:
        """The visit and what it yields; in the browser where its looks matter too, if the same is to be read there."""
        found = _of_role(read(visit, words), role)
        wanted = found.reads if self.options.look else role == "door" and self.options.measure
        if wanted and visit.how == "static" and is_page(visit.snapshot):
            seen = self.visitor.render(visit, "看网页的样子")
            again = _of_role(read(seen, words), role)
            if seen.how == "rendered" and len(again.reads) >= len(found.reads):
                visit, found = seen, again
        if found.reason == IMAGE[0] and role in ("", "agreement"):
            drawn, visits = read_pictures(self.visitor.client, visit, words)
            self.visits += visits
            found = Yield((drawn,)) if drawn else found
        if role == "door" and not any(one.opened is None for one in found.reads) and (door := self._door(visit)):
            self.doors.append(door)
        return visit, found

    def _door(self, visit: Visit) -> Read | None:
        """A page that asks for consent, as a document: what it says by its button is a term too."""
        document = _text_of(visit)
        if document is None or (self.options.only and PAGE not in self.options.only):
            return None
        return Read(document._replace(type=PAGE), visit)

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
        self.triggers += [(c, visit) for c in found if c.script and c.role == "agreement"]
        inner = [c for c in found if c.role == "here" or (inside and c.role == "frame")]
        parts = [c._replace(words=inside.words, role="agreement") if inside else c._replace(role="hub") for c in inner]
        onward = [c for c in found if c.role not in ("frame", "here")]
        self.parts.update({c.url: inside.url for c in parts if inside})
        self.frontier.add(parts, max(1, level), here, declares=declares)
        if level < LEVELS:
            self.frontier.add(onward, level + 1, here, declares=declares)
        return [*parts, *onward]

    def _keep(self, reads: Iterable[Read], visit: Visit, words: str) -> None:
        """Put documents on the list that are new and wanted."""
        for one in reads:
            document = one.document
            if self.options.only and document.type not in self.options.only:
                continue
            if (place := self.shelf.find(document.text)) is not None:
                self.say(f"  《{document.title}》和《{self.reads[place].document.title}》内容相同")
            elif len(self.reads) < self.options.limit:
                self.shelf.keep(document.text)
                self.reads.append(one)
                self.say(f"  读到《{document.title}》{len(document.text):,}字")

    def _miss(self, candidate: Candidate, reason: str, remedy: str) -> None:
        """Name a document that could not be read. What nobody named but an address was a guess."""
        guessed = candidate.score <= BY_ADDRESS and not candidate.words
        if candidate.role in NAMED and not guessed:
            title = candidate.words or candidate.url
            self.unread.setdefault(candidate.url, Unread(candidate.url, title, reason, remedy))
            self.say(f"  没读到：{reason}")

    def _miss_left(self, url: str, why: tuple[str, str]) -> None:
        """Name the agreements that were never visited, the first of very many one by one."""
        left = [w.candidate for w in self.frontier.left() if w.candidate.role == "agreement" and w.candidate.words]
        for candidate in left[:MOST_LEFT]:
            self._miss(candidate, *why)
        if more := len(left) - MOST_LEFT if len(left) > MOST_LEFT else 0:
            self.unread[f"{url}#more"] = Unread(url, f"另外{more}个像协议的链接", *why)

    def _miss_unopened(self) -> None:
        """Words that open something by script and that no document read so far can be behind."""
        known = [_bare(one.opened.trigger) for one in self.reads if one.opened]
        known += [_bare(one.document.title) for one in self.reads] + [_bare(one.title) for one in self.unread.values()]
        for candidate, visit in self.triggers:
            words = _bare(candidate.words)
            if any(words in name or name in words for name in known if name):
                continue
            if self.options.only and candidate.kind and candidate.kind not in self.options.only:
                continue
            why = self.visitor.no_browser if visit.how == "static" else "浏览器里点开后没有出现协议"
            known.append(words)
            key = f"{candidate.url}#{candidate.words}"
            reason = f"{OPENS_BY_SCRIPT}；{why}" if why else OPENS_BY_SCRIPT
            self.unread.setdefault(key, Unread(candidate.url, candidate.words, reason, SAVE))

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

        document = read_document(visit.snapshot)
        check_page(document, visit.snapshot)
        return Read(document, visit)


def _of_role(found: Yield, role: str) -> Yield:
    """A page that asks for consent is itself an agreement only if it is as long as one."""
    kept = (r for r in found.reads if role != "door" or r.opened or len(r.document.text) >= LONG_DOOR)
    return found._replace(reads=tuple(kept))


def _text_of(visit: Visit) -> Document | None:
    try:
        return read_document(visit.snapshot)
    except ExtractError:
        return None


def _bare(words: str) -> str:
    return _MARKS.sub("", words).lower()


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
