"""A better model small enough for a test: its margin is the mean of the token ids, in ONNX by hand."""

import hashlib
import json
from pathlib import Path
from typing import Any

from claims.detection import ngrams, semantic


def write(folder: Path, **changed: Any) -> Path:
    """Write encoder, tokenizer and card; `changed` are entries of the card."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    folder.mkdir(parents=True, exist_ok=True)
    words = ["[UNK]", "[MASK]", "rents", "rose", "by", "half", "again"]

    tokenizer = Tokenizer(models.WordPiece({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.add_special_tokens(["[MASK]"])
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / semantic.TOKENIZER))
    (folder / semantic.ENCODER).write_bytes(_mean_of_ids())
    files = {name: _digest(folder / name) for name in (semantic.ENCODER, semantic.TOKENIZER)}
    card = {
        "model": "semantic-test", "words_model": ngrams.MODEL, "files": files,
        "meaning": 0.5, "words": 0.4, "base": -1.0, "threshold": 0.3,
    }  # fmt: skip
    (folder / semantic.CARD).write_text(json.dumps(card | changed))
    return folder


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _mean_of_ids() -> bytes:
    """ONNX: ids int64 [1, tokens] -> Cast to float -> ReduceMean over the tokens -> margin float [1]."""
    cast = _text(1, "ids") + _text(2, "x") + _text(4, "Cast") + _part(5, _attribute("to", 1))
    axes = _text(1, "axes") + _number(8, 1) + _number(20, 7)  # AttributeProto.ints is field 8
    mean = _text(1, "x") + _text(2, "margin") + _text(4, "ReduceMean") + _part(5, axes)
    mean += _part(5, _attribute("keepdims", 0))
    graph = _part(1, cast) + _part(1, mean) + _text(2, "tiny")
    graph += _part(11, _value("ids", 7, [1, "tokens"])) + _part(12, _value("margin", 1, [1]))
    return _number(1, 8) + _part(8, _text(1, "") + _number(2, 13)) + _part(7, graph)


def _attribute(name: str, value: int) -> bytes:
    return _text(1, name) + _number(3, value) + _number(20, 2)


def _value(name: str, kind: int, shape: list[int | str]) -> bytes:
    sizes = b"".join(
        _part(1, _number(1, size) if isinstance(size, int) else _text(2, size)) for size in shape
    )
    return _text(1, name) + _part(2, _part(1, _number(1, kind) + _part(2, sizes)))


def _number(field: int, value: int) -> bytes:
    return bytes([*_varint(field << 3), *_varint(value)])


def _text(field: int, value: str) -> bytes:
    return _part(field, value.encode())


def _part(field: int, value: bytes) -> bytes:
    return bytes([*_varint(field << 3 | 2), *_varint(len(value))]) + value


def _varint(value: int) -> list[int]:
    return [value] if value < 128 else [value & 127 | 128, *_varint(value >> 7)]
