"""Reads that an import makes: what is there already, what would become of each row, and the lists of imports."""
