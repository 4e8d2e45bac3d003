"""Products of matrices that take one thread, whatever the library of linear algebra would rather use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

#: The calling thread makes a product of at most so many multiplications alone. Above it, OpenBLAS wakes its threads,
#: which then wait for more to do and keep a core busy for longer than the product takes
#: (`SMP_THRESHOLD_MIN * GEMM_MULTITHREAD_THRESHOLD` in its interface/gemm.c).
_ALONE = 1 << 18


def product(rows: Doubles, weights: Doubles) -> Doubles:
    """Return the product of rows [n, width] and weights [width, outputs], made a block of rows at a time.

    >>> import numpy as np
    >>> product(np.ones((2, 3)), np.eye(3)).tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """
    import numpy as np

    many = max(1, _ALONE // weights.size)
    if len(rows) <= many:
        return np.asarray(rows @ weights)
    made = np.empty((len(rows), weights.shape[1]))
    for first in range(0, len(rows), many):
        np.matmul(rows[first : first + many], weights, out=made[first : first + many])
    return made
