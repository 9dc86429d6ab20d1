/** The server as applications reach it: by its issuer, through whatever is in front. */
import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { expiryFinding } from '../../directory/checks/certificate.ts';
import { type Finding, fault, ok, skipped, warning } from '../../directory/checks/finding.ts';

const patienceMs = 6000;
const mostBytes = 262_144;
/** The `Date` header counts whole seconds. */
const tolerableSeconds = 5;
const longestShown = 300;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly date: string | undefined;
  readonly certificateEnds: Date | undefined;
  /** Half way between question and answer. */
  readonly atMs: number;
}

const printable = (text: string): string => text.replaceAll(/[^\P{C} ]+/gu, ' ').slice(0, longestShown);

async function ask(url: URL): Promise<Answer> {
  const startedMs = Date.now();
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const outgoing: ClientRequest = send(url, { agent: false, signal: AbortSignal.timeout(patienceMs) });
  const [answer] = (await once(outgoing.end(), 'response')) as [IncomingMessage];
  const atMs = (startedMs + Date.now()) / 2;
  const ends = (answer.socket as Partial<TLSSocket>).getPeerX509Certificate?.()?.validToDate;
  let body = '';
  for await (const chunk of answer.setEncoding('utf8') as AsyncIterable<string>) {
    body += chunk;
    if (body.length > mostBytes) break;
  }
  return { status: answer.statusCode ?? 0, body, date: answer.headers.date, certificateEnds: ends, atMs };
}

/** What a connection that failed means, by the code of its error. */
function adviceFor(error: NodeJS.ErrnoException, { hostname, host }: URL): string {
  const { code = '', name, message } = error;
  if (['ENOTFOUND', 'EAI_AGAIN'].includes(code))
    return `${hostname} has no address here (${code}): make its DNS record`;
  if (code === 'ECONNREFUSED') return `nothing listens at ${host}: start the server, and the proxy in front`;
  if (name === 'AbortError' || name === 'TimeoutError' || code === 'ETIMEDOUT') {
    return `no answer from ${host}: is the port open, and does the proxy reach the server?`;
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/u.test(code)) {
    const own = 'GATEHOUSE_CA_FILE names an authority of your own';
    return `its certificate is refused (${code}): serve the chain with the intermediates, for ${hostname}; ${own}`;
  }
  return printable(code || message);
}

const memberOf = (body: string, name: string): unknown => {
  try {
    return (JSON.parse(body) as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
};

/** What the answer is, when it is not the document of this server. */
function faultOf({ status, body }: Answer, issuer: string): string | undefined {
  if (status === 421) {
    const said = memberOf(body, 'error_description');
    return `a proxy changes the request: ${printable(typeof said === 'string' ? said : 'it must pass Host')}`;
  }
  if ([502, 503, 504].includes(status))
    return `it answers ${status}: the proxy does not reach the server, or it is not ready`;
  if (status !== 200) return `it answers ${status}: does the proxy pass all paths to the server?`;
  const said = memberOf(body, 'issuer');
  if (typeof said !== 'string') return 'another service answers there';
  return said === issuer ? undefined : `the server there says it is ${printable(said)}`;
}

/** What nobody could look at. */
const left = (why: string): readonly Finding[] => [
  skipped('certificate at the issuer', why),
  skipped('clock at the issuer', why),
];

/** @param nowMs milliseconds since the epoch */
export async function issuerFindings(issuer: string, nowMs: () => number): Promise<readonly Finding[]> {
  const url = new URL('/.well-known/openid-configuration', issuer);
  const check = `${issuer} answers, as applications reach it`;
  let answer: Answer;
  try {
    answer = await ask(url);
  } catch (error) {
    const failed = error as NodeJS.ErrnoException;
    const expired =
      failed.code === 'CERT_HAS_EXPIRED' ? [fault('certificate at the issuer', 'it has ended: renew it')] : [];
    const why = 'the issuer did not answer';
    const rest = expired.length > 0 ? [...expired, skipped('clock at the issuer', why)] : left(why);
    return [fault(check, adviceFor(failed, url)), ...rest];
  }
  const wrong = faultOf(answer, issuer);
  const seconds = (answer.atMs - Date.parse(answer.date ?? '')) / 1000;
  const isOff = Math.abs(seconds) > tolerableSeconds;
  const clock = `this clock and the one at the issuer differ by ${Math.abs(seconds).toFixed(0)} s`;
  return [
    wrong === undefined ? ok(check) : fault(check, wrong),
    answer.certificateEnds
      ? expiryFinding(`the certificate at ${url.host}`, answer.certificateEnds, nowMs())
      : skipped('certificate at the issuer', 'the issuer is not https'),
    Number.isNaN(seconds)
      ? skipped('clock at the issuer', 'the answer has no Date')
      : isOff
        ? warning(clock, 'keep all clocks together, by NTP')
        : ok(clock),
  ];
}
