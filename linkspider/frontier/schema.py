"""The tables of the frontier's file."""

from __future__ import annotations

FORMAT = "2"
"""Files of another one are refused: it goes up with any change below."""
SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE hosts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    set_aside TEXT,
    crawl_delay REAL NOT NULL DEFAULT 0,
    back_off REAL NOT NULL DEFAULT 0,
    hold_until REAL NOT NULL DEFAULT 0  -- by the clock on the wall
);
CREATE TABLE urls (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    host INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    state INTEGER NOT NULL,
    reason TEXT,
    purpose TEXT NOT NULL,
    depth INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    discovered_from TEXT,
    redirects INTEGER NOT NULL,
    site TEXT,
    falls_back INTEGER NOT NULL
);
CREATE INDEX queue ON urls (host, counted, rank) WHERE state = 0;
CREATE TABLE parts (
    number INTEGER NOT NULL, name TEXT NOT NULL, row_count INTEGER NOT NULL,
    PRIMARY KEY (number, name)
) WITHOUT ROWID;
CREATE TABLE robots (
    origin TEXT PRIMARY KEY, body BLOB, is_reachable INTEGER NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX expiry ON robots (expires);
"""
