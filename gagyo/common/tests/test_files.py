"""An attachment is kept under a random name, typed by its content, and handed out only as a download."""

import hashlib
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from gagyo.accounts.tests.make import NOW, make_actor
from gagyo.common.actions.files import UnableToStoreFile, store_data, store_file
from gagyo.common.views.files import file_answer
from gagyo.kernels.files.kinds import TABLES

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>"


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_file_is_kept_as_what_it_holds() -> None:
    by = make_actor()
    row = store_file(upload=SimpleUploadedFile("협정서.exe", PDF, "text/html"), by=by, now=NOW)
    assert (row.name, row.content_type, row.size, row.sha256, row.uploaded_by_id) == (
        "협정서.exe.pdf",
        "application/pdf",
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
        by.user_id,
    )
    assert "협정서" not in row.file.name


def test_a_file_past_the_limit_is_refused_with_the_limit(settings: LazySettings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    upload = SimpleUploadedFile("big.pdf", PDF + b" " * 1024 * 1024)
    with pytest.raises(UnableToStoreFile, match="1 MB"):
        store_file(upload=upload, by=make_actor(), now=NOW)


def test_a_file_that_came_by_mail_is_kept_under_the_same_rules(settings: LazySettings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    by = make_actor()
    row = store_data(data=PDF, name="협정서.exe", by=by, now=NOW)
    assert (row.name, row.content_type, row.size) == ("협정서.exe.pdf", "application/pdf", len(PDF))
    with pytest.raises(UnableToStoreFile, match="1 MB"):
        store_data(data=PDF + b" " * 1024 * 1024, name="big.pdf", by=by, now=NOW)


def test_a_table_is_kept_only_where_tables_are_asked_for() -> None:
    upload = SimpleUploadedFile("ties.csv", b"city,year\nDartford,1996\n")
    with pytest.raises(UnableToStoreFile):
        store_file(upload=upload, by=make_actor(), now=NOW)
    upload.seek(0)
    assert store_file(upload=upload, by=make_actor(), now=NOW, kinds=TABLES).content_type == "text/csv"


def test_a_file_is_answered_as_a_download_that_nothing_runs_in() -> None:
    answer = file_answer(store_file(upload=SimpleUploadedFile("a.pdf", PDF), by=make_actor(), now=NOW))
    assert {
        name: answer.headers[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="a.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.getvalue() == PDF
