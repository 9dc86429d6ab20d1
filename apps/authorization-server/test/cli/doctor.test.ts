import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import path from 'node:path';
import { loadSettings } from '@gatehouse/config';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { certificates, freePort, type TestCertificates } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientAddressFindings } from '../../src/cli/doctor/client-addresses.ts';
import { issuerFindings } from '../../src/cli/doctor/issuer.ts';
import { mailFindings } from '../../src/cli/doctor/mail.ts';
import { registryFindings } from '../../src/cli/doctor/registry-file.ts';
import { certificateFindings, expiryFinding } from '../../src/directory/checks/certificate.ts';
import { examine, type Finding, ok } from '../../src/directory/checks/finding.ts';
import { clientFindings, proxyFinding } from '../../src/directory/checks/stored.ts';
import { settingsDefinition } from '../../src/settings.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { startServer, type TestServer } from '../server.ts';
import { gatehouse } from './command.ts';

let server: TestServer;
let certs: TestCertificates;
let mail: MailServer;
beforeAll(async () => {
  [server, certs, mail] = await Promise.all([startServer(), certificates(), startMailServer()]);
  trustAuthorities(certs.caFile);
});
afterAll(async () => {
  await mail?.stop();
  await server?.stop();
});

const saidOf = (findings: readonly Finding[]) =>
  findings.map(({ result, check, advice }) => `${result}: ${check}: ${advice}`);

/** Something else that answers in its place. */
async function inItsPlace(answer: { status?: number; body?: object; headers?: Record<string, string> }) {
  const other: Server = createServer(
    {
      cert: readFileSync(certs.certFile('authorization-server')),
      key: readFileSync(certs.keyFile('authorization-server')),
    },
    (_request, response) => {
      response.writeHead(answer.status ?? 200, answer.headers).end(JSON.stringify(answer.body ?? {}));
    },
  );
  other.listen(await freePort(), '127.0.0.1');
  await once(other, 'listening');
  const issuer = `https://localhost:${(other.address() as { port: number }).port}`;
  try {
    return saidOf(await issuerFindings(issuer, Date.now));
  } finally {
    other.close();
  }
}

const settings = (env: Record<string, string>) =>
  loadSettings(settingsDefinition, {
    argv: [],
    env: { GATEHOUSE_TLS_CERT_FILE: certs.caFile, GATEHOUSE_TLS_KEY_FILE: certs.caFile, ...env },
  });

const client = (clientId: string, metadata: Record<string, unknown>) =>
  ({ clientId, metadata, secretHashes: [], disabled: false }) as never;

