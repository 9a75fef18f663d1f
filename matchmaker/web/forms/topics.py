"""Topics that the secretariat puts in the place of others."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from matchmaker.services.drafts import Draft, Topic
from matchmaker.web.forms.filled import Filled, read


class Topics(Draft):
    topics: Annotated[list[Topic], Field(min_length=1)]


def read_topics(codes: Sequence[str]) -> tuple[list[str] | None, Filled]:
    chosen, filled = read(Topics, {"topics": list(codes)}, {"topics": list(codes)}, whole="topics")
    return chosen.topics if chosen else None, filled
