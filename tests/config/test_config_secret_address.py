"""What of a source's address may be kept and shown, when a part of it comes from a variable."""

from pathlib import Path

import pytest

from config_files import SOURCES, loaded, write
from monitor.fetch.secret import Secrets

HERE = "https://bridges.example/feed"


@pytest.mark.parametrize(
    ("written", "value", "shown"),
    [
        (f"{HERE}?lang=en&key=${{K}}", "hidden-word", f"{HERE}?lang=en"),
        (f"{HERE}?key=${{K}}&lang=a+b%2Fc&flag", "hidden-word", f"{HERE}?lang=a+b%2Fc&flag"),
        (f"{HERE}?key=a-${{K}}&sign=${{K}}", "hidden-word", HERE),
        (f"{HERE}?${{K}}&lang=en", "key=hidden-word", f"{HERE}?lang=en"),
        (f"{HERE}?${{K}}", "hidden-word", HERE),
        (f"{HERE}?key=${{K}}", "a&hidden-word", HERE),
        (f"{HERE}?key=${{K}}", "a#hidden-word", HERE),
        ("${K}", f"{HERE}?lang=en&key=hidden-word", HERE),
    ],
)
def test_what_a_variable_adds_to_an_address_is_secret(tmp_path: Path, written: str, value: str, shown: str) -> None:
    """Whatever a variable gives to the query of an address is sent and not shown; what the file says stays as it is."""
    text = SOURCES.replace("https://bridges.example/feed.xml", f'"{written}"')
    source = loaded(write(tmp_path, text), {"K": value}).sources[0]
    assert source.url == source.options.url == shown
    assert "hidden-word" not in repr(source)
    sent = Secrets(source.secret_query).added_to(shown)
    assert ("hidden-word" in sent) is ("#" not in value)  # a fragment is never sent
