"""Refuses to start with a database login that could see past the rules."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

QUESTIONS = {
    "access.E001": ("is superuser", "select rolsuper from pg_roles where rolname = current_user"),
    "access.E002": ("has BYPASSRLS", "select rolbypassrls from pg_roles where rolname = current_user"),
    "access.E003": (
        "owns tables",
        "select exists (select 1 from pg_tables where tableowner = current_user"
        " and schemaname not in ('pg_catalog', 'information_schema'))",
    ),
    "access.E004": (
        "may become another role",
        "select exists (select 1 from pg_roles r where r.rolname <> current_user"
        " and pg_has_role(current_user, r.oid, 'member'))",
    ),
    "access.E005": (
        "may create objects",
        "select has_schema_privilege('public', 'create')"
        " or has_database_privilege(current_database(), 'create')"
        " or has_database_privilege(current_database(), 'temporary')",
    ),
    "access.E006": ("can read the key", "select has_table_privilege('access.secret', 'select')"),
    "access.E007": (
        "finds a table without row security",
        "select exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'public' and c.relkind = 'r' and not c.relrowsecurity)",
    ),
}


@register(Tags.database)
def weak_login(app_configs: object, databases: object = None, **kwargs: Any) -> list[CheckMessage]:
    """One error for each thing that the web server's login must not be able to do."""
    if settings.LOGIN == "owner":
        return []
    errors: list[CheckMessage] = []
    for identity, (what, question) in QUESTIONS.items():
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
        if row and row[0]:
            errors.append(Error(f"The web server's database login {what}.", id=identity))
    return errors
