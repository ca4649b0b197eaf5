-- Facts of a shop on a cluster of two shards. Each customer is on one of them, and a customer's rows lie together.

CREATE DATABASE IF NOT EXISTS touchpoint_example ON CLUSTER two;

CREATE TABLE IF NOT EXISTS touchpoint_example.interactions_local ON CLUSTER two
(
    customer String CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    touchpoint LowCardinality(String),
    device LowCardinality(String),
    source LowCardinality(String),
    sequence UInt64 CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (customer, at);

CREATE TABLE IF NOT EXISTS touchpoint_example.interactions ON CLUSTER two
AS touchpoint_example.interactions_local
ENGINE = Distributed(two, touchpoint_example, interactions_local, cityHash64(customer));

CREATE TABLE IF NOT EXISTS touchpoint_example.orders_local ON CLUSTER two
(
    customer String CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    event_id String CODEC(ZSTD(1)),
    amount Int64 CODEC(T64, ZSTD(1)),
    currency LowCardinality(String),
    source LowCardinality(String)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (customer, at);

CREATE TABLE IF NOT EXISTS touchpoint_example.orders ON CLUSTER two
AS touchpoint_example.orders_local
ENGINE = Distributed(two, touchpoint_example, orders_local, cityHash64(customer));

-- Who asks may read these tables, on all shards at once, and set limits for a query.
CREATE USER IF NOT EXISTS reader ON CLUSTER two IDENTIFIED WITH sha256_password BY 'reader' SETTINGS readonly = 2;
GRANT ON CLUSTER two SELECT ON touchpoint_example.* TO reader;
GRANT ON CLUSTER two REMOTE, CREATE TEMPORARY TABLE ON *.* TO reader;
