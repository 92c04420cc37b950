// How well a play went in columns that charts can sum up, and by which Marquee its reasons were worked out.

export const explained = `
ALTER TABLE play ADD COLUMN stalled_ms BIGINT;
ALTER TABLE play ADD COLUMN first_frame_ms BIGINT;
ALTER TABLE play ADD COLUMN explained_by VARCHAR;
ALTER TABLE play_aside ADD COLUMN stalled_ms BIGINT;
ALTER TABLE play_aside ADD COLUMN first_frame_ms BIGINT;
ALTER TABLE play_aside ADD COLUMN explained_by VARCHAR;
UPDATE play SET stalled_ms = round((experience->>'$.stalledMs')::DOUBLE)::BIGINT,
  first_frame_ms = round((experience->>'$.firstFrameMs')::DOUBLE)::BIGINT WHERE experience IS NOT NULL;
`;
