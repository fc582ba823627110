import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from monitor.paper.paper import paper
from pdf_files import scanned

pytestmark = pytest.mark.service
SAID: Mapping[str, str] = {
    "en": "The ferry between the two invented banks runs daily from 3 March. Travellers need a visa, which costs 30 "
    "dollars and is good for 14 days.",
    "km": "ក្រសួងទន្លេសូមជម្រាបជូនថា ការធ្វើដំណើររវាងកម្ពុជា និងជប៉ុន នឹងចាប់ផ្តើមនៅថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០២៦។ អ្នកដំណើរត្រូវមានទិដ្ឋាការ។",
    "ja": "橋梁庁は、三月三日から日本とカンボジアの間の渡航を再開すると発表しました。入国には査証が必要です。",
}
TOLD = {
    "en": ("3 March", "visa", "30 dollars", "14 days"),
    "km": ("កម្ពុជា", "ជប៉ុន", "ទិដ្ឋាការ", "២០២៦"),
    "ja": ("日本とカンボジア", "渡航", "査証", "三月三日"),
}
"""What an alert would rest on."""


def printed(folder: Path, how: str) -> bytes:
    """The three texts as Chromium prints them on paper (`--print-to-pdf`) or shows them (`--screenshot`)."""
    said = "".join(f"<p lang='{language}'>{text}</p>" for language, text in SAID.items())
    font = "font: 24px/1.8 'Khmer OS', 'Noto Sans CJK JP', sans-serif"
    (folder / "page.html").write_text(f'<!doctype html><meta charset=utf-8><body style="{font}">{said}')
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--window-size=1100,800")
    where = (f"--user-data-dir={folder}/profile", f"{how}={folder}/out.png", f"file://{folder}/page.html")
    subprocess.run(["chromium", *options, *where], check=True, capture_output=True, timeout=60)
    return (folder / "out.png").read_bytes()


def told(text: str, language: str) -> list[str]:
    """What of it is there."""
    return [words for words in TOLD[language] if words in text]


def test_a_printed_page_is_read_in_every_script(tmp_path: Path) -> None:
    """A notice in English, Khmer and Japanese that was printed as PDF is read as it was written."""
    read = paper(printed(tmp_path, "--print-to-pdf"), tesseract="")
    assert (read.read_by, read.whole) == ("pdf", True)
    assert {language: told(read.text, language) for language in TOLD} == {each: list(TOLD[each]) for each in TOLD}
    assert SAID["en"] in read.text
    assert SAID["ja"] in read.text


@pytest.mark.parametrize("as_file", [False, True], ids=["picture", "scan"])
def test_a_picture_of_text_is_read_in_every_script(tmp_path: Path, as_file: bool) -> None:
    """A picture of the same notice, and a PDF that is that picture, are read by OCR, and marked so."""
    picture = printed(tmp_path, "--screenshot")
    read = paper(scanned(picture) if as_file else picture)
    assert (read.read_by, read.whole) == ("ocr", True)
    assert {language: len(told(read.text, language)) >= 3 for language in TOLD} == dict.fromkeys(TOLD, True)
