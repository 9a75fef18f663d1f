"""A portal and readers with browsers."""

from tests.browser_fixtures import browse, portal

__all__ = ["browse", "portal"]
