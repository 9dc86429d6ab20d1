/** An application that browsers come to, for tests: it posts forms to the server, frames it, and notes what comes back. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { certificates, freePort } from '@gatehouse/testkit';

export interface Application {
  /** The same site as the authorization server. */
  readonly sameSite: string;
  /** Another site. */
  readonly otherSite: string;
  /** The parameters that came back to `/callback`, and how, newest last. */
  readonly answers: { readonly method: string; readonly parameters: URLSearchParams }[];
  stop(): void;
}

const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/**
 * `/form?to=URL` has a button that posts the query of that URL to it; `/frame?to=URL` has that URL in a frame; all else says
 * "back".
 */
function pageFor(url: URL): string {
  const to = URL.parse(url.searchParams.get('to') ?? '');
  if (!to) return '<title>back</title>back';
  if (url.pathname === '/frame') return `<title>frame</title><iframe src="${escaped(to.href)}"></iframe>`;
  const inputs = [...to.searchParams].map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  return `<title>form</title><form method="post" action="${to.origin}${to.pathname}">${inputs.join('')}<button>go</button></form>`;
}

export async function startApplication(): Promise<Application> {
  const made = await certificates();
  const [cert, key] = await Promise.all(
    [made.certFile('web-app'), made.keyFile('web-app')].map((file) => readFile(file)),
  );
  const port = await freePort();
  const answers: Application['answers'] = [];
  const server = createServer({ cert, key }, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://application.invalid');
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      if (url.pathname === '/callback') {
        const parameters = request.method === 'POST' ? new URLSearchParams(body) : url.searchParams;
        answers.push({ method: request.method ?? '', parameters });
      }
      response.setHeader('content-type', 'text/html').end(pageFor(url));
    });
  });
  await new Promise<void>((listening) => {
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    sameSite: `https://localhost:${port}`,
    otherSite: `https://127.0.0.1:${port}`,
    answers,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
