"""What the two apps have in common in the database: how far its content has come."""

from django.db import models


class Revision(models.Model):
    """The one row whose token every write changes that a page could show; see config.revision."""

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token
