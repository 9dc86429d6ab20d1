/** What a server gave, as people, scripts and programs want to see it. */
import { coloured } from '../colour.ts';
import { linesOfText, printJson, textOf } from '../output.ts';
import { type CallAnswer, callApi } from './call.ts';
import { decoded, lasting, linesOf, summaryOf } from './claims.ts';
import type { Granted } from './granted.ts';

/** Prints the tokens, and what the API says that `--call` names. With --quiet the access token alone, or that answer's body. */
export async function present(granted: Granted): Promise<void> {
  const { tokens, options } = granted;
  if (options.json) return presentJson(granted);
  if (!options.quiet) process.stdout.write(`${describe(granted).join('\n')}\n`);
  else if (options.call === undefined) process.stdout.write(`${tokens.access_token}\n`);
  if (options.call === undefined) return;
  const answer = await callApi(options.call, granted);
  const { method, url, status, body } = answer;
  if (!options.quiet) process.stdout.write(`\n${coloured('heading', `${method} ${url}: ${status}`)}\n`);
  process.stdout.write(`${printable(body, process.stdout.isTTY)}\n`);
  answer.throwIfRefused();
}

/** What an API answers is printed as it is, unless a terminal would take some of it for a command. */
const printable = (text: string, isTerminal: boolean): string => (isTerminal ? linesOfText(text) : text);

async function presentJson({ tokens, ...granted }: Granted): Promise<void> {
  const { call } = granted.options;
  const answer: CallAnswer | undefined = call === undefined ? undefined : await callApi(call, { tokens, ...granted });
  const document = {
    response: tokens,
    access_token: decoded(tokens.access_token),
    id_token: tokens.id_token === undefined ? undefined : decoded(tokens.id_token),
    call: answer && { url: answer.url, status: answer.status, body: answer.body },
  };
  printJson(document);
  answer?.throwIfRefused();
}

/** The whole answer for people, a line each. */
function describe({ connection, tokens, proof }: Granted): string[] {
  const nowSeconds = Date.now() / 1000;
  const { access_token: accessToken, id_token: idToken, expires_in: expiresIn } = tokens;
  const response = linesOf(
    { ...tokens, ...(expiresIn !== undefined && { expires_in: `${expiresIn} (${lasting(expiresIn)})` }) },
    nowSeconds,
  );
  const lines = [coloured('heading', `Token response of ${connection.metadata.issuer}`), ...response, ''];
  lines.push(...describeToken('Access token', accessToken, nowSeconds));
  if (idToken !== undefined) lines.push('', ...describeToken('ID token', idToken, nowSeconds));
  if (proof && !proof.kept)
    lines.push('', 'The key of this run is not kept, and the token useless without it: --dpop-key FILE keeps one.');
  return lines;
}

function describeToken(name: string, token: string, nowSeconds: number): string[] {
  const parts = decoded(token);
  if (!parts) return [coloured('heading', `${name}: opaque, only its server can say what it means`)];
  const { header, claims } = parts;
  const { typ, alg, kid } = header;
  const title = [typ ?? 'JWT', alg, kid === undefined ? undefined : `key ${textOf(kid)}`];
  const heading = coloured(
    'heading',
    `${name}: ${title
      .filter((part) => part !== undefined)
      .map(textOf)
      .join(', ')}`,
  );
  if (!claims) return [heading, '  encrypted: only its recipient can read it'];
  const summary = name === 'Access token' ? ['', ...summaryOf(claims, nowSeconds)] : [];
  return [heading, ...linesOf(claims, nowSeconds), ...summary];
}
