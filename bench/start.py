"""From an empty clone to a page with the demo year: packages cached, nothing else there."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.ground import ROOT
from bench.measure import Row

LIMIT = 60


def run(scale: float) -> list[Row]:
    folder = Path(tempfile.mkdtemp(prefix="bench-start-")) / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PORT": str(port)}
    for name in ("DEPLOYMENT", "BUSINESS_DATE", "TEST_DB_SUFFIX", "FILES_ROOT", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    started = time.monotonic()
    demo = subprocess.Popen(
        ["make", "demo"], cwd=folder, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not _answers(port):
            if demo.poll() is not None or time.monotonic() - started > 600:
                raise RuntimeError("the demo did not start")
            time.sleep(0.2)
        seconds = time.monotonic() - started
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(60)
        shutil.rmtree(folder.parent, ignore_errors=True)
    return [
        Row(
            "start from nothing, packages cached",
            seconds,
            None,
            LIMIT,
            "to the first page with the demo year",
        )
    ]


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False
