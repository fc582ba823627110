"""monitor: watch what governments say, change or take down, and tell a newsroom.

The package reads like a sentence: *fetch, read, diff, assess, route, store, alert*.
`poll.py` is that sentence in code; start there. Deciding (`read`, `diff`, `assess`, `notice`, `route`)
is done by pure functions over the frozen values of `model/`; acting (`fetch`, `store`, `archive`, `alert`)
at the rim. `visit` follows what a reading asks for, `relook` looks again at what is known. `config` turns the
YAML files into values, `discover` finds out what an address is, `schedule` says who is due, `daemon` keeps the
clock, `cli` and `web` are how people meet it, `export` gives the log out, `demo` plays one story offline.
Which module may import which is a contract, checked by the tests: docs/decisions/0001-layers.md.
"""

__version__ = "2026.11.0"
