/** What `gatehouse init` is told by flags, and asks for on a terminal. No secret comes by a flag: others can read those. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mailSenderFault, smtpUrlFault } from '@gatehouse/config';
import { databaseUrlFault } from '@gatehouse/storage';
import { UsageError } from '../failure.ts';
import { composeDatabaseHost, type Deployment, proxies, stateDirectory, targets } from './deployment.ts';

export interface InitOptions {
  readonly json?: boolean;
  readonly issuer?: string;
  readonly database?: string;
  readonly databaseUrlFile?: string;
  readonly smtpUrl?: string;
  readonly smtpUrlFile?: string;
  readonly mailFrom?: string;
  readonly proxy?: string;
  readonly target?: string;
  readonly tlsCertFile?: string;
  readonly tlsKeyFile?: string;
  readonly directory?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Asks on the terminal; an empty answer is the one that is offered. Absent: nobody is there to ask. */
export type Ask = (question: string, offered?: string) => Promise<string>;

/** An answer, or a fault that says what it must be. */
type Checked = { readonly value: string } | { readonly fault: string };

const oneOf =
  (values: readonly string[]) =>
  (value: string): Checked =>
    values.includes(value) ? { value } : { fault: `must be one of ${values.join(', ')}` };

function issuerOf(value: string): Checked {
  const issuer = value.replace(/\/$/u, '');
  const url = URL.parse(issuer);
  const isNameOrAddress = /^(?:[a-z\d_-]+(?:\.[a-z\d_-]+)*|\[[\da-f:.]+\])$/u.test(url?.hostname ?? '');
  // A host may hold what ends a line in a file of the proxy, such as a semicolon.
  if (url?.protocol === 'https:' && url.origin === issuer && isNameOrAddress) return { value: issuer };
  return { fault: 'must be an https origin alone, such as https://id.example.com' };
}

function databaseOf(value: string, target: string): Checked {
  if (value === 'sqlite') {
    if (target === 'systemd') return { value: `sqlite:${stateDirectory}/gatehouse.sqlite` };
    return { fault: 'must be PostgreSQL in containers: "postgres" brings one, or give its URL' };
  }
  if (value === 'postgres') {
    const password = randomBytes(24).toString('base64url');
    if (target === 'compose')
      return { value: `postgres://gatehouse:${password}@${composeDatabaseHost}:5432/gatehouse` };
    // Over the socket, where PostgreSQL goes by the account of the operating system: no password.
    return { value: 'postgres://gatehouse@%2Fvar%2Frun%2Fpostgresql/gatehouse' };
  }
  const fault = databaseUrlFault(value, undefined);
  if (fault !== undefined) return { fault: `${fault} ("sqlite", "postgres" or a URL)` };
  if (value.startsWith('sqlite:') && target === 'compose') return databaseOf('sqlite', target);
  if (value.startsWith('sqlite:') && !value.startsWith(`sqlite:${stateDirectory}/`)) {
    return {
      fault: `must lie in ${stateDirectory}, the only folder that the unit may write to, such as sqlite:${stateDirectory}/gatehouse.sqlite`,
    };
  }
  return { value };
}

function proxyOf(value: string, target: string): Checked {
  const known = oneOf(proxies)(value);
  if ('fault' in known || target === 'systemd' || !value.startsWith('haproxy')) return known;
  return { fault: 'must be nginx, caddy or none in containers' };
}

const smtpUrlOf = (value: string): Checked => {
  const fault = smtpUrlFault(value);
  return fault === undefined ? { value } : { fault };
};

const senderOf = (value: string): Checked => {
  const fault = mailSenderFault(value) ?? (/@localhost>?$/u.test(value) ? 'must not be at localhost' : undefined);
  return fault === undefined ? { value } : { fault };
};

/** As it is written, whatever folder a relative path began in. `%` is a specifier of systemd. */
function pathOf(value: string): Checked {
  const file = path.resolve(value);
  return value === '' || /[\s"'`\\$#;{}:%]/u.test(file)
    ? { fault: 'must be a path without spaces, quotes, colons and percent signs: units and proxies read it too' }
    : { value: file };
}

/** A secret that a flag names by its file. Its last line break is not part of it. */
function secretFrom(flag: string, file: string | undefined, given: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  if (given !== undefined) throw new UsageError(`${flag} and ${flag}-file contradict each other`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/u, '');
  } catch (error) {
    throw new UsageError(`${flag}-file: ${(error as Error).message}`);
  }
}

