// Where in the broker's stream the last published fact lies, and in which stream that was.

export const publishedAs = `
ALTER TABLE publish_cursor ADD COLUMN stream VARCHAR;
ALTER TABLE publish_cursor ADD COLUMN stream_seq BIGINT;
`;
