"""Opens one PDF, alone in a process of its own: whatever the file does, it does to this process alone.

Started by `pdf.py` as a script, so it imports nothing of ours. Bytes come in by stdin; two lines of JSON go out: what
the pages say, then who signed. A file that kills this process between the two still has its text. Arguments: the most
pages, the most characters, seconds, bytes of memory, and the folder of trusted roots ("" for none).
"""

from __future__ import annotations

import io
import json
import resource
import sys
from pathlib import Path
from typing import Any

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader
from pypdf.errors import PyPdfError


def main(most_pages: int, most_text: int, roots: str) -> None:
    """Say what the file holds."""
    data = sys.stdin.buffer.read()
    say(pages_of(data, most_pages, most_text))
    say(signatures_of(data, roots))


def say(found: object) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def pages_of(data: bytes, most_pages: int, most_text: int) -> dict[str, Any]:
    """The text of all pages, or the code of why there is none."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"code": "pdf_encrypted"}
        count = len(reader.pages)
        if not count:
            return {"code": "pdf_broken", "found": "0"}
        if count > most_pages:
            return {"code": "pdf_too_many_pages", "found": count, "limit": most_pages}
        texts, length = [], 0
        for page in reader.pages:
            text = page.extract_text()
            length += len(text)
            if length > most_text:
                return {"code": "pdf_too_much_text", "limit": most_text}
            texts.append(text)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as exc:
        return {"code": "pdf_broken", "found": str(exc)[:80]}
    return {"pages": count, "text": "\n".join(texts).replace("\0", "")}


def signatures_of(data: bytes, roots: str) -> list[dict[str, Any]]:
    """Each signature: intact, how much it covers, whose, when, and whether its root is one of ours."""
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    signatures = reader.embedded_regular_signatures
    if not signatures:
        return []
    files = sorted(str(path) for path in Path(roots).glob("*.pem")) if roots else []
    trusted = list(load_certs_from_pemder(files)) if files else []  # type: ignore[no-untyped-call]
    context = ValidationContext(trust_roots=trusted, allow_fetching=False)
    return [_signature(one, context) for one in signatures]


def _signature(one: Any, context: ValidationContext) -> dict[str, Any]:
    status = validate_pdf_signature(one, context)
    level = status.modification_level
    name = status.signing_cert.subject.native
    later = level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    archived = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION and later and status.docmdp_ok
    return {
        "intact": bool(status.intact and status.valid),
        "whole": whole or bool(archived),
        "trusted": bool(status.trusted),
        "signer": str(name.get("common_name") or status.signing_cert.subject.human_friendly)[:200],
        "at": status.signer_reported_dt.isoformat() if status.signer_reported_dt else "",
    }


if __name__ == "__main__":
    seconds, memory = int(sys.argv[3]), int(sys.argv[4])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform == "linux":  # elsewhere the limit counts what is merely reserved
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[5])
