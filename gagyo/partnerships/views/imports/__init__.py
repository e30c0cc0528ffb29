"""The screens of an import, one for each step."""
