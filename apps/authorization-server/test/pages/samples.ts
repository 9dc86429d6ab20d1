import { addTotpPage } from '../../src/pages/add-totp.ts';
import type { ClientIdentity } from '../../src/pages/client.ts';
import { consentPage } from '../../src/pages/consent.ts';
import { continuePage } from '../../src/pages/continue.ts';
import { deviceCodePage, deviceConfirmPage, deviceDonePage } from '../../src/pages/device.ts';
import { errorPage } from '../../src/pages/error.ts';
import { loggedOutPage, logoutPage } from '../../src/pages/logout.ts';
import { recoveryCodesPage } from '../../src/pages/recovery-codes.ts';
import { secondFactorPage } from '../../src/pages/second-factor.ts';
import { selectAccountPage } from '../../src/pages/select-account.ts';
import { signInPage } from '../../src/pages/sign-in.ts';
import { type Catalog, errorText, scopeSentence, text } from '../../src/pages/texts/catalog.ts';

/**
 * Every page in each of its states, by name. `mark` goes into every value that comes from outside (names, logins,
 * descriptions, codes …), so that a test can follow it.
 */
export function samplePages(mark = '', texts: Catalog = text('en')): Readonly<Record<string, string>> {
  const m = (value: string): string => `${value}${mark}`;
  const client: ClientIdentity = {
    id: m('third-party'),
    name: m('Ledger Insights'),
    uri: 'https://ledger.example/',
    logoUri: m('/assets/ledger.png'),
    policyUri: `https://ledger.example/privacy?${mark}`,
    tosUri: `https://ledger.example/terms?${mark}`,
  };
  const theme = { name: m('Northwind'), logoUri: m('/assets/brand.png'), stylesheet: m('/assets/brand.css') };
  const account = { login: m('alice'), name: m('Alice Andersson') };
  const form = {
    action: m('/interaction/1'),
    cancelAction: m('/interaction/1/abort'),
    csrf: m('token'),
    client,
    text: texts,
  };
  const fields = { xsrf: m('token') };
  const error = { code: m('invalid_credentials'), text: m(texts.formErrors.invalid_credentials) };
  const scope = (name: string): { name: string; sentence: string } => ({
    name: m(name),
    sentence: m(scopeSentence(texts, name)),
  });
  return {
    'sign-in': signInPage(form),
    'sign-in refused': signInPage({ ...form, login: m('alice'), error }),
    'sign-in again': signInPage({ ...form, login: m('alice'), again: true, theme }),
    consent: consentPage({
      ...form,
      account,
      resources: [
        { scopes: ['openid', 'email'].map(scope) },
        { name: m('Invoices'), scopes: ['invoice_read', 'invoice_write'].map(scope) },
      ],
      lifetime: m('Access continues for up to 180 days.'),
      returnTo: m('https://ledger.example'),
    }),
    'second factor': secondFactorPage({
      ...form,
      account,
      method: { kind: 'totp' },
      otherAccountAction: m('/interaction/1/restart'),
      alternatives: [{ href: m('/interaction/1?method=recovery_code'), kind: 'recovery_code' }],
    }),
    'add an app': addTotpPage({
      ...form,
      account,
      secret: m('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'),
      uri: m('otpauth://totp/Gatehouse:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Gatehouse'),
      error: { code: m('invalid_otp'), text: m(texts.formErrors.invalid_otp) },
    }),
    'recovery codes': recoveryCodesPage({ ...form, codes: ['h2k4m-9qrst', 'a1b2c-d3e4f', '00000-11111'].map(m) }),
    'second factor by mail': secondFactorPage({
      ...form,
      method: { kind: 'email', address: m('a•••@example.com') },
      resendAction: m('/interaction/1/resend'),
      error,
    }),
    'recovery code': secondFactorPage({ ...form, method: { kind: 'recovery_code' } }),
    'select account': selectAccountPage({ ...form, otherAction: m('/interaction/1/other'), account }),
    logout: logoutPage({ action: m('/session/end/confirm'), fields, client, account, text: texts }),
    'logged out': loggedOutPage({ client, text: texts }),
    error: errorPage({
      code: m('session_not_found'),
      ...errorText(texts, 'session_not_found'),
      description: m('interaction session not found'),
      requestId: m('0199d1c4'),
      home: { href: m('/'), label: m(texts.errorPage.home) },
      text: texts,
    }),
    'device code': deviceCodePage({ action: m('/device'), fields, userCode: m('WDJB-MJHT'), error, text: texts }),
    'device confirmation': deviceConfirmPage({
      action: m('/device'),
      fields,
      client,
      userCode: m('WDJB-MJHT'),
      deviceAddress: m('203.0.113.7'),
      text: texts,
    }),
    'device connected': deviceDonePage({ client, text: texts }),
    continue: continuePage({ action: m('https://ledger.example/cb'), fields: { code: m('c') }, client, text: texts }),
  };
}
