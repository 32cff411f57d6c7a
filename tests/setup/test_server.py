"""Finding, stopping and placing the server of a checkout."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from config.setup import server
from config.setup.checkout import SetupError


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "STATE", tmp_path / "server.json")
    return server.STATE


def test_the_next_free_port_is_taken():
    with server._listen("127.0.0.1", 20_011) as first:
        port = first.getsockname()[1]
        with server._listen("127.0.0.1", port) as second:
            assert port < second.getsockname()[1] <= port + 100


def test_a_port_that_clients_use_is_never_taken():
    with pytest.raises(SetupError, match="PORT"):
        server._listen("127.0.0.1", 32_768)


def test_a_left_over_file_names_no_running_server(state):
    state.write_text(json.dumps({"pid": os.getpid(), "address": "http://localhost:8001/"}))

    assert server.running_address() is None
    assert server.stop() is False


def test_a_running_server_is_found_and_stopped(state):
    program = textwrap.dedent(
        f"""
        import fcntl, json, os, time
        state = open({str(state)!r}, "w")
        fcntl.flock(state, fcntl.LOCK_EX)
        json.dump({{"pid": os.getpid(), "address": "http://localhost:8009/"}}, state)
        state.flush()
        print("ready", flush=True)
        time.sleep(60)
        """
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        process.stdout.readline()

        assert server.running_address() == "http://localhost:8009/"
        with pytest.raises(SetupError, match="already"):
            server._claim_state("http://localhost:8010/")
        assert server.stop() is True
        assert process.wait(10) == -signal.SIGTERM
    assert server.running_address() is None
