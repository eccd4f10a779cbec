"""What every part of the demonstration shares: the people's clients, the story, the running commentary."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviews.demo.client import Client, until
from reviews.demo.site import SampleSite


@dataclass
class Desk:
    """The sample desk while the demonstration runs. `tokens` maps user names to API keys."""

    base: str
    site: SampleSite
    tokens: dict[str, str]
    say: Callable[[str], None]
    done: int = 0  # steps taken in this run
    _clients: dict[str, Client] = field(default_factory=dict)

    def by(self, username: str) -> Client:
        """The API as this person sees it."""
        if username not in self._clients:
            self._clients[username] = Client(self.base, self.tokens[username])
        return self._clients[username]

    @property
    def editor(self) -> Client:
        return self.by("lena.brandt")

    def step(self, words: str) -> None:
        """Count and tell a step that was taken now, not in an earlier run."""
        self.done += 1
        self.say(words)

    def story(self, name: str) -> dict[str, Any]:
        """One thread of seeds/story.json, with the sample site's address filled in."""
        text = (self.site.seeds / "story.json").read_text("utf-8")
        return dict(json.loads(self.site.filled(text))[name])

    def sources(self, evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Evidence as the API takes it: each source under a host of its own, as in the world."""
        port = self.site.origin.rpartition(":")[2]
        left_out = {"key", "file", "host", "note"}
        return [
            {name: value for name, value in item.items() if name not in left_out}
            | {"url": f"http://{item['host']}:{port}/sources/{item['file']}"}
            for item in evidence
        ]


def seeds_dir() -> Path:
    """Where the sample data lies."""
    return Path(__file__).resolve().parent.parent.parent / "seeds"


__all__ = ["Desk", "seeds_dir", "until"]
