"""Files for their owner's eyes: written whole or not at all, and read only when nobody else could have touched them."""

import os
import stat
from pathlib import Path

from daywright.kit.faultpoints import fault_point

_OWNER_ONLY = 0o600
_OTHERS = 0o077


class UnsafeFileError(Exception):
    """The file cannot be trusted as it is; the text says why and what repairs it."""


def write_private(path: Path, content: bytes) -> None:
    """Replace `path` durably: a new file of mode 0600 in a folder of mode 0700, flushed, renamed over the old one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _OWNER_ONLY)
    try:
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        fault_point("cred.rename")
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def read_private(path: Path) -> bytes | None:
    """What `path` holds; None when there is no such file. Raises UnsafeFileError, and OSError."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError:
        if path.is_symlink():
            raise UnsafeFileError(f"{path} is a link; remove it") from None
        raise
    with os.fdopen(handle, "rb") as file:
        _refuse_strangers(path, os.fstat(handle))
        return file.read()


def remove_private(path: Path) -> bool:
    """Overwrite and delete `path`; False when it was not there."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    except OSError:
        path.unlink(missing_ok=True)  # a link, or not ours to overwrite
        return True
    try:
        os.write(handle, bytes(os.fstat(handle).st_size))
        os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink(missing_ok=True)
    _flush_folder(path.parent)
    return True


def _refuse_strangers(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise UnsafeFileError(f"{path} is no ordinary file; remove it")
    if found.st_uid != os.geteuid():
        raise UnsafeFileError(f"{path} belongs to another user; run `chown {os.geteuid()} {path}` as that user or root")
    if found.st_mode & _OTHERS:
        raise UnsafeFileError(f"{path} is open to others; run `chmod 600 {path}`")
    if found.st_nlink > 1:
        raise UnsafeFileError(f"{path} has a second name on the disk; remove that one, or copy the file and rename it")


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
