"""From a text to counted keys, in seven languages and every script."""
