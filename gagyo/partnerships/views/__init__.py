"""Screens of ties, projects and what is made from them."""
