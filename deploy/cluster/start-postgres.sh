#!/bin/sh
# Start PostgreSQL: on an empty volume, a server that is not the primary first copies the primary, which it follows from then on.
#   start-postgres.sh PRIMARY COMMAND…    PRIMARY: the primary's host, which is its own name for the primary itself
set -eu
primary=$1; shift
if [ "$primary" != "$(hostname)" ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  # Under another name until it is whole: what was broken off is begun anew.
  rm -rf "$PGDATA.copying"
  PGPASSWORD=$(cat "${SECRETS:-/run/secrets}/replica-password") pg_basebackup --no-password --checkpoint=fast \
    --host="$primary" --username=replica --pgdata="$PGDATA.copying" --write-recovery-conf
  rm -rf "$PGDATA"
  mv "$PGDATA.copying" "$PGDATA"
fi
exec "$@"
