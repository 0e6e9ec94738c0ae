"""Texts that mean the same are grouped around the one in their middle."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from knowledge.retrieval.communities import communities


def around(degrees: list[float]) -> npt.NDArray[np.float32]:
    """Vectors of length 1 in a plane."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_groups_are_the_largest_first_and_begin_with_their_centre() -> None:
    vectors = around([0, 90, 92, 94, 5, 180, 181, 182, 183, 184])

    found = communities(vectors, threshold=float(np.cos(np.radians(2.1))), fewest=3)

    assert [sorted(group) for group in found] == [[5, 6, 7, 8, 9], [1, 2, 3]]
    assert [group[0] for group in found] == [7, 2]


def test_a_text_belongs_to_one_group_only() -> None:
    vectors = around([0, 2, 4, 6, 8, 10, 12])

    found = communities(vectors, threshold=float(np.cos(np.radians(4.5))), fewest=2)

    members = [one for group in found for one in group]
    assert len(members) == len(set(members))


@pytest.mark.parametrize("degrees", [[], [0.0], [0, 90, 180, 270]])
def test_too_few_make_no_group(degrees: list[float]) -> None:
    assert communities(around(degrees), threshold=0.9, fewest=2) == []
