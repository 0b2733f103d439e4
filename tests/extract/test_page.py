from clauseaudit.extract.page import Page
from clauseaudit.model import Block


def test_white_space_is_written_only_between_words() -> None:
    page = Page()
    for run in ("  ", "甲 ", " ", "乙", "\u3000"):
        page.write(run)
    page.end_line()
    page.end_line()
    page.write(" 丙 ")
    page.end_line()
    assert page.finish() == ("甲 乙\n丙", ())


def test_blocks_cover_their_words_and_nothing_around_them() -> None:
    page = Page()
    page.open("heading", 2)
    page.write(" 标题 ")
    page.close()
    page.end_line()
    page.open("item")
    page.close()
    page.write("正文")
    assert page.finish() == ("标题\n正文", (Block("heading", 0, 2, 2),))


def test_an_item_ends_where_its_own_list_begins() -> None:
    page = Page()
    for kind, run in (("list", ""), ("item", "甲"), ("list", ""), ("item", "乙")):
        page.open(kind)
        page.write(run)
    for _ in range(4):
        page.close()
    assert page.finish()[1] == (Block("item", 0, 1, 1), Block("item", 1, 2, 2))


def row(*cells: tuple[str, ...]) -> str:
    page = Page()
    for lines in cells:
        page.open("cell")
        for line in lines:
            page.end_line()
            page.write(line)
            page.end_line()
        page.close()
    return page.finish()[0]


def test_cells_of_one_line_share_the_row_and_longer_ones_do_not() -> None:
    assert row(("a",), ("b",), ("c",)) == "a\tb\tc"
    assert row(("a",), (), ("c",)) == "a\tc"
    assert row(("a", "b"), ("c",)) == "a\nb\nc"
