"""Imports: keeping a file, deciding about its columns and names, applying it as one, undoing it as one."""
