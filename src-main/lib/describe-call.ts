// How an owner calls this Marquee: by npm in a checkout, by its own name where a package put it.

/** `npm run link -- --data-dir /a`, or `marquee link --data-dir /a` where the package's launcher started it. */
export const describeCall = (
  command: 'serve' | 'link',
  args: string[],
  environment: Record<string, string | undefined> = process.env,
): string => {
  const name = environment['MARQUEE_COMMAND'];
  if (name) return [name, ...(command === 'serve' ? [] : [command]), ...args].join(' ');
  return [`npm run ${command}`, ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
};
