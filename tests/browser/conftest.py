"""A portal and readers with browsers."""

from tests.browser_fixtures import browse, chromium, portal

__all__ = ["browse", "chromium", "portal"]
