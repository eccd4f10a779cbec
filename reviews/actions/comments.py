"""What the people on a file say to each other; who is named with @ hears of it."""

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed
from factcheck.models import User
from factcheck.roles import DESK
from reviews.actions.building import file_changed
from reviews.actions.locks import locked, refuse_conflicted, refuse_rater_under_seal
from reviews.actions.to_dos import open_once
from reviews.models import Comment, FactCheck, ToDoKind

_NAMED = re.compile(r"(?<![\w@.])@([\w.+-]+)")
_MOST_NAMED = 20


@transaction.atomic
def add_comment(*, fact_check_id: UUID, text: str, by: User, at: datetime) -> Comment:
    """Say something to the others on the file. A rater does not while ratings are sealed.

    Whoever is named as @username, and may see the file, gets a to-do. Raises NotAllowed, Sealed.
    """
    fact_check = locked(fact_check_id)
    refuse_conflicted(fact_check, by)
    if not by.is_on_desk:
        raise NotAllowed("Only the desk comments.")
    refuse_rater_under_seal(fact_check, by)
    named = named_in(text, fact_check)
    comment = Comment.objects.create(
        fact_check=fact_check, author=by, text=text, mentions=[str(u.uuid) for u in named], created_at=at
    )
    for user in named:
        if user.pk != by.pk:
            _tell(user, comment, at=at)
    file_changed(fact_check, "fact_check.commented", comment.uuid, by=by, at=at)
    return comment


def named_in(text: str, fact_check: FactCheck) -> list[User]:
    """Return the people of the desk whom the text names as @username and who may see the file."""
    # A name at the end of a sentence has the stop of the sentence behind it.
    names = list(dict.fromkeys(name.rstrip(".-+") for name in _NAMED.findall(text)))[:_MOST_NAMED]
    people = User.objects.filter(username__in=names, is_active=True, role__in=DESK).order_by("pk")
    file = FactCheck.objects.filter(pk=fact_check.pk)
    return [user for user in people if file.visible_to(user).exists()]


def _tell(user: User, comment: Comment, *, at: datetime) -> None:
    open_once(
        kind=ToDoKind.MENTION,
        key=f"mention:{comment.uuid}:{user.uuid}",
        text="You are named in a comment.",
        options=[{"code": "read", "label": "Read it.", "comment": str(comment.uuid)}],
        owner=user,
        fact_check=comment.fact_check,
        at=at,
    )


@transaction.atomic
def remove_comment(*, comment_id: UUID, by: User, at: datetime) -> Comment:
    """Take back what one said: the words go, that something was said stays. Raises NotAllowed, Conflict."""
    file_id = Comment.objects.values_list("fact_check__uuid", flat=True).get(uuid=comment_id)
    fact_check = locked(file_id)
    refuse_conflicted(fact_check, by)
    comment = Comment.objects.select_for_update().get(uuid=comment_id)
    if comment.author_id != by.pk:
        raise NotAllowed("Only its author takes a comment back.")
    refuse_rater_under_seal(fact_check, by)
    if comment.removed_at is not None:
        raise Conflict("This comment was taken back already.")
    comment.text, comment.removed_at = "", at
    comment.save(update_fields=["text", "removed_at"])
    file_changed(fact_check, "fact_check.comment_removed", comment.uuid, by=by, at=at)
    return comment
