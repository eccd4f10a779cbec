"""How a guard is taken out of a copy of the code: a line changed, a constraint or a trigger left out."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Edit:
    """Source that stands once in a file, or in the modules of a folder; and what stands there instead."""

    place: str
    snippet: str
    replacement: str

    def apply(self, copy: Path) -> None:
        path = self.found_in(copy)
        path.write_text(path.read_text("utf-8").replace(self.snippet, self.replacement), "utf-8")

    def found_in(self, copy: Path) -> Path:
        """The one file that holds the snippet once. Raises LookupError."""
        place = copy / self.place
        files = sorted(place.glob("*.py")) if place.is_dir() else [place]
        holding = [path for path in files for _ in range(path.read_text("utf-8").count(self.snippet))]
        if len(holding) != 1:
            raise LookupError(f"{self.place} holds {len(holding)} times: {self.snippet!r}")
        return holding[0]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint of a model, left out of tables that are made from the models (not from migrations)."""

    model: str  # label, such as claims.Claim
    name: str

    def apply(self, copy: Path) -> None:
        app, model = self.model.split(".")
        path = copy / app / "models" / "__init__.py"
        left_out = (
            f"\n_all = {model}._meta.constraints\n"
            f"{model}._meta.constraints = [c for c in _all if c.name != {self.name!r}]\n"
        )
        path.write_text(path.read_text("utf-8") + left_out, "utf-8")


@dataclass(frozen=True, slots=True)
class TriggerOf:
    """A trigger of a model, which is then not installed."""

    model: str
    name: str

    def apply(self, copy: Path) -> None:
        path = copy / "factcheck" / "triggers.py"
        label = self.model.lower()
        path.write_text(
            path.read_text("utf-8") + "\n\n_whole = of\n\n\n"
            "def of(model):  # type: ignore[no-redef]\n"
            f"    gone = model._meta.label_lower == {label!r}\n"
            f"    return [t for t in _whole(model) if not (gone and t.name == {self.name!r})]\n",
            "utf-8",
        )


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard, how it is removed, and the tests of which at least one must then fail."""

    name: str
    removed_by: Edit | Constraint | TriggerOf
    tests: tuple[str, ...] = field(default=())
    postgres: bool = False  # SQLite cannot fail without it: one writer at a time
