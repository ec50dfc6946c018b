"""Whether the servers answer: asked by connecting, never by a pid file (a pid may be reused, or a zombie)."""

import fcntl
import os
import socket
from pathlib import Path

import psycopg

from config.embedded.places import Places


def postgres_answers(places: Places) -> bool:
    """True when PostgreSQL accepts a connection of its superuser."""
    try:
        with superuser(places):
            return True
    except psycopg.OperationalError:
        return False


def superuser(places: Places, database: str = "postgres") -> psycopg.Connection:
    """A connection as the bootstrap superuser; autocommit, since it creates roles and databases."""
    return psycopg.connect(
        host=str(places.run), dbname=database, user="postgres", connect_timeout=5, autocommit=True
    )


def redis_answers(places: Places) -> bool:
    """True when Redis answers PING and has finished loading its file."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(places.redis_socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def keeper_pid(places: Places) -> int | None:
    """The pid of the living keeper, or None. A keeper holds its lock for as long as it lives."""
    try:
        handle = os.open(places.keeper_lock, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return int(os.pread(handle, 32, 0) or b"0") or None
    finally:
        os.close(handle)
    return None


def is_running(pid: int, program: str) -> bool:
    """True when ``pid`` is a living process of that program name; a zombie is not living."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    name, _, rest = text.partition("(")[2].rpartition(")")
    return name == program and rest.split()[0] not in ("Z", "X")
