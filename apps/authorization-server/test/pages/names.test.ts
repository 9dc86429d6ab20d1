import { gatehouseTheme } from '@gatehouse/html';
import { describe, expect, it } from '@jest/globals';
import { consentPage } from '../../src/pages/consent.ts';
import { secondFactorPage } from '../../src/pages/second-factor.ts';
import { signInPage } from '../../src/pages/sign-in.ts';
import { text } from '../../src/texts/catalog.ts';
import { samplePages } from './samples.ts';

const pages = samplePages();
const tag = (document: string, element: string, id: string): string =>
  new RegExp(`<${element}\\b[^>]*\\sid="${id}"[^>]*>`, 'u').exec(document)?.[0] ?? `no ${element}#${id}`;
const main = (document: string): string => document.slice(document.indexOf('<main'), document.indexOf('</main>'));

describe('names that others rely on', () => {
  it('sign-in: inputs login and password, buttons #submit and #cancel', () => {
    const document = pages['sign-in']!;
    expect(tag(document, 'input', 'login')).toMatch(/name="login".* autocomplete="username".* autofocus/u);
    expect(tag(document, 'input', 'password')).toMatch(
      /name="password" type="password" autocomplete="current-password"/u,
    );
    expect(tag(document, 'button', 'submit')).toContain('type="submit"');
    expect(tag(document, 'button', 'cancel')).toContain('form="cancel-form"');
    expect(document).toContain('<title>Sign in – Ledger Insights</title>');
  });

  it('AS-17: cancelling posts the CSRF token and nothing that was typed', () => {
    expect(pages['sign-in']).toContain(
      '<form id="cancel-form" method="post" action="/interaction/1/abort"><input type="hidden" name="csrf" value="token"></form>',
    );
  });

  it('sign-in refused: the code, the sentence, and where to go on typing', () => {
    const document = pages['sign-in refused']!;
    expect(document).toContain('id="form-error" role="alert" data-error="invalid_credentials"');
    expect(document).toContain('<title>Error: Sign in – Ledger Insights</title>');
    expect(tag(document, 'input', 'login')).toMatch(/value="alice"/u);
    expect(tag(document, 'input', 'password')).toContain(' autofocus');
    expect(document).not.toContain('aria-invalid');
    expect(tag(document, 'input', 'password')).not.toContain('value=');
  });

  it.each([
    ['login_missing', true, false],
    ['password_missing', false, true],
    ['throttled', false, false],
    ['busy', false, false],
  ] as const)('sign-in refused for %s marks only what is wrong', (code, login, password) => {
    const document = signInPage({
      action: '/a',
      cancelAction: '/b',
      csrf: 'c',
      client: { id: 'c', name: 'Client' },
      login: login ? '' : 'alice',
      error: { code, text: text().formErrors[code] },
      text: text(),
      theme: gatehouseTheme,
    });
    expect(tag(document, 'input', 'login').includes('aria-invalid')).toBe(login);
    expect(tag(document, 'input', 'password').includes('aria-invalid')).toBe(password);
  });

  it.each([
    ['/account/recover', true],
    [undefined, false],
  ])('a paused name: with the link %s, a reset is said to be a way on: %s', (recoverHref, isSaid) => {
    const { formErrors, signIn } = text();
    const document = signInPage({
      action: '/a',
      cancelAction: '/b',
      csrf: 'c',
      client: { id: 'c', name: 'Client' },
      error: { code: 'name_throttled', text: formErrors.name_throttled },
      recoverHref,
      text: text(),
      theme: gatehouseTheme,
    });
    expect(document.includes(signIn.otherWays)).toBe(isSaid);
  });

  it('AS-20: being asked again is said as such', () => {
    expect(pages['sign-in again']).toContain('<title>Confirm it is you – Ledger Insights</title>');
    expect(tag(pages['sign-in again']!, 'input', 'password')).toContain(' autofocus');
  });

  it('second factor: input otp, buttons #submit, #cancel and #resend', () => {
    const document = pages['second factor by mail']!;
    expect(tag(document, 'input', 'otp')).toMatch(/name="otp".* inputmode="numeric" autocomplete="one-time-code"/u);
    for (const id of ['submit', 'cancel', 'resend']) expect(tag(document, 'button', id)).toContain('type="submit"');
    expect(pages['second factor']).not.toContain('id="resend"');
    expect(tag(pages['recovery code']!, 'input', 'otp')).not.toContain('inputmode');
  });

  it('second factor: throttling does not call the code wrong', () => {
    const document = secondFactorPage({
      action: '/a',
      cancelAction: '/b',
      csrf: 'c',
      client: { id: 'c', name: 'Client' },
      method: { kind: 'totp' },
      error: { code: 'throttled', text: 'Wait.' },
      text: text(),
      theme: gatehouseTheme,
    });
    expect(document).not.toContain('aria-invalid');
  });

  it('AS-11: consent shows client, account, each scope in words, lifetime, and the way back', () => {
    const document = pages['consent']!;
    expect(document).toContain('<bdi class="name" data-client="third-party">Ledger Insights</bdi>');
    expect(document).toContain('Alice Andersson');
    expect([...document.matchAll(/<li data-scope="([^"]+)">/gu)].map((found) => found[1])).toEqual([
      'openid',
      'email',
      'invoice_read',
      'invoice_write',
    ]);
    expect(document).toContain('<span>See your email address</span>');
    expect(document).toContain('Access continues while you are away, for up to 180 days.');
    expect(document).toContain('<bdi>https://ledger.example</bdi>');
    for (const id of ['accept', 'cancel']) expect(tag(document, 'button', id)).toContain('type="submit"');
    expect(document).toContain('<title>Allow access – Ledger Insights</title>');
  });

  it('AS-11: consent posts no scope, and leaves out groups without one', () => {
    const names = [...main(pages['consent']!).matchAll(/\sname="([^"]+)"/gu)].map((found) => found[1]);
    expect(names).toEqual(['csrf', 'csrf', 'csrf']);
    const document = consentPage({
      action: '/a',
      cancelAction: '/b',
      csrf: 'c',
      client: { id: 'c', name: 'Client' },
      otherAccountAction: '/o',
      account: { login: 'alice' },
      resources: [{ name: 'Nothing', scopes: [] }],
      lifetime: '',
      text: text(),
      theme: gatehouseTheme,
    });
    expect(document).not.toContain('Nothing');
  });

  it('AS-10: signing out asks with #logout and #cancel, and only #logout says yes', () => {
    const document = pages['logout']!;
    expect(tag(document, 'button', 'logout')).toContain('name="logout" value="yes"');
    expect(tag(document, 'button', 'cancel')).not.toContain('name=');
    expect(document).toContain('<input type="hidden" name="xsrf" value="token">');
    expect(document).toContain('<title>Sign out – Ledger Insights</title>');
  });

  it('errors: main#error with the stable code, what happened, how to go on, and the request', () => {
    const document = pages['error']!;
    expect(document).toContain('<main id="error" data-error="session_not_found">');
    for (const part of ['another tab', 'back button', 'cookies', '0199d1c4']) expect(document).toContain(part);
    expect(document).toContain('<title>This sign-in can no longer go on – Gatehouse</title>');
  });

  it('device: input user_code, then #accept and #cancel', () => {
    expect(tag(pages['device code']!, 'input', 'user_code')).toMatch(/name="user_code".* autocomplete="off"/u);
    expect(tag(pages['device code']!, 'button', 'submit')).toContain('type="submit"');
    const document = pages['device confirmation']!;
    expect(document).toContain('name="user_code" value="WDJB-MJHT"><input type="hidden" name="confirm" value="yes">');
    expect(document).toContain('name="user_code" value="WDJB-MJHT"><input type="hidden" name="abort" value="yes">');
    for (const id of ['accept', 'cancel']) expect(tag(document, 'button', id)).toContain('type="submit"');
  });
});
