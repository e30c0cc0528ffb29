"""Where things lie on this machine; read without Django, so that the supervising process stays small."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PROJECT_DIR = BASE_DIR.parent
DATA_DIR = Path(os.environ.get("GAGYO_DATA_DIR", "").strip() or PROJECT_DIR / "var")
SAMPLE_ACCOUNTS = DATA_DIR / "sample_accounts.txt"
LAST_BACKUP = DATA_DIR / "last_backup.json"
