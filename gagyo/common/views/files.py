"""Handing out an attachment: always as a download, never shown by the browser as a page."""

from django.http import FileResponse

from gagyo.common.models import StoredFile


def file_answer(stored: StoredFile) -> FileResponse:
    """
    Return a kept file; the caller has checked that its record may be read.

    The type is the one found in the content, the browser may not guess another, and nothing in it may run.
    """
    answer = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
