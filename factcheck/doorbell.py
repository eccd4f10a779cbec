"""placeholder to import; replaced by the jobs work"""


def ring(task: str) -> None:
    """Say that a task has work."""
