"""The items as the rows of the tables: every field has a meaning that can be read."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest

from linkspider.dataset import TABLES, columns


@pytest.mark.parametrize("table", list(TABLES))
def test_an_item_takes_its_fields_by_name_only(table: str) -> None:
    assert all(field.kw_only for field in fields(TABLES[table]))


@pytest.mark.parametrize("table", list(TABLES))
def test_what_cannot_be_null_must_be_given_or_is_a_list(table: str) -> None:
    by_name = {field.name: field for field in fields(TABLES[table])}
    for column in columns(table):
        field = by_name[column.name]
        if not column.nullable:
            is_required = field.default is MISSING and field.default_factory is MISSING
            assert is_required or field.default_factory is list, column.name


@pytest.mark.parametrize("table", list(TABLES))
def test_what_can_be_null_is_null_until_it_is_known(table: str) -> None:
    by_name = {field.name: field for field in fields(TABLES[table])}
    for column in columns(table):
        field = by_name[column.name]
        if column.nullable and column.name != "target_url":  # which reading always knows
            assert field.default is None, column.name
