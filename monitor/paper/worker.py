"""The process that opens what strangers send: the text of a PDF, and that of pictures by tesseract.

It is run by itself and knows nothing of the rest: it takes bytes on its standard input, bounds itself before it reads
them, and gives JSON, {"pages": [[[text, baseline], …], …], "count", "ocr", "confidence", "pictures", "why"}. It may be
ended at any time. Its one argument is the path of tesseract, or nothing; it writes where it is started.
"""

import ctypes
import json
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

MEMORY, SECONDS, LARGEST_FILE = 700_000_000, 60, 100_000_000
MOST_PAGES, MOST_SCANNED, MOST_LETTERS = 50, 5, 300_000
FEW_LETTERS = 20
"""On a page: less is a page's number, or the stamp of the machine that scanned it."""
MOST_UNKNOWN = 0.1
"""Of the letters: with more that no alphabet knows, the file's fonts do not say what they show."""
DOTS, MOST_DOTS = 200 / 72, 3000
_NO_LANGUAGES = ("osd", "equ", "snum")
_JOINS_LINES = ("\x02", "\ufffe")
_Page = list[tuple[str, float]]


def bound() -> None:
    """Take no more memory, time and room than a file is worth."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def told(body: bytes, tesseract: str) -> dict[str, Any]:
    """What a file says."""
    if not body.startswith(b"%PDF"):
        return _scanned([body], tesseract, 1)
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        return {"why": "the file is locked with a password" if locked else "the file is damaged"}
    pages, pictures = _pages(document)
    if not _is_scan(pages):
        return {"pages": pages, "count": len(document), "ocr": False, "pictures": pictures}
    return _scanned(map(_drawn, _first(document, MOST_SCANNED)), tesseract, len(document))


def _first(document: Any, most: int) -> Iterator[Any]:
    return (document[number] for number in range(min(most, len(document))))


def _pages(document: Any) -> tuple[list[_Page], int]:
    """The lines of its pages, and how many of them are pictures without words."""
    pages: list[_Page] = []
    letters = pictures = 0
    for page in _first(document, MOST_PAGES):
        pages.append(list(_lines(page.get_textpage())))
        written = sum(len(text) for text, _ in pages[-1])
        pictures += written < FEW_LETTERS and any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))
        letters += written
        if letters > MOST_LETTERS:
            break
    return pages, pictures


def _lines(page: Any) -> Iterator[tuple[str, float]]:
    """The lines of a page, in the file's own order, each with the height at which it stands."""
    units: list[int] = []
    baseline: float | None = None
    x, y = ctypes.c_double(), ctypes.c_double()
    for place in range(page.count_chars()):
        unit = raw.FPDFText_GetUnicode(page, place)
        if unit in (10, 13):
            if units:
                yield _text(units), baseline or 0.0
            units, baseline = [], None
            continue
        units.append(unit)
        if baseline is None and raw.FPDFText_GetCharOrigin(page, place, x, y):
            baseline = round(y.value, 1)
    if units:
        yield _text(units), baseline or 0.0


def _text(units: list[int]) -> str:
    """The signs of a line. A hyphen that only breaks a word at its end is kept as a soft one."""
    signs = "".join(map(chr, units)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return f"{signs[:-1]}\xad" if signs.endswith(_JOINS_LINES) else signs


def _is_scan(pages: list[_Page]) -> bool:
    """Whether the pages are pictures, or are written in signs that their fonts do not explain."""
    signs = [sign for page in pages for text, _ in page for sign in text if not sign.isspace()]
    unknown = sum(sign in "\x00\ufffd" or "\ue000" <= sign <= "\uf8ff" for sign in signs)
    return len(signs) < FEW_LETTERS * len(pages) or unknown > MOST_UNKNOWN * len(signs)


def _drawn(page: Any) -> bytes:
    """A page as a picture, in the plainest format there is."""
    scale = min(DOTS, MOST_DOTS / max(*page.get_size(), 1.0))
    bitmap = page.render(scale=scale, grayscale=True)
    rows, stride = bytes(bitmap.buffer), bitmap.stride
    lines = (rows[line * stride : line * stride + bitmap.width] for line in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)


def _scanned(pictures: Iterable[bytes], tesseract: str, count: int) -> dict[str, Any]:
    """What pictures show, in the languages that tesseract has; how sure it is, weighed by the length of its words."""
    if not tesseract:
        return {"why": "it is a picture, and no OCR is installed"}
    listed = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, check=True)  # noqa: S603
    languages = [each for each in listed.stdout.split("\n")[1:] if each and each not in _NO_LANGUAGES]
    command = [tesseract, "-", "page", "-l", "+".join(languages), "-c", "preserve_interword_spaces=1", "txt", "tsv"]
    pages: list[_Page] = []
    sure: list[tuple[float, int]] = []
    for picture in pictures:
        if subprocess.run(command, input=picture, capture_output=True, check=False).returncode:  # noqa: S603
            return {"why": "the picture cannot be read"}
        words = [row.split("\t") for row in Path("page.tsv").read_text().split("\n")[1:]]
        sure += [(float(row[10]), len(row[11])) for row in words if len(row) == 12 and row[11].strip()]
        pages.append(_spaced(Path("page.txt").read_text()))
    letters = sum(length for _, length in sure)
    confidence = sum(each * length for each, length in sure) / letters if letters else 0.0
    return {"pages": pages, "count": count, "ocr": True, "confidence": round(confidence, 1)}


def _spaced(text: str) -> _Page:
    """Lines at even heights; what an empty line stands before begins lower."""
    return [(line, -float(place)) for place, line in enumerate(text.replace("\f", "").split("\n")) if line.strip()]


if __name__ == "__main__":
    bound()
    json.dump(told(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)
