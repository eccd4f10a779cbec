"""The desk's own code as trees, for tests that say what may stand in it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("config", "factcheck", "claims", "reviews")


@cache
def modules() -> dict[str, ast.Module]:
    """Path within the checkout -> its tree, for every module of the rooms but migrations."""
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in paths
        if "migrations" not in path.parts
    }


def nodes(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of a kind, with the path of its module."""
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield path, node


def imports() -> Iterator[tuple[str, str]]:
    """(path, what it imports), each name of a `from` import with its module."""
    for path, node in nodes(ast.Import | ast.ImportFrom):  # type: ignore[arg-type]
        if isinstance(node, ast.Import):
            yield from ((path, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield path, node.module or ""
            yield from ((path, f"{node.module}.{alias.name}") for alias in node.names)
