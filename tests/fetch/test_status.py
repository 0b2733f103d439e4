import pytest

from clauseaudit.errors import BlockedError, FetchError
from clauseaudit.fetch.status import refuse_status


def test_success_passes() -> None:
    refuse_status("u", 200)


@pytest.mark.parametrize("status", [100, 204, 206, 304, 400, 401, 403, 404, 410, 412, 429, 451, 500, 503, 521, 999])
def test_everything_else_is_explained(status: int) -> None:
    with pytest.raises(FetchError) as failed:
        refuse_status("u", status)
    assert str(status) in failed.value.reason
    assert failed.value.remedy


@pytest.mark.parametrize("status", [401, 403, 412])
def test_being_turned_away_is_a_wall(status: int) -> None:
    with pytest.raises(BlockedError):
        refuse_status("u", status)


@pytest.mark.parametrize(
    ("retry_after", "remedy"),
    [
        ("120", "120 秒"),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "2026-10-21 07:28（UTC）"),
        ("", "稍后"),
        ("9" * 5000, "稍后"),
        ("-1", "稍后"),
        ("²", "稍后"),
        ("<b>", "稍后"),
        ("Wed, 99 Oct 2026 07:28:00 GMT", "稍后"),
    ],
)
def test_a_wait_is_stated_only_if_it_is_one(retry_after: str, remedy: str) -> None:
    with pytest.raises(FetchError) as failed:
        refuse_status("u", 503, retry_after)
    assert remedy in failed.value.remedy
