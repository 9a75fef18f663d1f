"""Properties are tried on fewer examples than usual, and without a deadline: machines of tests are busy."""

from hypothesis import settings

settings.register_profile("engine", max_examples=40, deadline=None)
settings.load_profile("engine")
