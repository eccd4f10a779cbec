"""From a taught encoder to the file the desk reads: ONNX, then whole numbers of eight bits."""

from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.encoder import PLACES, Encoder


def export(encoder: Encoder, path: Path, work: Path) -> None:
    """Write the encoder for one statement at a time: `ids` int64 [1, tokens] in, `margin` float [1] out.

    Weights are quantised per channel and with reduced range: measured, this keeps the order of the
    statements; per tensor it does not, and without the reduction processors that lack VNNI overflow.
    """
    exact = work / "encoder-exact.onnx"
    encoder.eval()
    torch.onnx.export(
        encoder,
        (torch.tensor([[101, 2054, 102]]),),
        str(exact),
        input_names=["ids"],
        output_names=["margin"],
        dynamic_shapes={"ids": {1: torch.export.Dim("tokens", min=2, max=PLACES)}},
        dynamo=True,
        external_data=False,
    )
    quantize_dynamic(
        exact,
        path,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
    )
    onnx.checker.check_model(str(path))
