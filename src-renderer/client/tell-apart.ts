// Two of one name look alike, such as owners of two servers: where both stand, each gets its server's name. Pure.
type Named = { key: string; name: string };
export type NamedServer = { id: string; name: string };

/** Says how each is called among these: `Ada`, or `Ada (attic)`. The key of whom only one server knows begins with its id. */
export function tellApart(named: readonly Named[], servers: readonly NamedServer[]): ReadonlyMap<string, string> {
  const keysOf = new Map<string, Set<string>>();
  for (const { key, name } of named) keysOf.set(name, (keysOf.get(name) ?? new Set()).add(key));
  return new Map(
    named.map(({ key, name }) => {
      const home = servers.find(({ id }) => key.startsWith(`${id}:`));
      return [key, home !== undefined && (keysOf.get(name)?.size ?? 0) > 1 ? `${name} (${home.name})` : name];
    }),
  );
}
