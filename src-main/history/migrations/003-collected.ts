// Plays that other Marquees told of: each as it was told last, and which row of `play` stands for it.

export const collected = `
CREATE TABLE collected (
  site VARCHAR NOT NULL, play_id VARCHAR NOT NULL, stream VARCHAR NOT NULL, stream_seq BIGINT NOT NULL,
  held_site VARCHAR, held_id VARCHAR, told JSON USING COMPRESSION zstd
);
`;
