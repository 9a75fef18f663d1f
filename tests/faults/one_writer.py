"""A program that writes needs and says of each whether it is kept: URL, key of the person, how many."""

import sys

from sqlalchemy.exc import OperationalError

from matchmaker.database import open_engine, transaction
from matchmaker.models import Person
from matchmaker.services import needs
from tests.cast import NOON, a_need_draft

REFUSED = "refused"


def write_on(url: str, person_id: int, times: int) -> None:
    engine = open_engine(url)
    for _ in range(times):
        try:
            with transaction(engine) as session:
                amina = session.get_one(Person, person_id)
                need = needs.write(session, a_need_draft(), by=amina, now=NOON)
        except OperationalError:
            print(REFUSED, flush=True)
        else:
            print(need.ref, flush=True)


if __name__ == "__main__":
    write_on(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
