import { describe, expect, it } from '@jest/globals';
import { applicationName, shownHost, shownHostAgain } from '../../src/pages/shown-host.ts';

const textOf = (markup: unknown) => String(markup).replaceAll(/<[^>]*>/gu, '');
const endOf = (host: string) => textOf(/<span class="end">(.*)<\/span>/u.exec(String(shownHost(host)))?.[1]);
const long = 'x'.repeat(63);

describe('a host that users judge by', () => {
  it('stands as it is when it fits into a line', () => {
    expect(String(shownHost('agent.example:8443'))).toBe('agent.example:8443');
    expect(String(shownHost('[::1]:33418'))).toBe('[::1]:33418');
  });

  it.each([
    ['accounts.google.com.login.secure.evil.example', '.com.login.secure.evil.example'],
    [`accounts.google.com.${long}.evil.example:65535`, '.evil.example:65535'],
    // The label that says whose it is never stands with what comes before it.
    [`accounts.google.com.${long}.example`, `.${long}.example`],
    [`accounts.google.com.${long}.co.uk`, `.${long}.co.uk`],
    [`www.google.com.${long}.xn--pple-43d.example`, '.xn--pple-43d.example'],
  ])('of the long one %s the end stands apart: %s', (host, end) => {
    expect([endOf(host), textOf(shownHost(host))]).toEqual([end, host]);
  });

  it('breaks before dots, but within what says whose it is', () => {
    expect(String(shownHost('callback.of.agent.example'))).toBe('callback<wbr>.of<wbr>.agent.example');
  });

  it('is not read twice where it is long', () => {
    expect(textOf(shownHostAgain('agent.example'))).toBe('agent.example');
    expect(textOf(shownHostAgain(`accounts.google.com.${long}.evil.example`))).toBe('[…].evil.example');
    expect(textOf(shownHostAgain(`${long}.example`))).toBe(`${long}.example`);
  });

  it('is told from the name of a client that an operator registered', () => {
    const name = 'accounts.google.com.login.evil.example';
    expect(String(applicationName({ id: 'c', name }))).toBe(`<bdi class="name" data-client="c">${name}</bdi>`);
    const markup = String(applicationName({ id: 'c', name, unregistered: { callsItself: 'Drive' } }));
    expect([markup.includes('class="end"'), textOf(markup)]).toEqual([true, name]);
  });
});
