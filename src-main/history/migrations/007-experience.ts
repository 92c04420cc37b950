// How well a play went for its viewer, and what each conversion cost the server's processor.

export const experience = `
ALTER TABLE play ADD COLUMN experience JSON USING COMPRESSION zstd;
ALTER TABLE play_aside ADD COLUMN experience JSON;
CREATE TABLE transcode_cost (
  session_id VARCHAR NOT NULL, server_id VARCHAR NOT NULL, at_ms BIGINT NOT NULL, span_ms BIGINT NOT NULL,
  processor_percent DOUBLE NOT NULL
);
`;
