"""Which offers fit a need, in which order, and why, or why not."""
