"""PDF files for tests: well-made ones by fpdf2, and such as only a stranger would send."""

from collections.abc import Sequence

from fpdf import FPDF


def written(*pages: Sequence[str], password: str = "") -> bytes:
    """A file with these paragraphs on its pages."""
    file = FPDF()
    file.set_font("Helvetica", size=12)
    if password:
        file.set_encryption(owner_password=f"{password}-of-the-owner", user_password=password)
    for paragraphs in pages:
        file.add_page()
        for paragraph in paragraphs:
            file.multi_cell(0, 6, paragraph, new_x="LMARGIN", new_y="NEXT")
            file.ln(6)
    return bytes(file.output())


def scanned(picture: bytes, *, pages: int = 1, words: str = "") -> bytes:
    """A file whose pages are a picture, the first under these words."""
    file = FPDF()
    file.set_font("Helvetica", size=12)
    for number in range(pages):
        file.add_page()
        if words and number == 0:
            file.multi_cell(0, 6, words)
        else:
            file.image(picture, w=190)
    return bytes(file.output())


def made(*objects: bytes) -> bytes:
    """A file of these objects, whatever they are."""
    out, places = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)
    return out + head + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(out))


DOT = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc\xf8\x0f\0\x01\x01\x01\0"
    b"\x1b\xb6\xeeV\0\0\0\0IEND\xaeB`\x82"
)
"""A picture of one white dot."""
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
