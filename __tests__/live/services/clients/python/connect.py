"""Logs in to PostgreSQL with psycopg, by files and by a variable, and prints what answered."""

import json
import os
from pathlib import Path

import psycopg

DIRECTORY = Path(os.environ["SERVICE_BINDING_ROOT"], "orders")


def session_user(*arguments, **options):
    with psycopg.connect(*arguments, **options) as connection:
        return connection.execute("SELECT session_user").fetchone()[0]


def entry(name):
    return (DIRECTORY / name).read_text()


by_files = {
    "host": entry("host"), "port": entry("port"), "user": entry("username"), "password": entry("password"), "dbname": entry("database"),
    "sslmode": "verify-full", "sslrootcert": str(DIRECTORY / "ca.crt"),
}
print(json.dumps({
    "psycopg by the file uri": session_user(entry("uri")),
    "psycopg by files": session_user(**by_files),
    "psycopg by a variable": session_user(os.environ["ORDERS_URI"]),
}))
