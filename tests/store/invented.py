"""Statements of offices that do not exist, in English, Khmer and Japanese, the same ones at each run."""

from collections.abc import Iterator
from random import Random

from fakes import assessment, entry, reading, source
from monitor.model import Entry, State
from monitor.store.store import Store
from polls import Office

ENGLISH = """
the ministry of rivers opens a new bridge for travellers and thanks all engineers who worked on it since spring grant
loan visit minister embassy school hospital road border airport quarantine student permit health water agreement signed
today tomorrow month year early late within under between both sides officials discussed future
"""
KHMER = """
ជប៉ុន កម្ពុជា ជំនួយ ឥតសំណង រដ្ឋមន្ត្រី ក្រសួង ការបរទេស ទន្លេ ស្ពាន ផ្លូវ សាលារៀន មន្ទីរពេទ្យ និស្សិត អាកាសយានដ្ឋាន ព្រំដែន
កិច្ចព្រមព្រៀង សហប្រតិបត្តិការ ថ្ងៃនេះ ឆ្នាំ ខែ ជួបប្រជុំ ពិភាក្សា អភិវឌ្ឍន៍ ប្រជាជន សុខភាព ទឹកស្អាត
"""
JAPANESE = """
日本 外務省 大臣 会談 訪日 無償 資金 協力 橋 道路 学校 病院 留学生 空港 国境 署名 本日 来月 両国 政府 発表 支援 水 保健
について を行い ました として に関する および 調査 技術 研修 感染症 対策 入国 査証
"""
RARE = {"en": "pontoon ferries", "km": "កប៉ាល់ស្ទូច", "ja": "舟橋"}
"""What few statements say, so that a search must find exactly those."""


def texts(language: str, count: int, words: int = 8) -> Iterator[str]:
    """So many texts of about so many words; each fortieth says something rare, somewhere in it."""
    vocabulary, joint = {"en": (ENGLISH, " "), "km": (KHMER, ""), "ja": (JAPANESE, "")}[language]
    dice = Random(language)
    for number in range(count):
        chosen = dice.choices(vocabulary.split(), k=dice.randint(words // 2, words * 3 // 2))
        if number % 40 == 7:
            chosen.insert(dice.randrange(len(chosen)), RARE[language])
        # Pages strew invisible spaces between Khmer words, or do not.
        yield (joint if language != "km" or number % 2 else "\u200b").join(chosen)


def fill(store: Store, count: int, words: int = 8) -> dict[str, list[Entry]]:
    """Store so many statements by polls, a third in each language; some are edited. Gives their first wordings."""
    stored = {}
    for language in ("en", "km", "ja"):
        office = Office(store, source(id=f"office-{language}", name=f"Office {language}"))
        entries = [entry(f"{number}", text) for number, text in enumerate(texts(language, count // 3, words))]
        judged = [assessment(language=language)]
        office.poll(reading(entries), judged=judged)
        edited = [entry(each.key, "…") for each in entries[47::400]]
        office.poll(reading(edited, state=State.INCOMPLETE, complete=False), judged=judged)
        stored[language] = entries
    return stored
