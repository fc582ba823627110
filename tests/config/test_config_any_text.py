import json
import re
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config_files import loaded, write
from monitor.config.alert_keys import NewsroomKeys, RouteKeys
from monitor.config.source_keys import BeatKeys, DefaultKeys, SourceKeys
from monitor.errors import ConfigError

WORDS = """
beats sources defaults id name kind feed url side about every channels routes desk KH JP kh-jp 5m true null 1 1.5 0x1
- ? : [ ] { } , & * ! | > # % @ ~ << ${X} ${NO} ${ ' " \\ !!int !!set &a *a --- ... 2026-11-12 https://a.example
"""
words = st.sampled_from(WORDS.split())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(words, st.sampled_from(["\t", "\n", "\n  ", "\n    ", " ", ": "]), st.text(max_size=5)), max_size=40
    )
)
def test_no_text_whatsoever_brings_the_loader_down(parts: list[str]) -> None:
    """Whatever stands in the files, the answer is a configuration or a list of complaints."""
    text = "".join(parts)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config" / "topics").mkdir(parents=True)
        for path in ("sources.yaml", "config/alerts.yaml", "config/topics/a.yaml", ".env"):
            (folder / path).write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(ConfigError) as found:
            loaded(folder, {"X": "x"})
    assert all(re.match(r".+?:\d+:\d+: .", line) and "\n" not in line for line in found.value.complaints)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | words, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_value_whatsoever_brings_the_loader_down(data: st.DataObject) -> None:
    """Any key of a source, a beat, a route may hold anything: it is taken, or complained of."""
    source_keys = st.sampled_from([*SourceKeys.model_fields, "url", "page", "token", "full_text"])
    made = {
        "beats": [data.draw(st.dictionaries(st.sampled_from(list(BeatKeys.model_fields)), values))],
        "defaults": data.draw(st.dictionaries(st.sampled_from(list(DefaultKeys.model_fields)), values)),
        "sources": [{"id": "a", "name": "A", "kind": "feed"} | data.draw(st.dictionaries(source_keys, values))],
    }
    told = {
        "channels": data.draw(values),
        "newsroom": data.draw(st.dictionaries(st.sampled_from(list(NewsroomKeys.model_fields)), values)),
        "routes": [data.draw(st.dictionaries(st.sampled_from(list(RouteKeys.model_fields)), values))],
        "digest": data.draw(values),
        "operators": data.draw(values),
        "heartbeat": data.draw(values),
    }
    with TemporaryDirectory() as name, suppress(ConfigError):
        loaded(write(Path(name), json.dumps(made), json.dumps(told)))
