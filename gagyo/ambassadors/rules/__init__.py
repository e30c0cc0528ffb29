"""What holds for postings, activities and advice: plain values in and out."""
