"""Who may make a move: a role in the installation, or a role on one fact-check."""

from enum import StrEnum


class Role(StrEnum):
    # Roles in the installation: each person and each API client has one.
    READER = "reader"
    REVIEWER = "reviewer"
    SENIOR_REVIEWER = "senior_reviewer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    SERVICE = "service"
    SYSTEM = "system"
    # Roles on one fact-check, held besides the one in the installation.
    RESEARCHER = "researcher"
    RATER = "rater"
    NOT_RESEARCHER = "not_researcher"
    HOLDER = "holder"
    OUTSIDE_EDITOR = "outside_editor"


INSTALLATION_ROLES = (
    Role.READER,
    Role.REVIEWER,
    Role.SENIOR_REVIEWER,
    Role.EDITOR,
    Role.ADMINISTRATOR,
    Role.SERVICE,
)
DESK = frozenset({Role.REVIEWER, Role.SENIOR_REVIEWER, Role.EDITOR, Role.ADMINISTRATOR})
EDITORS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
