"""``check --deploy`` with production's settings: safe random secrets, and no server is contacted."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
production = {
    "DEPLOYMENT": "production",
    "DATABASE_URL": "postgres://yz_app@127.0.0.1:1/yz",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "minzheng.internal",
    **{name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "DATA_KEY", "DIGEST_KEY")},
}
inherited = {name: value for name, value in os.environ.items() if name not in ("DEBUG", "BUSINESS_DATE")}
command = [sys.executable, str(ROOT / "manage.py"), "check", "--deploy", "--fail-level", "WARNING"]
sys.exit(subprocess.run(command, check=False, env=inherited | production, cwd=ROOT).returncode)
