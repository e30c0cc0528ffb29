"""What comes in about postings, activities and advice."""
