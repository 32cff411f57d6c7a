"""The virus scanner sees each file; without its word none is taken."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pytest

from gis.models import StoredFile
from gis.refusals import Refusal
from gis.uploads.take import take
from tests.gis.uploads import files

pytestmark = pytest.mark.django_db
EICAR = b"X5O!P%@AP[4" + b"\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def finds_everything(file: BinaryIO) -> str | None:
    return "Demo.Virus" if file.read(1) else None


def finds_nothing(file: BinaryIO) -> str | None:
    file.read()
    return None


@contextmanager
def daemon(limit: int = 1_000_000) -> Iterator[str]:
    """Speaks as much of clamd(8) as there is to INSTREAM."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            link, _address = listening.accept()
            with link, link.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                data = b""
                while size := struct.unpack("!L", said.read(4))[0]:
                    data += said.read(size)
                if len(data) > limit:
                    word = b"INSTREAM size limit exceeded. ERROR"
                else:
                    word = b"stream: Eicar-Signature FOUND" if EICAR in data else b"stream: OK"
                link.sendall(word + b"\0")

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"clamd://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


def refusal_of(name: str, data: bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        take(files.sent(name, data), by=None)
    assert not StoredFile.objects.exists()
    return refused.value


def test_a_function_of_the_house_decides(settings) -> None:
    settings.UPLOAD_SCANNER = f"{__name__}.finds_everything"
    refusal = refusal_of("plan.pdf", files.PDF)
    assert (refusal.code, refusal.field) == ("FILE_INFECTED", "file")
    assert "Demo.Virus" in str(refusal)
    settings.UPLOAD_SCANNER = f"{__name__}.finds_nothing"
    assert take(files.sent("plan.pdf", files.PDF), by=None).path.read_bytes() == files.PDF


def test_clamd_is_asked_with_the_whole_file(settings) -> None:
    with daemon() as settings.UPLOAD_SCANNER:
        assert refusal_of("brief.txt", b"a" * 200_000 + EICAR).code == "FILE_INFECTED"
    with daemon() as settings.UPLOAD_SCANNER:
        assert take(files.sent("brief.txt", b"a" * 200_000), by=None).size == 200_000


def test_without_an_answer_nothing_is_taken(settings) -> None:
    with daemon(limit=10) as settings.UPLOAD_SCANNER:
        assert refusal_of("plan.pdf", files.PDF).code == "FILE_NOT_SCANNED"
    settings.UPLOAD_SCANNER = "clamd:///nowhere/clamd.ctl"
    assert refusal_of("plan.pdf", files.PDF).code == "FILE_NOT_SCANNED"
    settings.UPLOAD_SCANNER = "no.such.function"
    assert refusal_of("plan.pdf", files.PDF).code == "FILE_NOT_SCANNED"
