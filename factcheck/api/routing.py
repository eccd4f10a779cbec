"""Routes of view sets: path converters, so that a bad UUID is a 404 before any view runs."""

from rest_framework.routers import SimpleRouter


class DeskRouter(SimpleRouter):
    """A SimpleRouter with `<uuid:uuid>` in its paths."""

    def __init__(self) -> None:
        super().__init__(trailing_slash=True, use_regex_path=False)
