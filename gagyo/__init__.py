"""Gagyo (가교): local governments ' international relations in one place."""
