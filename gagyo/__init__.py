"""Gagyo (가교): the international relations of local governments in one place."""

__version__ = "0.1.0"
