// Which pictures a page may be given: those that a browser shows without running any of them. An SVG can carry scripts.

const pattern = /^image\/(?:jpeg|png|webp|gif|avif)$/;

/** `contentType` as a server says it, with or without parameters. */
export const isPlainPicture = (contentType: string): boolean => pattern.test(contentType.split(';')[0]?.trim() ?? '');
