// How an owner calls this Marquee: by npm in a checkout, by its own name where a package put it.

/** A path with a space in it would be two. */
const quoted = (arg: string): string => (/\s/.test(arg) ? `"${arg}"` : arg);

/** `npm run link -- --data-dir /a`, or `marquee link --data-dir /a` where the package's launcher started it. */
export const describeCall = (
  command: 'serve' | 'link',
  given: string[],
  environment: Record<string, string | undefined> = process.env,
): string => {
  const args = given.map(quoted);
  const name = environment['MARQUEE_COMMAND'];
  if (name) return [name, ...(command === 'serve' ? [] : [command]), ...args].join(' ');
  return [`npm run ${command}`, ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
};
