"""The private clusters, tried with real PostgreSQL programs."""

import os
import pwd
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.setup.checkout import SetupError
from config.setup.cluster import LONGEST_SOCKET_PATH, MARKER, PORT, SETTINGS, Cluster


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder like a checkout, with a short path that the server's user may enter."""
    with tempfile.TemporaryDirectory(prefix="checkout-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        Cluster("test", folder).stop()
        shutil.rmtree(Cluster("test", folder).folder.parent, ignore_errors=True)


def test_a_cluster_is_made_started_stopped_and_removed(checkout: Path):
    cluster = Cluster("test", checkout)

    assert cluster.start() is True
    assert cluster.start() is False
    assert cluster.is_running()
    assert (
        cluster.sql(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", role="trassenbuch"
        )
        == "f"
    )
    assert (
        cluster.sql("SELECT count(*) FROM pg_extension WHERE extname IN ('postgis', 'btree_gist')")
        == "2"
    )
    assert cluster.stop() is True
    assert cluster.stop() is False
    assert cluster.remove() is True
    assert not cluster.folder.exists()


def test_a_cluster_is_fast_and_listens_on_its_socket_only(checkout: Path):
    cluster = Cluster("test", checkout)
    cluster.start()

    assert cluster.sql("SHOW fsync") == "off"
    assert cluster.sql("SHOW listen_addresses") == ""
    assert cluster.sql("SHOW port") == str(PORT) != "5432"
    with (
        pytest.raises(ConnectionRefusedError),
        socket.create_connection(("127.0.0.1", PORT), timeout=1),
    ):
        pass
    assert cluster.socket_folder.stat().st_mode & 0o777 == 0o700


def test_nothing_makes_the_running_cluster_lose_commits():
    assert not {"fsync", "synchronous_commit", "full_page_writes"} & SETTINGS["run"].keys()


def test_a_cluster_of_another_checkout_is_left_alone(checkout: Path):
    cluster = Cluster("test", checkout)
    cluster.start()
    marker = cluster.folder / MARKER
    marker.write_text("/somewhere/else\n")

    for action in (cluster.start, cluster.stop, cluster.remove):
        with pytest.raises(SetupError, match="left alone"):
            action()

    assert cluster.is_running()
    marker.write_text(f"{checkout}\n")


def test_a_folder_without_marker_is_left_alone(checkout: Path):
    cluster = Cluster("run", checkout)
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("15\n")

    for action in (cluster.start, cluster.stop, cluster.remove):
        with pytest.raises(SetupError, match="left alone"):
            action()

    assert (cluster.data / "PG_VERSION").read_text() == "15\n"


def test_a_long_path_moves_the_cluster_to_the_temporary_folder(checkout: Path):
    deep = checkout / ("d" * 100)
    deep.mkdir()
    cluster = Cluster("test", deep)

    assert tempfile.gettempdir() in str(cluster.folder)
    assert len(str(cluster.socket_folder)) < LONGEST_SOCKET_PATH
    assert Cluster("test", checkout / ("e" * 100)).folder != cluster.folder


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_a_closed_parent_moves_the_cluster_to_the_temporary_folder(checkout: Path):
    checkout.chmod(0o700)
    inside = checkout / "checkout"
    inside.mkdir()
    cluster = Cluster("test", inside)

    assert tempfile.gettempdir() in str(cluster.folder)
    assert checkout not in cluster.folder.parents
    assert cluster.start() is True
    assert cluster.data.stat().st_uid == pwd.getpwnam("postgres").pw_uid
    cluster.remove()


def test_a_cluster_starts_again_after_its_server_was_killed(checkout: Path):
    cluster = Cluster("test", checkout)
    cluster.start()
    server = int((cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGKILL)
    while cluster.is_running():
        time.sleep(0.05)

    assert cluster.start() is True
    assert cluster.sql("SELECT 1") == "1"
