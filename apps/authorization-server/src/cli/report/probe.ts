/** What the server and the APIs say of themselves, asked over the network through the guard. */
import type { OutboundFetch } from '../../delivery/outbound/guard.ts';
import type { MetadataDocument, ResourceAnswers, ServerAnswers } from '../../directory/checks/profiles/answers.ts';
import type { Profile } from '../../directory/checks/profiles/profile.ts';
import type { Subject } from '../../directory/checks/profiles/report.ts';
import { withAnswers } from '../../directory/checks/profiles/rule.ts';

/** So many subjects are asked at once. */
const atOnce = 8;

/** A metadata document there; undefined where there is none, whatever the reason. */
async function documentAt(fetch: OutboundFetch, url: string): Promise<MetadataDocument> {
  try {
    const answer = await fetch(url, { headers: { accept: 'application/json' } });
    const document: unknown = answer.status === 200 ? await answer.json() : undefined;
    return typeof document === 'object' && document !== null ? (document as MetadataDocument) : undefined;
  } catch {
    return undefined;
  }
}

/** Where RFC 8414 and RFC 9728, section 3.1 each, say that metadata of an address are. */
function wellKnown(address: string, name: string): string {
  const { origin, pathname, search } = new URL(address);
  return `${origin}/.well-known/${name}${pathname === '/' ? '' : pathname}${search}`;
}

async function serverAnswers(fetch: OutboundFetch, issuer: string): Promise<ServerAnswers> {
  const [oauth, openid] = await Promise.all([
    documentAt(fetch, wellKnown(issuer, 'oauth-authorization-server')),
    documentAt(fetch, `${issuer}/.well-known/openid-configuration`),
  ]);
  return { oauth, openid };
}

/** A request without a token: as an MCP client begins, which posts. */
async function challengeOf(fetch: OutboundFetch, indicator: string): Promise<ResourceAnswers['challenge']> {
  try {
    const headers = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
    const answer = await fetch(indicator, { method: 'POST', headers, body });
    return { status: answer.status, wwwAuthenticate: answer.headers.get('www-authenticate') ?? '' };
  } catch {
    return undefined;
  }
}

async function resourceAnswers(fetch: OutboundFetch, indicator: string): Promise<ResourceAnswers> {
  const name = 'oauth-protected-resource';
  const atRoot = `${new URL(indicator).origin}/.well-known/${name}`;
  const [inserted, root, challenge] = await Promise.all([
    documentAt(fetch, wellKnown(indicator, name)),
    documentAt(fetch, atRoot),
    challengeOf(fetch, indicator),
  ]);
  return { inserted, root, challenge };
}

const isAddress = (id: string): boolean => /^https?:\/\//u.test(id);

/** The same subjects, with what those said that can be asked. */
export async function probed(
  fetch: OutboundFetch,
  { profile, issuer }: { readonly profile: Profile; readonly issuer: string },
  subjects: readonly Subject[],
): Promise<Subject[]> {
  const asked: Subject[] = [];
  const left = subjects.entries();
  const one = async (subject: Subject): Promise<Subject> => {
    const { kind, id, findings } = subject;
    if (kind === 'server') {
      const answers = await serverAnswers(fetch, issuer);
      return { ...subject, findings: withAnswers(profile.server, findings, answers, { issuer, id }) };
    }
    const asks = profile.resource.some(({ ask }) => ask !== undefined);
    if (kind !== 'resource' || !asks || !isAddress(id)) return subject;
    const answers = await resourceAnswers(fetch, id);
    return { ...subject, findings: withAnswers(profile.resource, findings, answers, { issuer, id }) };
  };
  const ask = async () => {
    // One iterator for all: each takes the next that nobody has taken.
    for (const [at, subject] of left) asked[at] = await one(subject);
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return asked;
}
