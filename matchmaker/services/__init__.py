"""The write side: one function per deed. Each acts and records; none commits."""
