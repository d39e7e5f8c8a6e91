"""The commands of ``vip.py``, run inside the project's environment. Each module is one command."""
