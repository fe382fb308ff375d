"""What the importer's tests ask for."""

import pytest

from tests.data.importers.office import Office


@pytest.fixture
def office(tmp_path) -> Office:
    return Office(tmp_path)