function withoutPassword(flag: string, url: string | undefined): string | undefined {
  const hasPassword = url !== undefined && /^[a-z]+:\/\/[^/?#]*:[^/?#]*@/iu.test(url);
  if (hasPassword)
    throw new UsageError(
      `${flag}: a password is never given as an argument, others can read it; use ${flag === '--database' ? '--database-url' : flag}-file`,
    );
  return url;
}

/** Takes answers from flags, asks for the others, and checks both alike. */
class Answers {
  readonly #ask: Ask | undefined;
  readonly #missing: string[] = [];

  constructor(ask: Ask | undefined) {
    this.#ask = ask;
  }

  /** @param offered what holds when nobody says anything; absent: it must be said */
  async of(
    flag: string,
    given: string | undefined,
    question: string,
    check: (value: string) => Checked,
    offered?: string,
  ): Promise<string> {
    if (given === undefined && this.#ask) {
      for (let fault = ''; ; ) {
        // eslint-disable-next-line no-await-in-loop -- until the answer is one
        const answer = await this.#ask(`${fault}${question}`, offered);
        if (answer === '' && offered === '') return '';
        const checked = check(answer);
        if ('value' in checked) return checked.value;
        fault = `  ${checked.fault}\n`;
      }
    }
    const value = given ?? offered;
    if (value === undefined) this.#missing.push(flag);
    if (value === undefined || (value === '' && offered === '')) return '';
    const checked = check(value);
    if ('fault' in checked) throw new UsageError(`${flag} ${checked.fault}`);
    return checked.value;
  }

  /** Throws UsageError for all that nobody said. */
  complete(): void {
    if (this.#missing.length === 0) return;
    throw new UsageError(`${this.#missing.join(', ')}: needed where there is no terminal to ask on`);
  }
}

async function mailOf(answers: Answers, options: InitOptions, hostname: string): Promise<Deployment['mail']> {
  const { smtpUrl, smtpUrlFile, mailFrom } = options;
  const given = secretFrom('--smtp-url', smtpUrlFile, smtpUrl) ?? withoutPassword('--smtp-url', smtpUrl);
  const question = 'Mail server (smtp://user:password@mail.example.com:587; shown as you type; empty: none)';
  const url = await answers.of('--smtp-url', given, question, smtpUrlOf, '');
  if (url === '') {
    if (mailFrom !== undefined) throw new UsageError('--mail-from goes with --smtp-url or --smtp-url-file');
    return undefined;
  }
  const offered = `no-reply@${hostname}`;
  return { smtpUrl: url, from: await answers.of('--mail-from', mailFrom, 'Sender of mails', senderOf, offered) };
}

/**
 * The deployment as it was asked for. Throws UsageError for what cannot be, or is missing with nobody to ask.
 * @param installation the checkout that runs
 */
export async function deploymentFrom(
  options: InitOptions,
  ask: Ask | undefined,
  { installation, account }: Pick<Deployment, 'installation' | 'account'>,
): Promise<Deployment> {
  const answers = new Answers(ask);
  const issuer = await answers.of(
    '--issuer',
    options.issuer,
    'Public address of this server (it is in every token: choose it for good)',
    issuerOf,
  );
  const { hostname } = URL.parse(issuer) ?? { hostname: 'localhost' };
  const target = await answers.of('--target', options.target, 'Run by systemd or compose', oneOf(targets), 'systemd');
  const databaseUrl = await answers.of(
    '--database',
    secretFrom('--database', options.databaseUrlFile, options.database) ??
      withoutPassword('--database', options.database),
    'Database: postgres, sqlite (one machine alone) or a URL (shown as you type)',
    (value) => databaseOf(value, target),
    ask ? 'postgres' : undefined,
  );
  const mail = await mailOf(answers, options, hostname);
  const proxy = await answers.of(
    '--proxy',
    options.proxy,
    `In front, for TLS: ${proxies.join(', ')}`,
    (value) => proxyOf(value, target),
    'nginx',
  );
  const folder = `/etc/letsencrypt/live/${hostname}`;
  const usesFiles = proxy !== 'caddy';
  const fileOf = (flag: string, given: string | undefined, what: string, name: string) =>
    usesFiles ? answers.of(flag, given, what, pathOf, `${folder}/${name}`) : Promise.resolve('');
  const certFile = await fileOf('--tls-cert-file', options.tlsCertFile, 'Certificate chain, PEM', 'fullchain.pem');
  const keyFile = await fileOf('--tls-key-file', options.tlsKeyFile, 'Its key, PEM', 'privkey.pem');
  const directory = await answers.of(
    '--directory',
    options.directory,
    'Folder for all of it',
    pathOf,
    '/etc/gatehouse',
  );
  answers.complete();
  return {
    issuer,
    target: target as Deployment['target'],
    proxy: proxy as Deployment['proxy'],
    directory,
    installation,
    databaseUrl,
    mail,
    certificate: { certFile, keyFile },
    account,
  };
}
