"""The three lives walked at random, beside a plain model of what ought to happen."""
