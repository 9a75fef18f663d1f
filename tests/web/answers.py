"""What the portal answered to many requests on both databases, judged together at the end."""

from collections import defaultdict
from collections.abc import Callable

from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from tests.web.houses import House

CLEAN = {200, 302, 308, 400, 403, 404, 405, 409, 413, 414, 422}
NEVER_SHOWN = ("Traceback", "sqlalchemy", "psycopg", "sqlite3", "Werkzeug", "/matchmaker/")


class Answers:
    """Statuses by database and request; `faults` are sentences about what must not be."""

    def __init__(self) -> None:
        self.statuses: dict[str, dict[str, int]] = defaultdict(dict)
        self.faults: list[str] = []
        self.last: TestResponse

    def take(self, house: House, key: str, ask: Callable[[], TestResponse]) -> TestResponse:
        """The answer to *ask*. What is refused keeps nothing; what is done leaves no job undone."""
        kept = house.commits.kept
        with capture_logs() as logs:
            self.last = answer = ask()
        self.statuses[house.name][key] = answer.status_code
        if answer.status_code not in CLEAN:
            self.faults.append(f"{house.name}: {key}: {answer.status}")
        if answer.status_code >= 400 and house.commits.kept != kept:
            self.faults.append(f"{house.name}: {key}: refused, and yet something was kept")
        self.faults += [f"{house.name}: {key}: {line}" for line in logs if line["event"] == "job_failed"]
        self.faults += [f"{house.name}: {key}: shows {word}" for word in NEVER_SHOWN if word in answer.text]
        return answer

    def settle(self) -> None:
        """No fault, and the same status on both databases for each request."""
        assert self.faults == [], "\n".join(self.faults[:20])
        apart = {*self.statuses["sqlite"].items()} ^ {*self.statuses["postgresql"].items()}
        assert apart == set(), sorted(apart)[:20]
        assert self.statuses["sqlite"]
