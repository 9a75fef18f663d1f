"""The whole seed as the files say it, checked as a whole."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from matchmaker.services.seeding.rows import (
    BadSeed,
    CastFile,
    FileRow,
    MatchRow,
    NeedRow,
    OfferRow,
    OrganisationRow,
    PoolRow,
    ProfileRow,
    SearchRow,
    StoryRow,
    TalkRow,
    read_cast,
    read_rows,
)


@dataclass(frozen=True)
class Seed:
    """Everything that the files say; needs, offers and stories by key."""

    cast: CastFile
    providers: list[OrganisationRow]
    needs: dict[str, NeedRow]
    offers: dict[str, OfferRow]
    matches: list[MatchRow]
    stories: dict[str, StoryRow]
    searches: list[SearchRow]
    profiles: list[ProfileRow]
    pools: list[PoolRow]
    files: list[FileRow]
    talks: list[TalkRow]

    def story(self, key: str) -> StoryRow:
        return self.stories.get(key) or StoryRow(key=key)

    @property
    def languages(self) -> dict[str, str]:
        """ISO alpha-3 of each State that asks -> the language in which it first does."""
        found: dict[str, str] = {}
        for row in self.needs.values():
            found.setdefault(row.country, row.language)
        return found


def read(folder: Path, *, today: date) -> Seed:
    """The seed in *folder*, its dates moved to *today*. BadSeed says which row is wrong and why."""
    needs = read_rows(folder, "needs/*.toml", "need", NeedRow, today=today)
    offers = read_rows(folder, "offers/*.toml", "offer", OfferRow, today=today)
    stories = read_rows(folder, "stories.toml", "story", StoryRow, today=today)
    seed = Seed(
        cast=read_cast(folder),
        providers=read_rows(folder, "providers/*.toml", "organisation", OrganisationRow, today=today),
        needs={row.key: row for row in needs},
        offers={row.key: row for row in offers},
        matches=read_rows(folder, "matches.toml", "match", MatchRow, today=today),
        stories={row.key: row for row in stories},
        searches=read_rows(folder, "interests.toml", "search", SearchRow, today=today),
        profiles=read_rows(folder, "interests.toml", "profile", ProfileRow, today=today),
        pools=read_rows(folder, "pools.toml", "pool", PoolRow, today=today),
        files=read_rows(folder, "files.toml", "file", FileRow, today=today),
        talks=read_rows(folder, "talks.toml", "talk", TalkRow, today=today),
    )
    for rows in (needs, offers, stories, seed.providers):
        twice = [key for key, times in Counter(row.key for row in rows).items() if times > 1]
        if twice:
            raise BadSeed(f"These keys stand twice: {', '.join(twice)}.")
    unknown = list(_unknown(seed))
    if unknown:
        raise BadSeed("\n".join(unknown))
    return seed


def _unknown(seed: Seed) -> Iterator[str]:
    """A sentence for each key that is used and stands nowhere."""
    providers = {row.key for row in seed.providers}
    places = providers | {iso3.lower() for iso3 in seed.languages} | {"secretariat"}
    for person in seed.cast.person:
        if person.organisation not in places:
            yield f"cast.toml: {person.name} belongs to {person.organisation}, which is nowhere."
    for proposal in seed.cast.proposal:
        if proposal.by not in {person.name for person in seed.cast.person}:
            yield f"cast.toml: {proposal.name} is proposed by {proposal.by}, who is nowhere."
    for offer in seed.offers.values():
        if offer.provider not in providers:
            yield f"offer {offer.key}: its provider {offer.provider} is in no file of providers."
    for match in seed.matches:
        if match.need not in seed.needs or match.offer not in seed.offers:
            yield f"matches.toml: there is no pair of {match.need} and {match.offer}."
    for interest in (*seed.searches, *seed.profiles):
        if interest.by not in places:
            yield f"interests.toml: {interest.name} belongs to {interest.by}, which is nowhere."
    threads = {(match.need, match.offer) for match in seed.matches}
    threads |= {(key, "") for key in seed.needs} | {("", key) for key in seed.offers}
    for talk in seed.talks:
        if (talk.need, talk.offer) not in threads:
            yield f"talks.toml: there is no thread of {' and '.join(filter(None, (talk.need, talk.offer)))}."
    for file in seed.files:
        if (file.need or file.offer) not in seed.needs.keys() | seed.offers.keys():
            yield f"files.toml: {file.name} belongs to {file.need or file.offer}, which is nowhere."
    for story in seed.stories.values():
        if story.key not in seed.needs.keys() | seed.offers.keys():
            yield f"stories.toml: there is no {story.key}."
        for key in story.named:
            if key not in providers:
                yield f"stories.toml: {story.key} names {key}, which is in no file of providers."
    for pool in seed.pools:
        for key in pool.needs:
            if key not in seed.needs:
                yield f"pools.toml: there is no need {key}."
    for need in seed.needs.values():
        if need.merged_into and need.merged_into not in seed.needs:
            yield f"need {need.key}: it is merged into {need.merged_into}, which is nowhere."