describe('the issuer, as applications reach it', () => {
  it('is fine when the server itself answers: certificate and clock too', async () => {
    const findings = await issuerFindings(server.issuer, Date.now);
    expect(findings.map(({ result }) => result)).toEqual(['ok', 'ok', 'ok']);
    expect(findings[1]?.check).toMatch(/^the certificate at localhost:\d+ is valid for 3\d\d days/u);
  });

  it('names a proxy that changes Host, one that reaches nobody, and others in its place', async () => {
    const misdirected = {
      error_description: 'This server answers only for X. Host is "127.0.0.1:3000"; \u001B[2Jexpected: X.',
    };
    const [first] = await inItsPlace({ status: 421, body: misdirected });
    expect(first).toMatch(/^fault: .*: a proxy changes the request: This server answers only for X\. Host is "127/u);
    expect(first).not.toContain('\u001B');
    expect((await inItsPlace({ status: 502 }))[0]).toMatch(/it answers 502: the proxy does not reach the server/u);
    expect((await inItsPlace({ status: 404 }))[0]).toMatch(/it answers 404: does the proxy pass all paths/u);
    expect((await inItsPlace({}))[0]).toMatch(/another service answers there/u);
    expect((await inItsPlace({ body: { issuer: 'https://other.example' } }))[0]).toMatch(
      /the server there says it is https:\/\/other\.example/u,
    );
  });

  it('says that clocks differ, and why nobody answers; what was not looked at is skipped', async () => {
    const late = await inItsPlace({ headers: { date: new Date(Date.now() - 60_000).toUTCString() } });
    expect(late[2]).toMatch(
      /^warning: this clock and the one at the issuer differ by (?:59|60|61) s: keep all clocks together/u,
    );
    const nobody = saidOf(await issuerFindings(`https://localhost:${await freePort()}`, Date.now));
    expect(nobody).toEqual([
      expect.stringMatching(/^fault: .*: nothing listens at localhost:\d+: start the server, and the proxy in front$/u),
      'skipped: certificate at the issuer: the issuer did not answer',
      'skipped: clock at the issuer: the issuer did not answer',
    ]);
    expect(saidOf(await issuerFindings('https://id.invalid', Date.now))[0]).toMatch(/id\.invalid has no address here/u);
  });

  it('says that a certificate is for another name', async () => {
    const foreign = saidOf(await issuerFindings(server.issuer.replace('localhost', '127.0.0.2'), Date.now))[0];
    expect(foreign).toMatch(/nothing listens|certificate is refused \(ERR_TLS_CERT_ALTNAME_INVALID\)/u);
  });
});

describe('certificates', () => {
  it('are judged by the days that are left', () => {
    const end = new Date('2027-03-01T00:00:00Z');
    const at = (day: string) => expiryFinding('the certificate', end, Date.parse(`${day}T00:00:00Z`));
    expect(at('2027-01-01')).toEqual(ok('the certificate is valid for 59 days, until 2027-03-01'));
    expect(at('2027-02-20')).toMatchObject({ result: 'warning', advice: expect.stringMatching(/^renew it/u) });
    expect(at('2027-03-02')).toMatchObject({ result: 'fault', check: 'the certificate ended on 2027-03-01' });
  });

  it('of the files are looked at where the server ends TLS: dates, name, and whether they can be read', () => {
    const files = {
      tlsCertFile: certs.certFile('authorization-server'),
      tlsKeyFile: certs.keyFile('authorization-server'),
    };
    const look = (more: object) =>
      saidOf(certificateFindings({ tls: true, issuer: server.issuer, ...files, ...more }, Date.now()));
    expect(look({})).toEqual([expect.stringMatching(/^ok: the certificate in .* is valid for 3/u)]);
    expect(look({ issuer: 'https://id.example.com' })[1]).toMatch(
      /^fault: .* is not for id\.example\.com: it is for DNS:/u,
    );
    expect(look({ tlsCertFile: '/nowhere.pem' })).toEqual([expect.stringMatching(/^fault: .*cannot be used: ENOENT/u)]);
    expect(look({ tls: false })).toEqual([expect.stringMatching(/^skipped: certificate of this server: /u)]);
  });
});

describe('mail', () => {
  it('a real mail is sent on demand, and the answer of the server is said', async () => {
    const withMail = settings({ GATEHOUSE_SMTP_URL: mail.url, GATEHOUSE_MAIL_FROM: 'Acme <id@acme.example>' });
    expect(saidOf(await mailFindings(withMail, undefined))).toEqual([
      expect.stringMatching(/^ok: mail server 127\.0\.0\.1:\d+: it takes the connection: $/u),
    ]);
    expect(mail.mails).toHaveLength(0);
    expect(saidOf(await mailFindings(withMail, 'ops@acme.example'))).toEqual([
      expect.stringMatching(/^ok: mail to ops@acme\.example by 127\.0\.0\.1:\d+: 250 .*: $/u),
    ]);
    expect(await mail.mailTo('ops@acme.example')).toMatchObject({ from: { address: 'id@acme.example', name: 'Acme' } });
  });

  it('a refusal, a server that is not there, a sender at localhost and no server are said', async () => {
    const withMail = settings({ GATEHOUSE_SMTP_URL: mail.url });
    mail.refuseNext = 1;
    expect(saidOf(await mailFindings(withMail, 'ops@acme.example'))).toEqual([
      expect.stringMatching(/^fault: mail to .*451 try again later/u),
      expect.stringMatching(/^warning: mails come from no-reply@localhost: set GATEHOUSE_MAIL_FROM/u),
    ]);
    const nobody = settings({ GATEHOUSE_SMTP_URL: `smtp://user:the-password@127.0.0.1:${await freePort()}` });
    const [fault = ''] = saidOf(await mailFindings(nobody, undefined));
    expect(fault).toMatch(/^fault: mail server 127\.0\.0\.1:\d+: no connection: host, port and firewall/u);
    expect(fault).not.toContain('the-password');
    expect(saidOf(await mailFindings(settings({}), undefined))[0]).toMatch(/^skipped: mail server: /u);
    expect(saidOf(await mailFindings(settings({}), 'a@b.example'))[0]).toMatch(/^fault: mail to a@b\.example/u);
  });
});

describe('clients, proxies and the registry', () => {
  it('nothing is called fine that nobody looked at', async () => {
    expect(clientFindings([], 0).map(({ result }) => result)).toEqual(['skipped']);
    expect((await clientAddressFindings([], [])).map(({ result }) => result)).toEqual(['skipped']);
  });

  it('a client without a secret is named, and addresses that the server cannot ask', async () => {
    const shop = client('shop', { token_endpoint_auth_method: 'client_secret_basic' });
    expect(saidOf(clientFindings([shop], 0))[1]).toMatch(/^fault: clients have a valid secret: none: shop \(/u);
    const port = await freePort();
    const jwks = `${server.issuer}/jwks`;
    const found = await clientAddressFindings(
      [
        client('fine', { jwks_uri: jwks, backchannel_logout_uri: `${server.issuer}/nothing` }),
        client('away', { backchannel_logout_uri: `https://localhost:${port}/logout` }),
        client('inside', { jwks_uri: 'https://10.0.0.1/jwks' }),
        client('gone', { jwks_uri: `${server.issuer}/nothing` }),
      ],
      [server.issuer, `https://localhost:${port}`],
    );
    expect(saidOf(found).toSorted()).toEqual([
      expect.stringMatching(/^fault: jwks_uri of inside .*: refused: not_a_public_address \(GATEHOUSE_OUTBOUND_ALLOW/u),
      expect.stringMatching(/^warning: backchannel_logout_uri of away .*: it is not reached: ECONNREFUSED/u),
      expect.stringMatching(/^warning: jwks_uri of gone .*: it answers 404/u),
    ]);
  });

  it('a proxy that nobody trusts is named', () => {
    expect(proxyFinding({ tls: false, trustedProxies: [] })).toMatchObject({ result: 'warning' });
    expect(proxyFinding({ tls: false, trustedProxies: ['10.0.0.0/8'] })).toMatchObject({ result: 'ok' });
  });

  it('says which entries of the registry file are not what the database holds', async () => {
    const registryFile = path.join(server.directory, 'other.yaml');
    writeFileSync(
      registryFile,
      'resources: [{indicator: "https://new.example", name: New, scopes: {a: A}}]\nroles: {sales: {}}\n',
    );
    const [found] = await registryFindings(server.server.storage, {
      ...server.settings,
      registryFile: [registryFile],
      mode: 'production',
    });
    expect(found).toMatchObject({
      result: 'warning',
      advice: expect.stringMatching(
        /^resource https:\/\/new\.example \(not there yet\), role sales \(another one there\): "gatehouse registry apply"/u,
      ),
    });
    expect(await server.server.storage.resources.find('https://new.example')).toBeUndefined();
    const missing = { ...server.settings, registryFile: ['/nowhere.yaml'], mode: 'production' } as const;
    expect((await registryFindings(server.server.storage, missing))[0]).toMatchObject({ result: 'fault' });
  });
});

describe('gatehouse doctor', () => {
  it('waits for nobody for long, keeps the order, and says what it still looks at', async () => {
    const never = createTcpServer().listen(await freePort(), '127.0.0.1');
    const silent = new Promise<Finding[]>(() => undefined);
    const findings = await examine(
      [
        { code: 'database', name: 'silent', look: () => silent },
        { code: 'mode', name: 'quick', look: async () => [ok('quick')] },
      ],
      () => undefined,
      { patienceMs: 50 },
    );
    never.close();
    expect(saidOf(findings)).toEqual(['fault: silent: no answer within 0.05 seconds', 'ok: quick: ']);
  });

  it('prints a line for each thing, and ends with 1 when something does not work', async () => {
    const env = {
      GATEHOUSE_ISSUER: server.issuer,
      GATEHOUSE_CA_FILE: certs.caFile,
      GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'database.sqlite')}`,
      GATEHOUSE_STATE_DIRECTORY: server.directory,
      GATEHOUSE_TLS: 'false',
    };
    const [fine, wrong] = await Promise.all([
      gatehouse(['doctor'], env),
      gatehouse(['doctor'], { ...env, GATEHOUSE_SMTP_URL: `smtp://127.0.0.1:${await freePort()}` }),
    ]);
    expect(fine).toMatchObject({ code: 0, stderr: '' });
    expect(fine.stdout).toMatch(/^ {2}ok {7}database \(sqlite\) answers$/mu);
    expect(fine.stdout).toMatch(/^ {2}skipped {2}mail server\n {13}GATEHOUSE_SMTP_URL is not set/mu);
    expect(fine.stdout).not.toContain('\u001B');
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringMatching(/^gatehouse: 1 of \d+ checks found/u)]);
    expect(wrong.stdout).toMatch(/^ {2}FAULT {4}mail server 127/mu);
  });
});
