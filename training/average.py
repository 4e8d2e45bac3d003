"""The moving average of the weights that ships."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel


def averaged(network: nn.Module, decay: float) -> AveragedModel:
    """Return an exponential moving average of the weights; the average is what ships.

    It moves towards the current weights faster in the first steps. The count begins at one, so that the initial weights
    are included.
    """

    def move(average: list[Tensor], current: list[Tensor], step: Tensor) -> None:
        weight = 1 - min(decay, (1 + int(step)) / (10 + int(step)))
        torch._foreach_lerp_(average, current, weight)

    average = AveragedModel(network, multi_avg_fn=torch.no_grad()(move))
    average.n_averaged.fill_(1)
    return average
