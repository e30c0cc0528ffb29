"""A text as a QR code, drawn as SVG: black on white with the quiet zone that scanners need."""

QUIET_ZONE = 4  # modules, ISO/IEC 18004 section 6.3.8


def qr_svg(text: str) -> bytes:
    """Return the code as an SVG file, readable with 15 % of it damaged."""
    # These bring Pillow and lxml with them, some 10 MB that a web process seldom needs.
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.image.svg import SvgPathFillImage

    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    drawn: bytes = code.make_image(image_factory=SvgPathFillImage).to_string()
    return drawn
