#!/usr/bin/env bash
# Serve telemelya with the Redis and S3 it asks for, all in memory: telemelya.sh PYTHON PORT REDIS_PORT S3_PORT
set -eu
python=$1 port=$2 redis=$3 s3=$4
trap 'kill 0' EXIT
"$python" -c "from fakeredis import TcpFakeServer; TcpFakeServer(('127.0.0.1', $redis), server_type='redis').serve_forever()" &
"$(dirname "$python")/moto_server" -H 127.0.0.1 -p "$s3" &
export AUTH_KEYS=k REDIS_URL=redis://127.0.0.1:$redis/0 MINIO_ENDPOINT=127.0.0.1:$s3
export MOCK_SERVER_HOST=127.0.0.1 MOCK_SERVER_PORT=$port MOCK_SERVER_URL=http://127.0.0.1:$port
# Redis and S3 take a moment; telemelya gives up at once when they are not there.
for _ in $(seq 60); do
  "$python" -m telemelya.server.app && exit 0
  sleep 0.5
done
