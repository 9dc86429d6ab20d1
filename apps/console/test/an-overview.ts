/** What the admin API tells of a server where much goes on, and of a fresh one. */
import type { AdminCall, AdminReply } from './an-admin-api.ts';

const spans: Readonly<Record<string, readonly [steps: number, seconds: number]>> = {
  day: [24, 3600],
  week: [42, 14_400],
  month: [30, 86_400],
};
const names = ['sign_in.completed', 'sign_in.refused', 'token.issued', 'token.refused', 'answer.failed'];
const day = 86_400_000;
/** An hour less, so that words about it are the same whenever in its second the page is asked for. */
const fromNow = (days: number) => new Date(Date.now() + days * day - 3_600_000).toISOString();

const plans = ['token', 'cookie', 'dpop-nonce', 'refresh-token'].map((purpose) => ({
  purpose,
  algorithms: ['RS256'],
  rotation_seconds: 7_776_000,
  publish_ahead_seconds: 86_400,
  retain_seconds: 1_209_720,
}));
const key = (purpose: string, algorithm: string, signs: number) => ({
  kid: `${purpose}-${algorithm}`,
  purpose,
  state: 'current',
  algorithm,
  created_at: fromNow(signs - 90),
  not_before: fromNow(signs - 89),
  signs_until: fromNow(signs),
});

/** The figures of a busy server. */
export function anOverview(span = 'day'): Readonly<Record<string, unknown>> {
  const [steps, seconds] = spans[span] ?? [24, 3600];
  const until = Math.ceil(Date.now() / 1000 / seconds) * seconds;
  const series = names.map((name, row) => {
    const most = [480, 40, 9000, 120, 3][row] as number;
    const values = Array.from({ length: steps }, (_, at) =>
      Math.round(most * (0.55 + 0.4 * Math.sin(at / 3.7 + row)) * (at % (row + 4) === 0 ? 0.8 : 1)),
    );
    return { name, total: values.reduce((sum, value) => sum + value, 0), values };
  });
  return {
    span,
    since: new Date((until - steps * seconds) * 1000).toISOString(),
    until: new Date(until * 1000).toISOString(),
    step_seconds: seconds,
    series,
    users: { total: 98_765 },
    clients: { total: 321 },
    outbox: { waiting: 12, tried: 3, oldest_at: fromNow(-0.2) },
    keys: {
      items: [
        key('token', 'RS256', 12),
        key('token', 'ES256', 31),
        key('cookie', 'secret', 3),
        key('dpop-nonce', 'secret', 1),
      ],
      plans,
    },
    doctor: '/doctor',
  };
}

/** The same of one where nothing has happened yet. */
export function aFreshOverview(span = 'day'): Readonly<Record<string, unknown>> {
  const busy = anOverview(span) as { series: { name: string; values: number[] }[]; keys: object };
  return {
    ...busy,
    series: busy.series.map(({ name, values }) => ({ name, total: 0, values: values.map(() => 0) })),
    users: { total: 1 },
    clients: { total: 1 },
    outbox: { waiting: 0, tried: 0 },
  };
}

const finding = (code: string, result: string, check: string, advice = '') => ({ code, result, check, advice });

/** Out of order, as the server gives them. */
export const someFindings = [
  finding('database', 'ok', 'database (sqlite) answers'),
  finding('mode', 'warning', 'mode', 'development: keys and secrets are made on this machine'),
  finding('certificate', 'ok', 'the certificate in /etc/gatehouse/server.pem is valid for 58 days, until 2027-01-25'),
  finding('clients', 'warning', 'clients use PKCE', `without: ${'a-client-with-a-long-name-'.repeat(6)}, <b>shop</b>`),
  finding(
    'clients',
    'fault',
    'clients have a valid secret',
    'none: shop ("gatehouse clients secret add ID" makes one)',
  ),
  finding('of_a_later_version', 'warning', 'something new', 'look at it'),
  finding('signing_keys', 'skipped', 'signing keys', 'there are none'),
];

/** Answers of the admin API for the overview; undefined for anything else. */
export function answerForOverview({ path, query }: AdminCall, isFresh = false): AdminReply | undefined {
  const span = query.get('span') ?? 'day';
  if (path === '/overview') return { body: isFresh ? aFreshOverview(span) : anOverview(span) };
  if (path !== '/doctor') return undefined;
  const findings = isFresh ? someFindings.filter(({ result }) => result === 'ok') : someFindings;
  return { body: { examined_at: new Date().toISOString(), findings } };
}
