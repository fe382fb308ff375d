"""What the tests of entering ask for: the six-column tracker, once imported and then copied."""

import pytest

from tests.dashboard.looking import imported, tracker
from tests.data.entering.desk import Desk


@pytest.fixture(scope="session")
def tracker_book(tmp_path_factory):
    return imported(tmp_path_factory.mktemp("tracker"), tracker()).path


@pytest.fixture
def desk(tracker_book, tmp_path) -> Desk:
    return Desk(tracker_book, tmp_path)
