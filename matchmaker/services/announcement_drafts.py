"""What an administrator writes in an announcement: the same gate as drafts.py, for another form."""

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from matchmaker.services.agreement_drafts import KnownDay
from matchmaker.services.drafts import Draft, Line
from matchmaker.wording import PORTAL_LANGUAGES


class AnnouncementDraft(Draft):
    """For each language of the portal a line, English at least; and who reads it from when to when."""

    en: Annotated[Line, StringConstraints(min_length=1)]
    fr: Line = ""
    es: Line = ""
    ru: Line = ""
    ar: Line = ""
    zh: Line = ""
    starts_on: KnownDay
    ends_on: KnownDay
    signed_in_only: bool = False

    @model_validator(mode="after")
    def ends_after_start(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError("ends_before_start")
        return self

    @property
    def texts(self) -> dict[str, str]:
        written = {language: getattr(self, language) for language in PORTAL_LANGUAGES}
        return {language: text for language, text in written.items() if text}
