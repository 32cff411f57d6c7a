"""The key that signs sessions and seals tokens, when the environment gives none."""

import os
import secrets
from pathlib import Path


def load_or_create(path: Path) -> str:
    """The key kept in `path`, made on first use and readable by its owner only.

    Processes that start at once agree on one key: the file appears whole or not at all.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
