"""Reads of postings, activities and advice, for somebody."""
