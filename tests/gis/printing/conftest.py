"""A network that lies on the sheet."""

import pytest

from tests.builders import make_duct, make_gateway, make_line_network


@pytest.fixture
def network():
    network = make_line_network("A-B-C")
    make_duct(network, "A-B")
    make_gateway(network["A"], "GW-1")
    return network
