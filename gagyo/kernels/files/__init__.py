"""What a file is, by what it holds."""
