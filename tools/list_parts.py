"""Lists what the portal is made of, as a CycloneDX bill of materials for a release.

    python tools/list_parts.py > matchmaker.cdx.json

Everything in it stands in requirements.txt: the same lock gives the same list.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.txt"
PART = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: *; *(?P<where>[^\\]+?))? *\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass
class Part:
    """One package of the lock; *where*: the machines that need it, empty for all; *hashes* of each file it comes in."""

    name: str
    version: str
    where: str
    hashes: list[str]

    @property
    def address(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def parts(lock: str) -> Iterator[Part]:
    """Every package of *lock*. ValueError for a line that is neither a package nor a hash of one."""
    part = None
    for line in filter(None, map(str.strip, lock.splitlines())):
        if found := PART.match(line):
            if part:
                yield part
            part = Part(found["name"], found["version"], found["where"] or "", [])
        elif part and HASH.match(line):
            part.hashes += HASH.findall(line)
        else:
            raise ValueError(f"{LOCK.name}: {line!r} is neither a package nor a hash")
    if part:
        yield part


def bill() -> dict[str, Any]:
    """CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/."""
    lock = LOCK.read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = f"pkg:pypi/{project['name']}@{project['version']}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, ours + lock)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [component(part) for part in parts(lock)],
        "dependencies": [{"ref": ours, "dependsOn": [part.address for part in parts(lock)]}],
    }


def component(part: Part) -> dict[str, Any]:
    told = {
        "type": "library",
        "bom-ref": part.address,
        "name": part.name,
        "version": part.version,
        "purl": part.address,
        "hashes": [{"alg": "SHA-256", "content": each} for each in part.hashes],
    }
    return told | ({"properties": [{"name": "needed where", "value": part.where}]} if part.where else {})


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1)
    print()
