"""Generated files are the same bytes wherever they are made."""

from __future__ import annotations

import gzip

from vip_core.site_files import gzipped


def test_a_compressed_file_tells_neither_when_nor_where_it_was_made() -> None:
    """Python before 3.13 has ``gzip.compress`` write the system's own number where 255 stands for none (RFC 1952)."""
    made = gzipped(b"text")
    assert made[:10] == bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255))
    assert gzip.decompress(made) == b"text"
