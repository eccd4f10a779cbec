"""The admin of the ground's tables; `ReadOnlyAdmin` is the base of every admin class of the desk."""

from factcheck.admin import outside, people, work
from factcheck.admin.base import Button, CappedPaginator, ReadOnlyAdmin, Reason

__all__ = ["Button", "CappedPaginator", "ReadOnlyAdmin", "Reason", "outside", "people", "work"]
