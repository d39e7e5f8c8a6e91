"""Measures pages in a browser, beside Starlight's."""
