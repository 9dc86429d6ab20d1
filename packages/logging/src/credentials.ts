/**
 * What looks like a credential in a text: one rule for logs and audit of all services. Tokens, keys, secrets in URLs and
 * the credential of an Authorization header, percent-encoded ones too. Words, UUIDs, host names and paths are left alone.
 */

export const REDACTED = '[redacted]';

/** Nothing that a caller chose is written longer. */
const MOST_CHARACTERS = 256;
/** Longer texts are not looked through. */
const LOOKED_THROUGH = 4096;
/** Nobody encodes more often by accident. */
const DEEPEST_ENCODING = 3;

const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/giu;
const WORD = /[A-Z]?[a-z]+|[A-Z]+|\d+/gu;

/** No word and no number is as long in these digits. */
const LONG_HEX = /[\da-f]{32,}/iu;

/** Random characters change their kind every other character, words do not; names like thisOne do so more often than others. */
function looksRandom(text: string): boolean {
  const rest = text.replaceAll(UUID, '');
  if (rest.length < 12) return false;
  const ofWords = /[a-z]/u.test(rest) && /[A-Z]/u.test(rest) ? 4.5 : 3;
  return LONG_HEX.test(rest) || rest.length / (rest.match(WORD)?.length ?? 1) < ofWords;
}

/** What may hold a JWT: as many of its characters as there are in a row. */
const DOTTED = /[\w.-]+/gu;
/** JWTs and the like, in whole or cut off: the first part is base64url of `{`. */
const JWT_BEGINS = /eyJ[\w-]{5}/u;
/** A first part that is rarer, so that two long ones must follow. */
const RARE_JWT_BEGINS = /e(?:yA|w[0ko])[\w-]{8}/u;
const MOST_FURTHER_PARTS = 4;
const LONG_PART = 16;

/** Where the first JWT begins among dotted parts, and how many parts it has. Looks at each part once. */
function firstJwt(parts: readonly string[], from: number): { part: number; at: number; count: number } | undefined {
  for (let part = from; part < parts.length - 1; part += 1) {
    const [text = '', second = '', third = ''] = parts.slice(part, part + 3);
    const at = text.search(JWT_BEGINS);
    const isRare = second.length >= LONG_PART && third.length >= LONG_PART;
    const rareAt = isRare ? text.search(RARE_JWT_BEGINS) : -1;
    if (rareAt !== -1 && (at === -1 || rareAt < at)) return { part, at: rareAt, count: 3 };
    if (at !== -1) return { part, at, count: Math.min(parts.length - part, 1 + MOST_FURTHER_PARTS) };
  }
  return undefined;
}

/** In the time of its length: as one expression, each beginning in a long row of them would be looked at to the end. */
function withoutJwts(dotted: string): string {
  const parts = dotted.split('.');
  const kept: string[] = [];
  let from = 0;
  for (let found = firstJwt(parts, 0); found; found = firstJwt(parts, from)) {
    const { part, at, count } = found;
    const [first = '', ...others] = parts.slice(part, part + count);
    const jwt = [first.slice(at), ...others];
    kept.push(...parts.slice(from, part), first.slice(0, at) + (jwt.some(looksRandom) ? REDACTED : jwt.join('.')));
    from = part + count;
  }
  return from === 0 ? dotted : [...kept, ...parts.slice(from)].join('.');
}

const OUR_KEY = /gh_[\dA-Za-z]{20,}/gu;
const SCHEME = /\b(?<scheme>Bearer|DPoP|Basic)(?<blank>[ +]+)[\w.~+/-]{8,}=*/giu;
/** RFC 3986, section 3.2.1. */
const USER_INFO = /:\/\/[^\s"\\/?#@]+@/gu;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*/gu;
const SECRET_PARAMETER =
  /\b(?<name>\w*_token|client_secret|client_assertion|code_verifier|device_code|password)=[^\s"\\&;,]+/giu;
/** A word of a line of JSON; one by one, so that a long line costs no more than its length. */
const PIECE = /[^\s"\\]+/gu;

const withoutTokens = (text: string): string =>
  text
    .replaceAll(PRIVATE_KEY, REDACTED)
    .replaceAll(USER_INFO, `://${REDACTED}@`)
    .replaceAll(SECRET_PARAMETER, `$<name>=${REDACTED}`)
    .replaceAll(SCHEME, `$<scheme>$<blank>${REDACTED}`)
    .replaceAll(DOTTED, withoutJwts);

const withoutObvious = (text: string): string => withoutTokens(text).replaceAll(OUR_KEY, REDACTED);

/**
 * In what a caller chose, a long random word is a token or a secret of one kind or another. It is looked at before our keys are: chance
 * writes their beginning into other secrets too, of which the rest would stay.
 */
const withoutAny = (text: string): string =>
  withoutTokens(text)
    .replaceAll(/\b(?<name>code|token|secret|assertion|api_?key|state)=[^\s"\\&;,]+/giu, `$<name>=${REDACTED}`)
    .replaceAll(/[\w-]{40,}/gu, (found) => (looksRandom(found) ? REDACTED : found))
    .replaceAll(OUR_KEY, REDACTED);

const decoded = (text: string): string =>
  text.replaceAll(/(?:%[\da-f]{2})+/giu, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('latin1'));

/** The text as it is, or decoded and without what was found. */
function throughEncodings(text: string, without: (text: string) => string): string {
  let seen = without(text);
  let found = seen !== text;
  for (let depth = 0; depth < DEEPEST_ENCODING && seen.includes('%'); depth += 1) {
    const inner = decoded(seen);
    seen = without(inner);
    found ||= seen !== inner;
  }
  return found ? seen : text;
}

const SUSPICIOUS = /[%=@]|[\w-]{20,}|bearer|basic|dpop|-----/iu;

/**
 * A text that a caller chose (a path, the id of an object, a User-Agent, the name of a client), fit for log and audit:
 * without what looks like a credential, and of bounded length.
 */
export function withoutCredentials(text: string, mostCharacters: number = MOST_CHARACTERS): string {
  const looked = text.slice(0, LOOKED_THROUGH);
  const clean = SUSPICIOUS.test(looked) ? throughEncodings(looked, withoutAny) : looked;
  return clean.length > mostCharacters ? `${clean.slice(0, mostCharacters)}…` : clean;
}

const OBVIOUS = /e(?:y[AJ]|w[0ko])|gh_|bearer|dpop|basic|%[\da-f]{2}|_token=|client_|code_|password=|@|PRIVATE KEY/iu;

/** A line of log without what is a credential beyond doubt, wherever it stands: hashes and ids of ours are left in it. */
export function redactLine(line: string): string {
  if (!OBVIOUS.test(line)) return line;
  const clean = withoutObvious(line);
  if (!clean.includes('%')) return clean;
  return clean.replaceAll(PIECE, (piece) => {
    const inner = piece.includes('%') ? throughEncodings(piece, withoutObvious) : piece;
    // What stood encoded may have held what a line of JSON must not.
    return inner === piece ? piece : inner.replaceAll(/[^\x21-\x7e]|["\\]/gu, ' ');
  });
}
