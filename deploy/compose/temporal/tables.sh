#!/bin/sh
# Makes Temporal's tables or upgrades them to this version. Each step does nothing if it has been done before.
set -eu
for pair in temporal:temporal temporal_visibility:visibility; do
    database=${pair%%:*} schema=${pair##*:}
    tool() {
        temporal-sql-tool --plugin postgres12 --endpoint "$SQL_HOST" --port "${SQL_PORT:-5432}" \
            --user "$SQL_USER" --database "$database" "$@"
    }
    tool setup-schema --version 0.0
    tool update-schema --schema-dir "${SCHEMA_DIR:-/etc/temporal/schema}/postgresql/v12/$schema/versioned"
done
