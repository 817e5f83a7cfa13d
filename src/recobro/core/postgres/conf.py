"""The server's settings, written anew at each start, so that a new version of ours also reaches old data.

Who gets in: nobody by the network. By the socket, whose directory only root and the server's account may enter; and
even if somebody widens that directory, the kernel's word for who calls (peer) must be root or the account. There is no
password that could leak.
"""

from __future__ import annotations

from pathlib import Path

from recobro.core.home import keep_written, private_directory
from recobro.core.postgres.account import Account
from recobro.core.postgres.cluster import Cluster
from recobro.core.postgres.known import PORT, USER

OWN = "local.conf"
TEMPLATE = """\
# Written at each start. Your own settings: local.conf, beside this file.
listen_addresses = ''
port = {port}
unix_socket_directories = {socket}
unix_socket_permissions = 0700
hba_file = {hba}
ident_file = {ident}
timezone = 'UTC'
shared_buffers = '256MB'
max_wal_size = '2GB'

# One file per weekday, begun anew after a week.
logging_collector = on
log_directory = 'log'
log_filename = 'pg-%a.log'
log_file_mode = 0600
log_truncate_on_rotation = on
log_rotation_age = '1d'
log_rotation_size = 0
log_timezone = 'UTC'
# Statements and their values are people's data: they stay out of the log.
log_min_error_statement = panic
log_error_verbosity = terse

include_if_exists = {local}
"""
HBA = f"local all {USER} peer map=recobro\n"


def write(cluster: Cluster, socket: Path, account: Account) -> Path:
    """Write all files; returns the main one."""
    conf, group = cluster.conf, -1
    if account.is_other:
        account.let_through(conf)
        group = account.gid
    else:
        private_directory(conf)
    mode = 0o640 if account.is_other else 0o600
    files = {
        "pg_hba.conf": HBA,
        "pg_ident.conf": "".join(f'recobro "{name}" {USER}\n' for name in dict.fromkeys(("root", account.name))),
        "postgresql.conf": TEMPLATE.format(
            port=PORT,
            socket=_quoted('"{}"'.format(str(socket).replace('"', '""'))),  # the value is a list of paths
            hba=_quoted(conf / "pg_hba.conf"),
            ident=_quoted(conf / "pg_ident.conf"),
            local=_quoted(conf / OWN),
        ),
    }
    if not (conf / OWN).exists():
        files[OWN] = (
            "# Settings of your own, e.g. shared_buffers = '4GB'. They win over postgresql.conf beside this file.\n"
        )
    for name, text in files.items():
        keep_written(conf / name, text, mode=mode, group=group)
    return conf / "postgresql.conf"


def _quoted(value: object) -> str:
    """A string of PostgreSQL's settings file."""
    return "'{}'".format(str(value).replace("\\", "\\\\").replace("'", "''"))
