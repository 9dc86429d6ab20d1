import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, errorOf, isErrorPage, openPage, submitPassword } from '../browser.ts';
import { confidential } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

describe('a crowd', () => {
  let crowded: TestServer;
  const people = Array.from({ length: 24 }, (_, n) => ({
    login: `crowd${n}`,
    password: `the password of ${n} in the crowd`,
  }));

  /** Threads that compute password hashes. */
  const threads: Worker[] = [];
  let onThread = (thread: Worker) => void threads.push(thread);
  const onWorker = (message: unknown) => {
    const { worker } = message as { worker: Worker };
    if (worker.threadName === 'password-hash') onThread(worker);
  };

  beforeAll(async () => {
    subscribe('worker_threads', onWorker);
    crowded = await startServer({
      env: { GATEHOUSE_PASSWORD_HASH_CONCURRENCY: '1', GATEHOUSE_PASSWORD_HASH_QUEUE: '2' },
      registry: ({ users }) => {
        for (const person of people)
          users.push({ ...person, name: person.login, email: `${person.login}@example.com`, roles: ['member'] });
      },
    });
  });
  afterAll(async () => {
    unsubscribe('worker_threads', onWorker);
    await crowded?.stop();
  });

  it('OPS-09: who cannot be looked at soon is told to come back, with a page, and signs in then', async () => {
    const client = await confidential(crowded, 'web-app');
    const pages = await Promise.all(
      people.map(async (person) => {
        const browser = new Browser();
        return { person, browser, page: await openPage(browser, client.request({ scope: 'openid' }).url) };
      }),
    );
    const send = ({ person, browser, page }: (typeof pages)[number]) => submitPassword(browser, page, person);
    const answers = await Promise.all(
      pages.map(({ person, browser, page }) => browser.post(page.action, { csrf: page.csrf, ...person })),
    );
    const refused = pages.filter((_, index) => answers[index]!.status === 503);
    // Two are looked at and two wait.
    const answered = answers.filter(({ status }) => status === 303);
    expect(answered.length).toBeGreaterThanOrEqual(4);
    expect(refused.length).toBeGreaterThan(0);
    expect(answered.length + refused.length).toBe(people.length);
    for (const answer of answers.filter(({ status }) => status === 503)) {
      expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(2);
      expect([errorOf(answer.body), isErrorPage(answer.body)]).toEqual(['busy', true]);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['content-security-policy']).toMatch(/default-src 'none'/u);
    }
    for (const one of refused) {
      const next = await send(one);
      expect(next instanceof URL && next.searchParams.has('code')).toBe(true);
    }
  });

  it('OPS-09: whose hash is lost is told to come back, and signs in then', async () => {
    const client = await confidential(crowded, 'web-app');
    const [person] = people as [(typeof people)[number]];
    const browser = new Browser();
    const page = await openPage(browser, client.request({ scope: 'openid' }).url);
    for (const thread of threads) await thread.terminate();
    onThread = (thread) => void thread.terminate();
    const lost = await browser.post(page.action, { csrf: page.csrf, ...person });
    expect([lost.status, lost.headers['retry-after']]).toEqual([503, '2']);
    expect(lost.body).not.toContain(person.password);
    onThread = () => undefined;
    const next = await submitPassword(browser, page, person);
    expect(next instanceof URL && next.searchParams.has('code')).toBe(true);
  });
});
