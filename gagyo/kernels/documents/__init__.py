"""One table model and its writers: XLSX, CSV, JSON, HWPX; and calendars. Heavy libraries load when used."""
