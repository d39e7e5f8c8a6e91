"""What the site needs of MkDocs, and nothing else that knows MkDocs. Works with any fork that keeps its API."""
