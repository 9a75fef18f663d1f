"""Shapes of charts, in units of their viewBox: pure functions from numbers to places; templates draw them as SVG."""
