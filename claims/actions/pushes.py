"""Articles that another system pushes, many in a call."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from claims.actions.articles import submit_article
from claims.models import Article
from factcheck.models import User


def push_article(*, by: User | None, at: datetime, **article: Any) -> tuple[Article, bool]:
    """Take in one article of several, as submit_article does; return it and whether it is new.

    What goes wrong with it undoes it alone. One that is entered elsewhere at the
    same moment is found there. Raises what submit_article raises.
    """
    try:
        with transaction.atomic():
            return submit_article(**article, by=by, at=at)
    except IntegrityError:
        # PostgreSQL says so once the other has committed, so that now it can be seen.
        return submit_article(**article, by=by, at=at)
