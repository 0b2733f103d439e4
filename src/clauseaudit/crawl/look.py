"""A visit looked at for what a link promised: read, and opened in the browser or its pictures where that gives more."""

from __future__ import annotations

from typing import NamedTuple

from clauseaudit.crawl.options import Options
from clauseaudit.crawl.pictures import read_pictures
from clauseaudit.crawl.texts import IMAGE, MOSTLY, Read, Yield, read, text_of
from clauseaudit.crawl.visitor import Visitor, is_page
from clauseaudit.discover import Candidate, link_share, links
from clauseaudit.discover.words import names_a_document
from clauseaudit.errors import ExtractError
from clauseaudit.visit import Visit

LONG_DOOR = 400  # characters; a page that asks for consent is itself an agreement only if it is as long as one
FEW = 3  # links to agreements; a page with so many is where they stand
PAGE = "page"  # the type of a page that asks for consent or payment
HOME = Candidate("", "", "home", "", 0)  # stands for the page that was given


class Seen(NamedTuple):
    """A visit and what it yields. ``more``: visits of the pictures in it; ``door``: the page as a document."""

    visit: Visit
    found: Yield
    more: tuple[Visit, ...] = ()
    door: Read | None = None

    @property
    def disappoints(self) -> bool:
        """Whether the page is neither an agreement nor a list of any."""
        return not self.found.reads and is_page(self.visit.snapshot) and link_share(self.visit.snapshot) <= MOSTLY


def look(visitor: Visitor, options: Options, visit: Visit, candidate: Candidate = HOME) -> Seen:
    """What ``candidate`` promised, as far as ``visit`` holds it. The browser is asked once more where its looks
    matter, and where a list of agreements seems to be filled in by a script."""
    words = candidate.words if candidate.role == "agreement" else ""
    found = _of_role(read(visit, words), candidate.role)
    why = _why_again(visit, found, candidate, options)
    if why and visit.how == "static" and is_page(visit.snapshot):
        seen = visitor.render(visit, why)
        again = _of_role(read(seen, words), candidate.role)
        if seen.how == "rendered" and len(again.reads) >= len(found.reads):
            visit, found = seen, again
    more: list[Visit] = []
    if found.reason == IMAGE[0] and candidate.role in ("home", "agreement"):
        drawn, more = read_pictures(visitor.client, visit, words)
        found = Yield((drawn,)) if drawn else found
    return Seen(visit, found, tuple(more), _door(visit, found, candidate, options))


def promises_a_document(candidate: Candidate) -> bool:
    """Whether the link calls itself by the name of a document."""
    return candidate.role == "agreement" and names_a_document(candidate.words)


def _why_again(visit: Visit, found: Yield, candidate: Candidate, options: Options) -> str:
    if options.look and found.reads:
        return "看网页的样子"
    if candidate.role == "door" and options.measure:
        return "看付款和同意的样子"
    if candidate.role == "hub" and not found.reads and b"<script" in visit.snapshot.content and not _lists(visit):
        return "网页像是协议的列表，却没有链接，可能由脚本显示"
    if candidate.role == "home" and not found.reads and _has_only_a_door(visit):
        return "登录、注册的窗口要点开才显示，里面可能有协议"
    return ""


def _has_only_a_door(visit: Visit) -> bool:
    """Whether a page opens a form by script, where agreements usually stand, and hardly links to any itself."""
    try:
        found = links(visit.snapshot)
    except ExtractError:
        return False
    return any(c.role == "door" and c.script for c in found) and sum(c.role == "agreement" for c in found) < FEW


def _lists(visit: Visit) -> bool:
    """Whether a page has at least two links to agreements."""
    try:
        return sum(c.role == "agreement" and not c.script for c in links(visit.snapshot)) >= 2
    except ExtractError:
        return True


def _of_role(found: Yield, role: str) -> Yield:
    kept = (r for r in found.reads if role != "door" or r.opened or len(r.document.text) >= LONG_DOOR)
    return found._replace(reads=tuple(kept))


def _door(visit: Visit, found: Yield, candidate: Candidate, options: Options) -> Read | None:
    """A page that asks for consent, as a document: what it says by its button is a term too."""
    wanted = not options.only or PAGE in options.only
    if candidate.role != "door" or not wanted or any(one.opened is None for one in found.reads):
        return None
    document = text_of(visit)
    return Read(document._replace(type=PAGE), visit) if document else None
