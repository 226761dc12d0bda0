"""Quotes that were given: in MariaDB where the app is bound to one, else in the memory of one replica."""

import os
import threading
from collections import deque
from pathlib import Path

RECENT = 20

CREATE = """CREATE TABLE IF NOT EXISTS quotes (
  number BIGINT AUTO_INCREMENT PRIMARY KEY, id CHAR(36) NOT NULL UNIQUE,
  source VARCHAR(8) NOT NULL, target VARCHAR(8) NOT NULL, amount VARCHAR(32) NOT NULL, result VARCHAR(40) NOT NULL
)"""
COLUMNS = ("id", "from", "to", "amount", "result")


class Memory:
    def __init__(self):
        self.kept = deque(maxlen=RECENT)

    def add(self, quote):
        self.kept.appendleft(quote)

    def recent(self):
        return list(self.kept)


class Database:
    """One connection a thread: a client's connection is served by one."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.local = threading.local()
        self.ask(CREATE)

    def add(self, quote):
        values = [quote[column] for column in COLUMNS]
        self.ask("INSERT INTO quotes (id, source, target, amount, result) VALUES (%s, %s, %s, %s, %s)", values)

    def recent(self):
        rows = self.ask("SELECT id, source, target, amount, result FROM quotes ORDER BY number DESC LIMIT %s", [RECENT])
        return [dict(zip(COLUMNS, row)) for row in rows]

    def ask(self, statement, values=()):
        if not hasattr(self.local, "connection"):
            self.local.connection = self.connect()
        # The server may have started again since.
        self.local.connection.ping(reconnect=True)
        with self.local.connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    def connect(self):
        import pymysql  # only an app that is bound needs it

        entry = {name: (self.directory / name).read_text() for name in ("host", "port", "username", "password", "database")}
        return pymysql.connect(
            host=entry["host"], port=int(entry["port"]), user=entry["username"], password=entry["password"], database=entry["database"],
            ssl_ca=str(self.directory / "ca.crt"), ssl_verify_cert=True, ssl_verify_identity=True, autocommit=True, connect_timeout=5,
        )


def open_quotes():
    root = os.environ.get("SERVICE_BINDING_ROOT")
    directory = Path(root, "quotes") if root else None
    return Database(directory) if directory and (directory / "uri").exists() else Memory()
