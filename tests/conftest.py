"""What tests of the whole may use."""

import pytest

from tests.machines import MakeMachine, make_machine


@pytest.fixture(scope="session")
def machine() -> MakeMachine:
    """machine(folder, name="old") is a machine of its own; the fixture's name sends a test to both engines."""
    return make_machine
