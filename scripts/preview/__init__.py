"""The preview of ``vip.py serve``: a server that never goes down, and a fresh process for each state of the project."""
