"""Gagyo (가교): the international relations of local governments in one place."""
