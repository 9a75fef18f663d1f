"""A pool in the demonstration: the States are asked, and some have said yes."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from matchmaker.models import Need, Pool
from matchmaker.services import invitations, pools
from matchmaker.services.drafts import PoolDraft
from matchmaker.services.seeding.diary import Step
from matchmaker.services.seeding.people import People
from matchmaker.services.seeding.rows import PoolRow


def propose(
    session: Session, row: PoolRow, people: People, needs: Mapping[str, Need], *, now: datetime
) -> Pool:
    first, *others = (needs[key] for key in row.needs)
    draft = PoolDraft(title=row.title, purpose=row.purpose, language=row.language)
    return pools.propose(session, first, others, draft, by=people.dao, now=now)


def road(row: PoolRow, people: People) -> list[Step]:
    """The first of them say yes, one after the other."""

    def accept(session: Session, pool: Pool, *, now: datetime) -> None:
        asked = pool.invitations[len(pool.joined)]
        focal = people.focal_point(asked.need.country)
        invitations.accept(session, asked, by=focal, now=now)

    return [Step(2, accept) for _ in range(row.joined)]
