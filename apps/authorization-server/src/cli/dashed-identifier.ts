/**
 * Thumbprints of keys (RFC 7638) and fingerprints of secrets are base64url, so one of 64 begins with a dash, as options do.
 * No option of these commands is as long.
 */
const DASHED: Readonly<Record<string, RegExp>> = {
  keys: /^-[\w-]{42}$/u,
  clients: /^-[\w-]{11}$/u,
};

/** The words of a command line, with such an identifier behind `--`, where no word is an option. */
export function dashedIdentifierLast(argv: readonly string[]): readonly string[] {
  const pattern = DASHED[argv.find((word) => !word.startsWith('-')) ?? ''];
  const dashed = pattern === undefined ? [] : argv.filter((word) => pattern.test(word));
  if (dashed.length === 0 || argv.includes('--')) return argv;
  return [...argv.filter((word) => !dashed.includes(word)), '--', ...dashed];
}
