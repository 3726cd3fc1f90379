-- The program's user with its database, and the replica's. PostgreSQL's image runs it once, on an empty volume; by hand:
--   SECRETS=/etc/thidua-postgresql psql -f roles.sql     (as the user postgres)
\set ON_ERROR_STOP on
\set program `cat "${SECRETS:-/run/secrets}/thidua-password"`
\set replica `cat "${SECRETS:-/run/secrets}/replica-password"`
CREATE ROLE thidua LOGIN PASSWORD :'program';
CREATE ROLE replica LOGIN REPLICATION PASSWORD :'replica';
CREATE DATABASE thidua OWNER thidua;
\connect thidua
-- Only an administrator may.
CREATE EXTENSION vector;
