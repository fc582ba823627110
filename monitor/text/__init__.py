"""One way to decode, normalise (with a map back), cut, compare and hash text, in every script."""
