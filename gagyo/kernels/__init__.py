"""Plain Python without Django: problems and their answers, texts, tables, drawings."""
