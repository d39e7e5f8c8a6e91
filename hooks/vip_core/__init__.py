"""The core of the site: what programs, chapters and articles are, and what is built from them.

Nothing here knows MkDocs. Stages are plain functions that return ``(value, problems)``; see the map in README.md.
"""
