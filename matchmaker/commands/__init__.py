"""The commands of the command line; cli.py is the door that opens to them."""
