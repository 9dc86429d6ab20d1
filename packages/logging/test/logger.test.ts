import { Secret } from '@gatehouse/config';
import { describe, expect, it } from '@jest/globals';
import { createLogger, type Logger, redact, requestContext } from '../src/index.ts';

const SECRET = 'hunter2-hunter2';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';

function record(level?: 'debug' | 'info'): {
  logger: Logger;
  lines: () => Record<string, unknown>[];
  text: () => string;
} {
  let text = '';
  const destination = { write: (line: string) => void (text += line) };
  const logger = createLogger({ program: 'tester', destination, ...(level ? { level } : {}) });
  const lines = () =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, lines, text: () => text };
}

describe('createLogger', () => {
  it('writes one JSON object a line with time, level, program and message', () => {
    const { logger, lines } = record();
    logger.debug('not written');
    logger.info({ port: 3000 }, 'listening');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/u),
        program: 'tester',
        port: 3000,
        msg: 'listening',
      },
    ]);
  });

  it('adds the id of the request that is being served, across asynchronous code and in child loggers', async () => {
    const { logger, lines } = record();
    const child = logger.child({ part: 'a' });
    await requestContext.run({ requestId: 'r-1' }, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      child.info('inside');
    });
    logger.info('outside');
    expect(lines()).toEqual([
      expect.objectContaining({ request_id: 'r-1', part: 'a', msg: 'inside' }),
      expect.not.objectContaining({ request_id: expect.anything() }),
    ]);
  });

  const names =
    `authorization Authorization proxy-authorization cookie set-cookie DPoP code token access_token refreshToken id_token
     id_token_hint client_secret clientSecret password newPassword client_assertion subject_token actor_token otp
     code_verifier device_code api_key x-api-key recoveryCodes registration_access_token csrf`.split(/\s+/u);

  it.each(names)('AS-18: never writes %s, at the top, nested, in a list, in an error, in a child', (name) => {
    const { logger, text, lines } = record();
    const secret = { [name]: SECRET };
    logger.info({ ...secret, kept: 'yes' });
    logger.info({ a: { b: { c: secret } }, headers: secret });
    logger.info({ list: [[secret]], map: new Map([['inner', secret]]), set: new Set([secret]) });
    logger.info({ value: { [name]: [SECRET, { deep: SECRET }] } });
    logger.error(
      Object.assign(new Error('failed', { cause: Object.assign(new Error('inner'), { response: secret }) }), {
        request: secret,
      }),
    );
    logger.child(secret).child({ again: secret }).info('child');
    expect(text()).not.toContain(SECRET);
    expect(lines()[0]).toMatchObject({ [name]: '[redacted]', kept: 'yes' });
  });

  it('AS-18: never writes a Secret, a private key or the query of a URL', () => {
    const { logger, text } = record();
    logger.info({
      holder: { value: new Secret(SECRET) },
      url: `/callback?code=${SECRET}`,
      Referer: `https://a/#${SECRET}`,
    });
    logger.info({ key: { kty: 'RSA', n: 'public', d: SECRET, p: SECRET, q: SECRET } });
    logger.info({
      req: { method: 'GET', url: `/cb?code=${SECRET}`, headers: { x: SECRET } },
      res: { statusCode: 200, body: SECRET },
    });
    expect(text()).not.toContain(SECRET);
    expect(text()).toContain('"path":"/cb"');
    expect(text()).toContain('"n":"public"');
  });

  it('AS-18: never writes what looks like a token or a credential, in messages, errors and plain values', () => {
    const { logger, text } = record();
    logger.info({ note: `got ${JWT}` }, `Bearer ${SECRET} and ${JWT}`);
    logger.error(new Error(`refused Authorization: Basic ${SECRET}=`));
    logger.info('DPoP %s', SECRET);
    logger.info({ half: JWT.slice(0, 45) });
    expect(text()).not.toContain(SECRET);
    expect(text()).not.toContain('eyJ');
    expect(
      text()
        .trimEnd()
        .split('\n')
        .every((line) => JSON.parse(line) !== null),
    ).toBe(true);
  });

  it("keeps what is no secret: an error's code, booleans, dates", () => {
    const { logger, lines } = record();
    const when = new Date(0);
    logger.error({
      err: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
      password: true,
      token: null,
      when,
    });
    expect(lines()[0]).toMatchObject({
      err: { message: 'refused', code: 'ECONNREFUSED' },
      password: true,
      token: null,
      when: when.toJSON(),
    });
  });

  it('survives circles, getters that throw and great depth', () => {
    const { logger, lines } = record();
    const circle: Record<string, unknown> = { name: 'a' };
    circle['self'] = circle;
    const throws = Object.defineProperty({}, 'x', { enumerable: true, get: () => JSON.parse('{') as unknown });
    logger.info({ circle, bytes: Buffer.alloc(1000), throws });
    expect(lines()[0]).toMatchObject({ bytes: '[1000 bytes]', throws: { x: '[unreadable]' }, circle: { name: 'a' } });
    let deep: unknown = 'bottom';
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    expect(JSON.stringify(redact(deep))).toContain('[too deep]');
  });
});
