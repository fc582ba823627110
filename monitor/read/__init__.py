"""The source kinds: the only list of them. To add one: docs/change/source-kind.md."""

from monitor.read.reader import Reader

_ALL: tuple[Reader, ...] = ()

READERS: dict[str, Reader] = {reader.kind: reader for reader in _ALL}
