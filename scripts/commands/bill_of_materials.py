"""The bill of materials of a package (CycloneDX): everything of others that the site is built with or carries."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from vip_core.problems import Refused

_LUNR = Path("theme_overrides/assets/js/vendor/lunr.min.js")


class MaterialsUnknown(Refused):
    """The bill cannot be made; says why, in Swedish."""


def written(root: Path, version: str) -> bytes:
    """Return the bill as JSON, the same for the same pins; raises ``MaterialsUnknown``.

    ``version`` is that of the package. The pins of ``requirements.txt`` are read, and nothing is asked of a registry.
    """
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible", "--of", "JSON"]
    done = subprocess.run([*command, str(root / "requirements.txt")], capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise MaterialsUnknown(f"Förteckningen över beståndsdelar gick inte att göra: {''.join(said)}")
    bill = json.loads(done.stdout)
    bill["metadata"]["component"] = {"type": "application", "bom-ref": "vip", "name": "vip", "version": version}
    bill["components"] = sorted([*bill.get("components", []), _lunr(root)], key=lambda one: str(one["name"]))
    bill["dependencies"] = [
        {"ref": "vip", "dependsOn": sorted(one["bom-ref"] for one in bill["components"])},
        *(
            one
            for one in bill.get("dependencies", [])
            if one["ref"] in {part["bom-ref"] for part in bill["components"]}
        ),
    ]
    return (json.dumps(bill, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode("utf-8")


def _lunr(root: Path) -> dict[str, Any]:
    """Return the one script of others that is published, as its own head describes it."""
    content = (root / _LUNR).read_bytes()
    found = re.search(rb" - (\d+\.\d+\.\d+)\n", content[:400])
    version = found[1].decode() if found else ""
    return {
        "type": "library",
        "bom-ref": f"lunr.js=={version}",
        "name": "lunr.js",
        "version": version,
        "purl": f"pkg:npm/lunr@{version}",
        "licenses": [{"license": {"id": "MIT"}}],
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}],
    }
