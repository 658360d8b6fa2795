"""A storage that is no folder of this computer: for tests of what must not depend on one."""

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage


class Bucket(Storage):
    """Files by their names, as a bucket of S3 has them: a folder is only a part of a name."""

    def __init__(self):
        self.files: dict[str, bytes] = {}

    def _open(self, name: str, mode: str = "rb") -> File:
        if name not in self.files:
            raise FileNotFoundError(name)
        return ContentFile(self.files[name], name)

    def _save(self, name: str, content: File) -> str:
        self.files[name] = content.read()
        return name

    def exists(self, name: str) -> bool:
        """Know no folders."""
        return name in self.files

    def delete(self, name: str) -> None:
        """Say nothing of what is not there."""
        self.files.pop(name, None)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return what the next parts of the names are."""
        rests = [
            name.removeprefix(f"{path}/") for name in self.files if name.startswith(f"{path}/")
        ]
        folders = {rest.partition("/")[0] for rest in rests if "/" in rest}
        return sorted(folders), [rest for rest in rests if "/" not in rest]
