"""What a source shows: entries, and headlines of entries not opened yet."""

from dataclasses import dataclass

from monitor.times import When


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, film or file that a post carries."""

    url: str
    type: str  #: image, video, audio, file or link


@dataclass(frozen=True, slots=True)
class Entry:
    """One post as a reader found it. `text` is plain text, paragraphs kept."""

    key: str
    url: str | None
    title: str | None
    text: str
    published_at: When | None = None
    published_as_written: str | None = None
    edited_at: When | None = None
    author: str | None = None
    language: str | None = None  #: as the source declares it
    media: tuple[Media, ...] = ()
    pinned: bool = False  #: stands out of order: never extends the window
    whole: bool = True  #: False: the source cut it, or it is a picture that we could not read
    read_by: str = ""  #: `pdf` or `ocr`: how a file or a picture was read that holds its text
    marked_edited: bool = False  #: the source shows a mark that it was edited, and no time
    earlier: tuple["Entry", ...] = ()  #: its wordings since we looked last, as the source itself tells, oldest first


@dataclass(frozen=True, slots=True)
class Headline:
    """A listed entry whose text stands on a page of its own, not opened yet."""

    key: str
    url: str
    title: str | None
    published_at: When | None = None
    published_as_written: str | None = None
    pinned: bool = False
    tries: int = 0  #: how often its page could not be read
    baseline: bool = False  #: first listed in the baseline: when its page is opened later, it is still no news
    text: str = ""  #: the beginning that the list shows: what is kept where its page cannot be read
