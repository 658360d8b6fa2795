"""The papers of a meeting: what they say, as plain data, and the files that are made of it."""

from meetings.papers.content import PapersError, content_of
from meetings.papers.files import PaperFile, make_papers, zipped

__all__ = ["PaperFile", "PapersError", "content_of", "make_papers", "zipped"]
