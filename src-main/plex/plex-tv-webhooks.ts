// Our webhook address in the list that an account has at plex.tv, beside those of other programs, which are not touched.

export type WebhookList = {
  /** All addresses, ours too. */
  read: () => Promise<string[]>;
  /** All of them: what is left out is gone. */
  write: (urls: readonly string[]) => Promise<void>;
};

/** `registered` is exactly the address of now: one from before we moved counts as none. */
export type Registered = { registered: boolean; others: number };

/** The path holds a token of ours, so it is ours wherever it was reached at that time. */
const isOurs = (path: string) => (url: string) => URL.canParse(url) && new URL(url).pathname.endsWith(path);

export const readRegistration = async (
  list: WebhookList,
  ours: { url: string | null; path: string },
): Promise<Registered> => {
  const urls = await list.read();
  return {
    registered: ours.url !== null && urls.includes(ours.url),
    others: urls.filter((url) => !isOurs(ours.path)(url)).length,
  };
};

/** Adds our address, in place of one from before we moved; null takes it out. Nothing is written that is so already. */
export const writeRegistration = async (
  list: WebhookList,
  ours: { url: string | null; path: string },
): Promise<Registered> => {
  const before = await list.read();
  const others = before.filter((url) => !isOurs(ours.path)(url));
  const after = ours.url === null ? others : [...others, ours.url];
  const isSame = after.length === before.length && after.every((url) => before.includes(url));
  if (!isSame) await list.write(after);
  return { registered: ours.url !== null, others: others.length };
};
