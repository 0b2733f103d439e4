"""From a pasted address to what the platform behind it asks its users to agree to.

``platform`` does the whole: it opens the page, finds the agreements that belong to it, reads them and says which
could not be read and why. Nothing is guessed: what is no agreement, or a wall in front of one, is never read as one.
"""

from __future__ import annotations

from clauseaudit.crawl.options import Options, Say
from clauseaudit.crawl.texts import Read
from clauseaudit.crawl.walk import Crawled

__all__ = ["Crawled", "Options", "Read", "platform"]


def platform(url: str, options: Options, say: Say) -> Crawled:
    """Crawl the platform at ``url``; ``say`` gets lines of progress.

    Ctrl-C ends the walk and keeps what has been read (``stopped``). Raises FetchError when the page at ``url``
    cannot be read, ClauseauditError when the file to resume from cannot be used.
    """
    from clauseaudit.crawl.visitor import Visitor
    from clauseaudit.crawl.walk import Walk
    from clauseaudit.fetch.transport import Gate

    with Visitor(Gate(allow_private=options.allow_private), options) as visitor:
        walk = Walk(visitor, options, say)
        if (alone := walk.start(url)) is not None:
            return alone
        try:
            walk.go()
        except KeyboardInterrupt:
            _hush()
            return walk.result(url, stopped=True)
        return walk.result(url)


def _hush() -> None:
    """Ctrl-C ends the browser too; what its connection says of that helps nobody."""
    import logging
    import warnings

    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
