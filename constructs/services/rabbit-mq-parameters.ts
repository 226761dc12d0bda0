/** Settings of RabbitMQ 4 that a service may have: of its schema, all that decide neither who comes in nor where data is. A live test compares them with the image. */
export const RABBITMQ_PARAMETERS: ReadonlySet<string> = new Set(
  `
    background_gc_enabled background_gc_target_interval channel_max channel_max_per_node
    classic_queue.default_version connection_max consumer_max_per_channel consumer_timeout default_queue_type
    frame_max heartbeat initial_frame_max link_max_per_session max_message_size queue_index_embed_msgs_below
    queue_leader_locator quorum_queue.compute_checksums
    quorum_queue.property_equivalence.relaxed_checks_on_redeclaration raft.adaptive_failure_detector.poll_interval
    raft.segment_max_entries raft.snapshot_chunk_size raft.wal_hibernate_after raft.wal_max_batch_size
    raft.wal_max_entries raft.wal_max_size_bytes session_max_per_connection vhost_max
  `
    .trim()
    .split(/\s+/),
);
