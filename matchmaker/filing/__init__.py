"""What a file is, where it lies, whether it is clean: bytes and names, no database and no web (docs/adr/0031)."""
