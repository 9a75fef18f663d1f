"""`python -m matchmaker` is `matchmaker`."""

import gc

# What is imported stays for good: to search it for garbage, while it loads and ever after, is time lost.
gc.disable()

from matchmaker.cli import main  # noqa: E402  # not before the search is off

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main(prog_name="matchmaker")
