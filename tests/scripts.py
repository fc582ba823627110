"""Texts in many scripts, for the tests that take whatever comes."""

import regex
from hypothesis import strategies as st

KHMER = "កម្ពុជានិងជប៉ុនបានឯកភាពលើការធ្វើដំណើរ។ "
JAPANESE = "日本とカンボジアは往来の再開で一致した。ﾊﾟｽﾎﾟｰﾄ 2億5,000万円 "
THAI = "ประเทศไทยและกัมพูชาเปิดพรมแดน "
LATIN = "The Résidence Track begins on 1 September, at 10:30; $2.5 million (14 days). "
ODD = "\u200b\u200d\ufeff\u00ad\u0301\u17d2\u179a\u17c1\u17b8ﬃ①👨\u200d👩\u200d👧🇰🇭🇯🇵\x7f\t\n\r\u2028\u3000…"
ALL = KHMER + JAPANESE + THAI + LATIN + ODD

texts = st.text(st.sampled_from(ALL) | st.characters(exclude_categories=["Cs"]), max_size=80)
"""Any text, mostly of the scripts that we read."""


def cuts(text: str) -> set[int]:
    """The places at which a text may be cut without dividing what a reader sees as one letter."""
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}
