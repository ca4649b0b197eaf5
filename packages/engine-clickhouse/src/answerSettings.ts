import type { ClickHouseSettings } from "@clickhouse/client"

/**
 * Settings that decide what a query answers, at the values its SQL is written for. Servers and profiles may have others,
 * and a number would be smaller, or another, without a word. All of them are known to ClickHouse 24.8.
 */
export const answerSettings = {
  // What is too much is an error, and never the part that was reached.
  distinct_overflow_mode: "throw",
  group_by_overflow_mode: "throw",
  join_overflow_mode: "throw",
  read_overflow_mode: "throw",
  read_overflow_mode_leaf: "throw",
  result_overflow_mode: "throw",
  set_overflow_mode: "throw",
  sort_overflow_mode: "throw",
  timeout_overflow_mode: "throw",
  timeout_overflow_mode_leaf: "throw",
  transfer_overflow_mode: "throw",
  partial_result_on_first_cancel: 0,
  // All rows of the result, and nothing but these.
  additional_result_filter: "",
  extremes: 0,
  limit: "0",
  offset: "0",
  output_format_json_array_of_rows: 0,
  // All shards and all their rows, as they are now.
  apply_deleted_mask: 1,
  distributed_group_by_no_merge: "0",
  optimize_skip_unused_shards: 0,
  optimize_trivial_approximate_count_query: 0,
  parallel_replica_offset: "0",
  parallel_replicas_count: "0",
  parallel_replicas_custom_key: "",
  parallel_replicas_for_non_replicated_merge_tree: 0,
  s3_ignore_file_doesnt_exist: 0,
  skip_unavailable_shards: 0,
  use_query_cache: 0,
  // What SQL means.
  aggregate_functions_null_for_empty: 0,
  allow_experimental_analyzer: 1,
  any_join_distinct_right_table_keys: 0,
  bool_false_representation: "false",
  bool_true_representation: "true",
  cast_keep_nullable: 0,
  date_time_output_format: "simple",
  date_time_overflow_behavior: "ignore",
  empty_result_for_aggregation_by_constant_keys_on_empty_set: 1,
  empty_result_for_aggregation_by_empty_set: 0,
  group_by_use_nulls: 0,
  join_default_strictness: "ALL",
  join_use_nulls: 0,
  prefer_column_name_to_alias: 0,
  session_timezone: "",
  transform_null_in: 0,
} as const satisfies ClickHouseSettings

/** The same of servers that are newer: older ones refuse to hear of them, so they are looked at and not sent. */
export const newerSettings: Readonly<Record<string, number>> = {
  apply_patch_parts: 1,
  enable_scopes_for_with_statement: 1,
  ignore_cold_parts_seconds: 0,
}
