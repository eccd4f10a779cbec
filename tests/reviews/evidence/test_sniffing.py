import io
import zipfile

import pytest

from reviews.evidence.sniffing import media_type_of

_OFFICE = "application/vnd.openxmlformats-officedocument"


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n\x00", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (b"RIFF\x00\x00\x00\x00ACON", "application/octet-stream"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (
            packed("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (packed("mimetype", "content.xml"), "application/vnd.oasis.opendocument.text"),
        (packed("table.csv"), "application/zip"),
        (b"\n<!DOCTYPE html><p>Ten", "text/html"),
        (b'<?xml version="1.0"?><rss/>', "application/xml"),
        ("Größe;Menge\n1;2\n".encode(), "text/plain"),
        ("Größe".encode("latin-1") * 5, "text/plain"),
        ("Größe".encode("utf-16"), "text/plain"),
        (bytes(range(128, 160)) * 4, "application/octet-stream"),
        (b"\x7fELF\x02\x01\x00", "application/octet-stream"),
    ],
)
def test_bytes_say_what_they_are(body, kind):
    assert media_type_of(body) == kind


def test_a_letter_cut_at_the_end_of_what_is_looked_at_does_no_harm():
    assert media_type_of("ä".encode() * 40_000 + b"x") == "text/plain"
