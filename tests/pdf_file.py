"""PDF files made for the tests by hand: Chinese text with a standard character collection, no font embedded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    "/DW 1000/FontDescriptor 5 0 R>>",
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880"
    "/Descent -120/CapHeight 700/StemV 80>>",
)
_LOCK = (
    "/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<" + "5a" * 32 + ">/U<" + "a5" * 32 + ">>>/ID[<" + "01" * 16 + "><01>]"
)


def pdf(
    pages: Sequence[Sequence[str]], *, title: str = "", locked: bool = False, drawn: Mapping[int, str] | None = None
) -> bytes:
    """Pages of lines, from top to bottom. ``locked``: with a password that nobody knows.

    ``drawn``: other operators of the page with that index.
    """
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects: list[str] = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/MediaBox[0 0 595 842]>>",
        *_FONT,
    ]
    for number, lines in enumerate(pages):
        stream = "".join(
            f"BT /F 12 Tf 60 {780 - 20 * place} Td <{line.encode('utf-16-be').hex()}> Tj ET\n"
            for place, line in enumerate(lines)
        ) + (drawn or {}).get(number, "")
        contents = f"/Contents {7 + 2 * number} 0 R/Resources<</Font<</F 3 0 R>>>>"
        objects += [f"<</Type/Page/Parent 2 0 R{contents}>>", f"<</Length {len(stream)}>>stream\n{stream}endstream"]
    objects.append(f"<</Title<feff{title.encode('utf-16-be').hex()}>>>")
    return packed(objects, f"/Info {len(objects)} 0 R{_LOCK if locked else ''}")


def looping() -> bytes:
    """A page that shows a form that shows itself twice."""
    form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 11>>"
    return packed([
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        "<</Length 5>>stream\n/X Do\nendstream",
        f"{form}stream\n/X Do /X Do\nendstream",
    ])  # fmt: skip


def packed(objects: Sequence[str], more: str = "") -> bytes:
    """The objects, numbered from 1, as a file; the first is the catalogue, ``more`` goes into the trailer."""
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R{more}>>"
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    return data + f"{head}{table}{trailer}\nstartxref\n{len(data)}\n%%EOF\n".encode()
