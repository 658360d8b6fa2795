"""How much a run looks at.

EVERY_LOOK=1, as the CI's, looks at every page as everybody, of every day, in every size and
colouring; a plain run at every page once, and in a browser at those that differ most.
"""

import os
from collections.abc import Iterable
from itertools import cycle, product

EVERY_LOOK = bool(os.environ.get("EVERY_LOOK"))


def looks(things: Iterable, ways: Iterable) -> list[tuple]:
    """Return each thing with each way to look at it; in a plain run with one of them in turn."""
    return [*product(things, ways)] if EVERY_LOOK else [*zip(things, cycle(ways), strict=False)]
