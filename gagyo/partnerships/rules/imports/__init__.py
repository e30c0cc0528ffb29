"""Reading a file of ties or exchange projects: columns, words, names, and what would become of each row."""
