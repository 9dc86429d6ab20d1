/** Why a request got no answer, in words that say what to change: for the log, as nothing of it is sent to clients. */

/** The certificate authority is not one that this process knows. */
const UNTRUSTED = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

/** What to do about the codes that Node's network, TLS and HTTP report. */
const ADVICE: Readonly<Record<string, string>> = {
  ...all(
    UNTRUSTED,
    'this process does not trust the certificate authority; start it with NODE_EXTRA_CA_CERTS=FILE, the certificate of that authority (in development with Gatehouse: NODE_EXTRA_CA_CERTS=certs/ca.pem)',
  ),
  ERR_TLS_CERT_ALTNAME_INVALID:
    'the certificate is for another name; write the issuer with the name that its certificate has',
  CERT_HAS_EXPIRED: 'the certificate has expired, or the clock of this machine is wrong',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet, or the clock of this machine is wrong',
  ...all(
    ['ENOTFOUND', 'EAI_AGAIN'],
    'the name cannot be resolved here; is the issuer written rightly, and does the DNS of this machine or container know it?',
  ),
  ...all(
    ['ECONNREFUSED', 'ConnectionRefused'],
    'nothing listens there; is the authorization server started, and is the port right? (In a container, localhost is the container itself.)',
  ),
  ...all(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'], 'the server there does not speak TLS; is it http and not https?'),
  ...all(
    ['UND_ERR_SOCKET', 'ECONNRESET'],
    'the connection was closed before an answer; is it https and not http, or does a firewall close it?',
  ),
};
const TIME_OUT = 'no answer in time (keys.timeoutSeconds); can this machine reach it, or does a firewall drop it?';

/** There was no connection: refused, not trusted, an unknown name, or nothing in time. The next question would fare no better. */
export function isNobodyThere(error: unknown): boolean {
  return isTimeOut(error) || NOBODY_THERE.has(codeOf(error));
}

/** The reason as it was given, then what to do about it where that is known. */
export function reasonOf(error: unknown): string {
  const { message = 'failed', cause } = Object(error) as { message?: string; cause?: { message?: string } };
  const code = codeOf(error);
  const told = cause?.message ? `${message}: ${cause.message}` : message;
  const reason = code === '' || told.includes(code) ? told : `${told} (${code})`;
  const advice = isTimeOut(error) ? TIME_OUT : ADVICE[code];
  return advice === undefined ? reason : `${reason}; ${advice}`;
}

/** A status that is not 200, then what to do about it where that is known. */
export function faultOfStatus(status: number): string {
  const advice = STATUS_ADVICE.get(status);
  return advice === undefined ? `status ${status}` : `status ${status}; ${advice}`;
}

const STATUS_ADVICE = new Map([
  [404, 'is the issuer written rightly?'],
  [421, 'a proxy before it must pass on the Host header'],
]);

const NOBODY_THERE = new Set([
  'ECONNREFUSED',
  'ConnectionRefused',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  ...UNTRUSTED,
]);

function isTimeOut(error: unknown): boolean {
  const { name = '' } = Object(error) as { name?: string };
  return name === 'TimeoutError' || name === 'AbortError';
}

/** Undici hides the code of a failed connection in `cause`; other runtimes have it on the error itself. */
function codeOf(error: unknown): string {
  const { code, cause } = Object(error) as { code?: unknown; cause?: { code?: unknown } };
  const found = Object(cause).code ?? code;
  return typeof found === 'string' ? found : '';
}

function all(codes: readonly string[], advice: string): Record<string, string> {
  return Object.fromEntries(codes.map((code) => [code, advice]));
}
