"""A setting that cannot be meant is refused, with its name and what it may be."""

from __future__ import annotations

from typing import Any

import pytest
from news_archive.errors import ConfigurationError
from news_archive.settings import read_settings


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"site": {"page_size": 0}}, r"'page_size'\] must be 1 or more, not 0"),
        ({"site": {"page_size": -5}}, "must be 1 or more"),
        ({"site": {"months": "egypt"}}, "must be one of levant, arab, not 'egypt'"),
        ({"site": {"digits": "roman"}}, "must be one of arab, latn"),
        ({"entities": {"link_each": "word"}}, "must be one of article, paragraph"),
        ({"dedupe": {"same": -0.1}}, "must be 0 or more"),
        ({"dedupe": {"same": 5}}, "is a share: 1 or less, not 5"),
        ({"dedupe": {"same": float("nan")}}, "must be 0 or more"),
        ({"site": {"name": " "}}, "must be a name"),
        ({"prepare": {"memory": "lots"}}, "must be written as 512MB or 2GB"),
        ({"site": {"months": 3}}, "must be str, not int"),
        ({"nothing": {}}, "has no section"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        read_settings(given)


def test_what_may_be_set_is_taken() -> None:
    assert read_settings({"site": {"digits": "latn"}, "publish": {"max_bytes": 0}}).site.digits == "latn"
