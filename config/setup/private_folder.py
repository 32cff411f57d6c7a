"""Folders that one system user may enter and nobody else prepared."""

import os
import pwd
import stat
from pathlib import Path

from config.setup.checkout import SetupError


def can_traverse(folder: Path, user: pwd.struct_passwd) -> bool:
    """Whether `user` may pass through `folder` and all its parents."""
    return all(_may_enter(part.stat(), user) for part in (folder, *folder.parents))


def _may_enter(status: os.stat_result, user: pwd.struct_passwd) -> bool:
    if status.st_uid == user.pw_uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == user.pw_gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def make_private_folder(folder: Path, user: pwd.struct_passwd) -> None:
    """Create a folder only `user` (and root) may enter; refuse one that somebody else prepared."""
    make_passable(folder.parent)
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, user.pw_uid, user.pw_gid)
    refuse_unless_owned(folder, user.pw_uid)
    folder.chmod(0o700)


def make_passable(folder: Path) -> None:
    """Create the folder and what is missing above it, open to pass through, whatever the umask."""
    if folder.exists():
        return
    make_passable(folder.parent)
    folder.mkdir()
    refuse_unless_owned(folder, os.geteuid())
    folder.chmod(0o755)


def refuse_unless_owned(folder: Path, uid: int) -> None:
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != uid:
        raise SetupError(f"{folder} belongs to somebody else or is no folder, so it is left alone.")
