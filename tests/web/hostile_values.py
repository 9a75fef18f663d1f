"""What nobody means but somebody will send (QUALITY R31-R33): by name, so that a failure can be read."""

FAMILY = "👩‍👩‍👧‍👦"  # one sign, seven characters
NAME_OF_PYTHON = "__class__"

# Text that people may write: it is kept as it is, in NFC.
WORDS: dict[str, str] = {
    "nfc": "Benítez Çelik",
    "nfd": "Beni\u0301tez C\u0327elik",
    "rtl override": "invoice\u202egnp.exe",
    "family": FAMILY,
    "khmer": "ខ្ញុំត្រូវការជំនួយ",
    "combining x200": "Z" + "\u0301\u0323" * 100,
    "other line ends": "\ufeffone\u2028two\u2029three\u0085four\r\nSet-Cookie: evil=1\r\n\r\ntwo",
    "signs": "100% %s %(name)s _ C:\\new\\ {{7*7}} ${7*7} #{7*7} {0.__class__} ../../etc/passwd",
    "code": "Robert'); DROP TABLE need; --\" </textarea></title><script>alert(1)</script>",
    "spaces": " \t \u3000 ",
    "name of Python": NAME_OF_PYTHON,
}
# Text that is refused beside its field, by some fields or by all.
REFUSED: dict[str, str] = {
    "noncharacter": "a\uffffb",
    "control": "a\x01b\x1b[31m",
    "10k": "x" * 10_000,
    "10k and one": "é" * 10_001,
}
NUMBERS: dict[str, str] = {
    "minus one": "-1",
    "zero": "0",
    "2^31": str(2**31),
    "2^63": str(2**63),
    "10^18": str(10**18),
    "5000 digits": "9" * 5_000,
    "infinite": "1e309",
    "not a number": "NaN",
    "arabic digit": "٣",
    "superscript": "²",
    "underscored": "1_000",
    "ten decimals": "0.1234567890",
    "unix time": "1800057600",  # midnight, 2027-01-16
}
DAYS: dict[str, str] = {
    "year zero": "0000-00-00",
    "end of time": "9999-12-31",
    "30 February": "2027-02-30",
    "with an hour": "2027-03-01T00:00:00",
    "arabic day": "٢٠٢٧-٠٣-٠١",
}
CHOICES: dict[str, str] = {"unknown word": "no_such_word", "in capitals": "PUBLIC", "nothing": ""}
# What no text has: neither database keeps it. A form sends the second one percent-encoded.
BROKEN: dict[str, str] = {"nul": "a\x00b", "lone surrogate": "a\ud800b"}

TYPED: dict[str, str] = WORDS | REFUSED | NUMBERS | DAYS | CHOICES

# Names of fields and parameters that no form has, and names that mean something to what is below us.
STRANGE_NAMES = (
    "no_such_field",
    "state",
    "id",
    "ref",
    "version_id",
    "components",
    "components-0-__class__",
    "components-999-topic",
    "components-٣-topic",
    "components-0-topic-deeper-still",
    "components--1-topic",
    "languages[]",
    "title[]",
    "values",
    "errors",
    "self",
    "endpoint",
    "filename",
    "code",
    "_external",
    "_anchor",
    "_scheme",
    "_method",
    NAME_OF_PYTHON,
    "é\u0301" + FAMILY,
    "",
)
