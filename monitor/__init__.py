"""monitor: watch what governments say, change or take down, and tell a newsroom.

The package reads like a sentence: *fetch, read, diff, assess, route, store, alert*.
`poll.py` is that sentence in code; start there. Deciding (`read`, `diff`, `assess`, `route`)
is done by pure functions over the frozen values of `model.py`; acting (`fetch`, `store`,
`archive`, `alert`) at the rim. `config` turns the YAML files into values, `daemon` keeps the
clock, `cli` and `web` are how people meet it, `demo` plays one story offline.
Which module may import which is a contract, checked by the tests: docs/decisions/0001-layers.md.
"""

__version__ = "2026.11.0"
