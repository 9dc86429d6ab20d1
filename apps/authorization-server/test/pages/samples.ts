import type { ClientIdentity, Theme } from '@gatehouse/html';
import { accountMenu } from '../../src/browser/account/pages.ts';
import { activityPage } from '../../src/pages/account/activity.ts';
import { apiKeysPage, chooseApiPage, madeKeyPage, makeKeyPage } from '../../src/pages/account/api-keys.ts';
import { applicationsPage } from '../../src/pages/account/applications.ts';
import { accountDeletedPage, dataPage, deleteAccountPage } from '../../src/pages/account/data.ts';
import { changeEmailPage, confirmEmailChangePage, emailSentPage } from '../../src/pages/account/email.ts';
import type { AccountFrame } from '../../src/pages/account/frame.ts';
import { connectIdentityPage } from '../../src/pages/account/identities.ts';
import { overviewPage } from '../../src/pages/account/overview.ts';
import { addPasskeyPage, renamePasskeyPage } from '../../src/pages/account/passkeys.ts';
import { changePasswordPage } from '../../src/pages/account/password.ts';
import { profilePage } from '../../src/pages/account/profile.ts';
import { accountCodesPage, accountTotpPage, confirmPage, securityPage } from '../../src/pages/account/security.ts';
import { sessionsPage } from '../../src/pages/account/sessions.ts';
import { addTotpPage } from '../../src/pages/add-totp.ts';
import { confirmEmailPage, confirmedPage } from '../../src/pages/confirm-email.ts';
import { type ConsentOptions, consentPage } from '../../src/pages/consent.ts';
import { continuePage } from '../../src/pages/continue.ts';
import { deviceCodePage, deviceConfirmPage, deviceDonePage } from '../../src/pages/device.ts';
import { errorPage } from '../../src/pages/error.ts';
import { formErrorOf } from '../../src/pages/form-error.ts';
import { loggedOutPage, logoutPage } from '../../src/pages/logout.ts';
import { mailboxPage } from '../../src/pages/mailbox.ts';
import {
  doneRecoveryPage,
  invitationPage,
  invitedPage,
  recoverPage,
  resetPage,
  sentRecoveryPage,
} from '../../src/pages/recovery.ts';
import { recoveryCodesPage } from '../../src/pages/recovery-codes.ts';
import { registerPage } from '../../src/pages/register.ts';
import { secondFactorPage } from '../../src/pages/second-factor.ts';
import { selectAccountPage } from '../../src/pages/select-account.ts';
import { signInPage } from '../../src/pages/sign-in.ts';
import { signInTestPage } from '../../src/pages/sign-in-test.ts';
import { termsPage } from '../../src/pages/terms.ts';
import { verifyEmailPage } from '../../src/pages/verify-email.ts';
import { welcomePage } from '../../src/pages/welcome.ts';
import { type Catalog, counted, duration, errorText, fillPlain, scopeSentence, text } from '../../src/texts/catalog.ts';

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
  const here = m('/interaction/1');
  const plain = { name: 'Gatehouse', here };
  const theme = { name: m('Northwind'), logoUri: m('/assets/brand.png'), stylesheet: m('/assets/brand.css'), here };
  const account = { login: m('alice'), name: m('Alice Andersson') };
  const form = {
    action: m('/interaction/1'),
    cancelAction: m('/interaction/1/abort'),
    csrf: m('token'),
    client,
    text: texts,
    theme: plain,
  };
  const connections = { action: m('/interaction/1/upstream'), buttons: [{ name: m('corp'), label: m('Corp') }] };
  const fields = { xsrf: m('token') };
  const error = { code: m('invalid_credentials'), text: m(texts.formErrors.invalid_credentials) };
  const scope = (name: string): { name: string; sentence: string } => ({
    name: m(name),
    sentence: m(scopeSentence(texts, name)),
  });
  return {
    'sign-in': signInPage({
      ...form,
      recoverHref: m('/account/recover'),
      registerHref: m('/interaction/1?page=register'),
    }),
    'sign-in by the login name first': signInPage({
      ...form,
      loginFirst: { action: m('/interaction/1/login-name'), passwordHref: m('/interaction/1?page=password') },
      registerHref: m('/interaction/1?page=register'),
      passkey: { ...form, options: { challenge: m('c') } },
      connections,
    }),
    'sign-in by passkey': signInPage({
      ...form,
      recoverHref: m('/account/recover'),
      registerHref: m('/interaction/1?page=register'),
      passkey: { ...form, options: { challenge: m('c') } },
    }),
    'sign-in by passkey or upstream': signInPage({
      ...form,
      recoverHref: m('/account/recover'),
      registerHref: m('/interaction/1?page=register'),
      passkey: { ...form, options: { challenge: m('c') } },
      connections,
    }),
    'sign-in by passkey first': signInPage({
      ...form,
      passkeyFirst: true,
      passkey: { ...form, options: { challenge: m('c') } },
      connections,
    }),
    ...registrationPages(m, texts, form),
    recover: recoverPage({ text: texts, csrf: m('token'), client, theme }),
    'recover sent': sentRecoveryPage({ text: texts, csrf: m('token'), login: m('alice'), client, theme }),
    reset: resetPage({
      text: texts,
      login: m('alice'),
      csrf: m('token'),
      token: m('link'),
      fewestCharacters: 15,
      theme,
    }),
    'reset refused': resetPage({
      text: texts,
      login: m('alice'),
      csrf: m('token'),
      token: m('link'),
      fewestCharacters: 15,
      error: {
        code: m('password_too_short'),
        text: m(fillPlain(texts.formErrors.password_too_short, { count: counted(texts, 'characters', 15) })),
      },
      theme,
    }),
    'reset done': doneRecoveryPage({ text: texts, client, theme }),
    invitation: invitationPage({
      text: texts,
      csrf: m('token'),
      token: m('link'),
      login: m('alice'),
      fewestCharacters: 15,
      theme,
    }),
    'invitation done': invitedPage({ text: texts, theme }),
    'sign-in refused': signInPage({ ...form, login: m('alice'), error }),
    'sign-in again': signInPage({ ...form, login: m('alice'), again: m('Alice Andersson'), theme }),
    consent: consentPage({
      ...form,
      otherAccountAction: m('/interaction/1/other'),
      account,
      resources: [
        { scopes: ['openid', 'email'].map(scope) },
        { name: m('Invoices'), scopes: ['invoice_read', 'invoice_write'].map(scope) },
      ],
      lifetime: m(fillPlain(texts.consent.whileAway, { duration: duration(texts, 180 * 86_400) })),
      returnTo: m('https://ledger.example'),
    }),
    ...uncheckedPages(m, texts, { ...form, account, client, otherAccountAction: m('/interaction/1/other') }),
    'second factor': secondFactorPage({
      ...form,
      account,
      method: { kind: 'totp' },
      otherAccountAction: m('/interaction/1/restart'),
      alternatives: [{ href: m('/interaction/1?method=recovery_code'), kind: 'recovery_code' }],
    }),
    'second factor by passkey': secondFactorPage({
      ...form,
      account,
      method: { kind: 'passkey', options: { challenge: m('c') } },
      otherAccountAction: m('/interaction/1/restart'),
      alternatives: [{ href: m('/interaction/1?method=recovery_code'), kind: 'recovery_code' }],
      error: { code: 'passkey_refused', text: m(texts.formErrors.passkey_refused) },
    }),
    'add an app': addTotpPage({
      ...form,
      account,
      secret: m('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'),
      uri: m('otpauth://totp/Gatehouse:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Gatehouse'),
      error: { code: m('invalid_otp'), text: m(texts.formErrors.invalid_otp) },
    }),
    'recovery codes': recoveryCodesPage({ ...form, codes: [...Array(10).keys()].map((n) => m(`h2k4m-9qrs${n}`)) }),
    'second factor by mail': secondFactorPage({
      ...form,
      method: { kind: 'email', address: m('a•••@example.com'), mailboxHref: '/development/mail' },
      resendAction: m('/interaction/1/resend'),
      error,
    }),
    'recovery code': secondFactorPage({ ...form, method: { kind: 'recovery_code' } }),
    'select account': selectAccountPage({ ...form, otherAction: m('/interaction/1/other'), account }),
    logout: logoutPage({
      action: m('/session/end/confirm'),
      fields,
      client,
      account,
      opened: ['Ledger Insights', 'Invoices'].map(m),
      text: texts,
      theme: plain,
    }),
    'logged out': loggedOutPage({ client, signInHref: m('/account'), text: texts, theme: plain }),
    error: errorPage({
      code: m('session_not_found'),
      ...errorText(texts, 'session_not_found'),
      description: m('interaction session not found'),
      requestId: m('0199d1c4'),
      home: { href: m('/'), label: m(texts.errorPage.home) },
      text: texts,
      theme: plain,
    }),
    'error in development': errorPage({
      code: m('invalid_redirect_uri'),
      ...errorText(texts, 'invalid_redirect_uri'),
      description: m('redirect_uri is none of those registered for this client'),
      requestId: m('0a1b2c3d-4e5f-4a6b-8c7d-0199d1c4abcd'),
      values: {
        name: 'redirect_uri',
        received: m('http://localhost:26020/callback'),
        registered: [m('https://ledger.example/callback')],
        add: m('clients:\n  - client_id: third-party\n    redirect_uris:\n      - https://ledger.example/callback\n'),
      },
      home: {
        href: m('https://ledger.example/'),
        label: m(fillPlain(texts.errorPage.homeOf, { client: client.name })),
      },
      text: texts,
      theme: plain,
    }),
    'device code': deviceCodePage({
      action: m('/device'),
      fields,
      userCode: m('WDJB-MJHT'),
      error,
      text: texts,
      theme: plain,
    }),
    'device confirmation': deviceConfirmPage({
      action: m('/device'),
      fields,
      client,
      userCode: m('WDJB-MJHT'),
      deviceAddress: m('203.0.113.7'),
      text: texts,
      theme: plain,
    }),
    ...accountPages(m, texts, client),
    'test of a connection': signInTestPage({
      connection: { name: 'corp', enabled: false },
      result: {
        kind: 'proved',
        decision: { kind: 'ask', mayCreate: true },
        account: { login: m('alice'), status: 'active' },
        roles: [m('accountant')],
        claims: { department: m('sales') },
        user: {
          issuer: 'https://login.example.com',
          subject: m('8f2c'),
          claims: { sub: m('8f2c'), groups: [m('staff')], locale: m('sv') },
          mapped: {
            name: m('Alice Andersson'),
            email: m('alice@example.com'),
            emailVerified: true,
            locale: m('sv'),
            login: m('alice'),
            groups: [m('staff')],
            claims: {},
          },
          acr: undefined,
          authTimeSeconds: 1_800_000_000,
          sid: undefined,
        },
      },
      theme: plain,
    }),
    'failed test of a connection': signInTestPage({
      connection: { name: 'corp', enabled: true },
      result: { kind: 'failed', failure: 'misconfigured', message: m('the secret is wrong') },
      theme: plain,
    }),
    welcome: welcomePage({
      issuer: 'https://localhost:3000',
      services: [{ name: m('Gateway'), origin: 'https://localhost:3002' }],
      applications: [{ name: m('Invoices'), uri: 'https://localhost:3003' }],
      users: [
        { login: m('alice'), name: m('Alice'), roles: [m('accountant')], disabled: false, password: m('pw') },
        { login: m('dave'), name: m('Dave'), roles: [], disabled: true, password: undefined },
      ],
      caFile: m('/certs/ca.pem'),
      mailboxHref: '/development/mail',
    }),
    mailbox: mailboxPage(
      [
        {
          from: m('Gatehouse <no-reply@localhost>'),
          to: m('alice@example.com'),
          subject: m('Hello'),
          text: m('Go to https://localhost:3000/account?x=1 now.'),
          atSeconds: now - 90,
          htmlHref: '/development/mail/1',
        },
      ],
      now,
    ),
    'device connected': deviceDonePage({ client, text: texts, theme: plain }),
    continue: continuePage({
      action: m('https://ledger.example/cb'),
      fields: { code: m('c') },
      client,
      text: texts,
      theme: plain,
    }),
  };
}

const now = 1_795_000_000;

interface StepForm {
  readonly action: string;
  readonly cancelAction: string;
  readonly csrf: string;
  readonly client: ClientIdentity;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** Creating an account and proving its address. */
/** Consent to applications that no operator registered, and nobody has checked. */
function uncheckedPages(
  m: (value: string) => string,
  texts: Catalog,
  form: StepForm & Pick<ConsentOptions, 'account' | 'otherAccountAction'>,
): Record<string, string> {
  const asked = (host: string, name: string, unchecked: NonNullable<ConsentOptions['unchecked']>) =>
    consentPage({
      ...form,
      client: {
        id: m('https://agent.example/oauth/client.json'),
        name: m(host),
        policyUri: 'https://agent.example/privacy',
        unregistered: { callsItself: m(name), onDevice: host === texts.unchecked.onDevice },
      },
      resources: [
        {
          scopes: ['openid', 'offline_access'].map((scope) => ({ name: scope, sentence: scopeSentence(texts, scope) })),
        },
        { name: m('Invoices'), scopes: [{ name: m('invoice_read'), sentence: m('See your invoices') }] },
      ],
      lifetime: fillPlain(texts.consent.whileAway, { duration: duration(texts, 30 * 86_400) }),
      returnTo: 'https://elsewhere.example',
      unchecked,
    });
  const { onDevice } = texts.unchecked;
  const loopback = { kind: 'loopback', shown: m('127.0.0.1:33418') } as const;
  const long = { kind: 'site', shown: m(`${longestHost}:65535`) } as const;
  return {
    'consent to a site that nobody checked': asked('agent.example', 'Ledger Agent', {
      kind: 'document',
      redirect: { kind: 'site', shown: m('callback.agent.example') },
    }),
    'consent to a site with a long host': asked(longestHost, widest, { kind: 'document', redirect: long }),
    'consent to a site with long labels': asked(longLabels, 'é\u0323'.repeat(48), {
      kind: 'dynamic',
      redirect: { kind: 'site', shown: m(longLabels) },
    }),
    'consent to a program that nobody checked': asked(onDevice, 'Northwind Bank', {
      kind: 'dynamic',
      redirect: loopback,
    }),
    'consent to a program with a document': asked('code.agent.example', 'Code', {
      kind: 'document',
      redirect: loopback,
    }),
    'consent to an app that nobody checked': asked(onDevice, 'Notes', {
      kind: 'dynamic',
      redirect: { kind: 'app', shown: m('com.example.notes:') },
    }),
    'sign-in to a program that nobody checked': signInPage({
      ...form,
      client: { id: m('dyn_1'), name: onDevice, unregistered: { callsItself: m('Notes'), onDevice: true } },
    }),
    'sign-in to a site with a long host': signInPage({
      ...form,
      client: { id: m('dyn_1'), name: m(longestHost), unregistered: { callsItself: m('Notes') } },
    }),
  };
}

/** What looks like other hosts, up to the 253 characters that a host can have, and the end that counts. */
const longestHost = `accounts.google.com.${'login-secure-session.google.com.'.repeat(6)}signin-with-${'x'.repeat(16)}.evil.example`;
const longLabels = `www-google-com-${'a'.repeat(48)}.${'b'.repeat(63)}.example`;
/** The widest letters that are left of a name. */
const widest = 'W'.repeat(48);

function registrationPages(m: (value: string) => string, texts: Catalog, form: StepForm): Record<string, string> {
  const error = (code: keyof Catalog['formErrors']) => ({ code, text: m(texts.formErrors[code]) });
  const register = { ...form, signInHref: m('/interaction/1'), fewestCharacters: 15 };
  const typed = { name: m('Erin Eriksson'), email: m('erin@example.com') };
  const verify = {
    ...form,
    otherAccountAction: m('/interaction/1/restart'),
    resendAction: m('/interaction/1/resend'),
    email: m('erin@example.com'),
    confirmed: false,
    sentAgain: false,
  };
  const link = { csrf: m('token'), token: m('link'), email: m('erin@example.com'), text: texts, theme: form.theme };
  return {
    register: registerPage(register),
    'register refused': registerPage({ ...register, typed, error: error('password_common') }),
    'register without address': registerPage({ ...register, typed, error: error('email_invalid') }),
    'verify email': verifyEmailPage(verify),
    'verify email sent again': verifyEmailPage({ ...verify, sentAgain: true }),
    'verify email too early': verifyEmailPage({ ...verify, error: error('email_unconfirmed') }),
    'verify email done': verifyEmailPage({ ...verify, confirmed: true }),
    'confirm email': confirmEmailPage({ ...link, asksForPassword: false }),
    'confirm email elsewhere': confirmEmailPage({ ...link, asksForPassword: true, error: error('wrong_password') }),
    terms: termsPage({ ...form, uri: m('https://northwind.example/terms') }),
    'email confirmed': confirmedPage({ text: texts, theme: { name: m('Northwind') } }),
  };
}

/** The person's own pages. */
function accountPages(m: (value: string) => string, texts: Catalog, client: ClientIdentity): Record<string, string> {
  const theme = { name: m('Northwind'), here: m('/account') };
  const frame = { menu: accountMenu, csrf: m('token'), text: texts, theme };
  const error = (code: keyof Catalog['formErrors']) => ({ code, text: m(texts.formErrors[code]) });
  const known = { passwordChangedAtSeconds: now - 400_000, nowSeconds: now };
  const scope = (name: string) => ({ name: m(name), sentence: m(scopeSentence(texts, name)) });
  const passkey = {
    reference: m('reference'),
    name: m('Phone of Alice'),
    createdAtSeconds: now - 800_000,
    backupEligible: true,
  };
  const identity = {
    reference: m('identity'),
    label: m('Corp'),
    logo: undefined,
    who: m('alice@corp.example'),
    linkedAtSeconds: now - 700_000,
    usedAtSeconds: now - 90,
    usable: true,
  };
  return {
    'account overview': overviewPage({
      ...frame,
      ...known,
      name: m('Alice Andersson'),
      login: m('alice'),
      email: m('alice@example.com'),
      emailVerified: true,
      hasSecondFactor: true,
      passkeys: 2,
      sessions: 3,
      applications: 2,
      signIns: [
        { atSeconds: now - 90, device: m('Firefox on Linux'), clientName: m('Invoices') },
        { atSeconds: now - 90_000, device: undefined },
      ],
      open: [client],
    }),
    'account overview unsafe': overviewPage({
      ...frame,
      ...known,
      name: m('alice'),
      login: m('alice'),
      email: m('alice@example.com'),
      emailVerified: false,
      hasSecondFactor: false,
      passkeys: 0,
      advice: 'turnOnTwoStep',
      sessions: 1,
      applications: 0,
      signIns: [],
      open: [],
    }),
    'account profile': profilePage({
      ...frame,
      done: 'profile_changed',
      name: m('Alice Andersson'),
      login: m('alice'),
      email: m('alice@example.com'),
      emailVerified: true,
      emailChangeable: true,
      department: m('Finance'),
      roles: [m('accountant')],
      locale: 'en',
      languages: [{ tag: 'en', name: 'English' }],
    }),
    'account email': changeEmailPage({ ...frame, email: '' }),
    'account email refused': changeEmailPage({ ...frame, email: m('alice@'), error: error('email_invalid') }),
    'account email sent': emailSentPage({ ...frame, email: m('new@example.com') }),
    'account email confirm': confirmEmailChangePage({ ...frame, action: m('/c'), email: m('new@example.com') }),
    'account password': changePasswordPage({ ...frame, fewestCharacters: 15, first: false }),
    'account password refused': changePasswordPage({
      ...frame,
      fewestCharacters: 8,
      first: false,
      error: error('password_same'),
    }),
    'account password first': changePasswordPage({ ...frame, fewestCharacters: 15, first: true }),
    'account security': securityPage({
      ...frame,
      ...known,
      totpSinceSeconds: now - 86_400,
      recoveryCodesLeft: 9,
      passkeys: [passkey, { ...passkey, reference: m('other'), backupEligible: false, lastUsedAtSeconds: now - 70 }],
      mayAddPasskey: true,
      identities: [
        identity,
        {
          ...identity,
          reference: m('gone'),
          label: m('gone'),
          who: undefined,
          usedAtSeconds: undefined,
          usable: false,
        },
      ],
      mayConnect: true,
    }),
    'account connect': connectIdentityPage({ ...frame, buttons: [{ name: m('corp'), label: m('Corp') }] }),
    'account connect refused': connectIdentityPage({
      ...frame,
      buttons: [{ name: m('corp'), label: m('Corp') }],
      error: formErrorOf(texts, 'identity_taken', 0, m('Corp')),
    }),
    'account security without': securityPage({
      ...frame,
      ...known,
      passkeys: [],
      mayAddPasskey: true,
      identities: [],
      mayConnect: true,
    }),
    'account security full': securityPage({
      ...frame,
      ...known,
      passkeys: [passkey],
      mayAddPasskey: false,
      identities: [],
      mayConnect: false,
    }),
    'account passkey': addPasskeyPage({
      ...frame,
      options: { challenge: m('c'), user: { name: m('alice') } },
    }),
    'account passkey refused': addPasskeyPage({
      ...frame,
      options: {},
      error: error('passkey_refused'),
    }),
    'account passkey renamed': renamePasskeyPage({ ...frame, passkey }),
    'account app': accountTotpPage({
      ...frame,
      secret: m('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'),
      uri: m('otpauth://totp/Gatehouse:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Gatehouse'),
    }),
    'account codes': accountCodesPage({
      ...frame,
      codes: ['h2k4m-9qrst', 'a1b2c-d3e4f'].map(m),
      continueHref: '/account/security',
    }),
    'account confirm': confirmPage({
      ...frame,
      action: m('/account/security/totp-remove'),
      heading: texts.account.security.removeHeading,
      consequence: texts.account.security.removeConsequence,
      submit: texts.account.security.remove,
      section: 'security',
      cancelHref: '/account/security',
    }),
    'account sessions': sessionsPage({
      ...frame,
      nowSeconds: now,
      sessions: [
        { browser: 'Firefox', system: 'Linux', address: '203.0.113.7', isThis: true },
        { browser: 'Safari', system: 'iPhone', address: '2001:db8:1234:5678:9abc:def0:1234:5678', isThis: false },
        { isThis: false },
        { browser: 'Firefox', system: 'Linux', address: '203.0.113.7', isThis: false },
      ].map((session, n) => ({
        ...session,
        reference: m(`s${n}`),
        address: session.address && m(session.address),
        usedAtSeconds: now - 60 * 10 ** n,
        signedInAtSeconds: now - 80 * 10 ** n,
      })),
    }),
    'account applications': applicationsPage({
      ...frame,
      nowSeconds: now,
      applications: [
        {
          client,
          isOwn: false,
          groups: [
            { scopes: ['openid', 'profile', 'email'].map(scope) },
            { name: m('Ledger'), scopes: ['invoice_read', 'invoice_write'].map(scope) },
          ],
          givenAtSeconds: now - 9_000_000,
          usedAtSeconds: now - 3000,
        },
        {
          client: { id: m('dyn_1'), name: m('agent.example'), unregistered: { callsItself: m('Ledger Agent') } },
          isOwn: false,
          groups: [{ scopes: ['openid'].map(scope) }],
          givenAtSeconds: now - 8_500_000,
          usedAtSeconds: now - 4000,
        },
        {
          client: { id: m('own'), name: m('Invoices') },
          isOwn: true,
          groups: [{ scopes: ['openid', 'profile'].map(scope) }],
          givenAtSeconds: now - 8_000_000,
          usedAtSeconds: now - 30,
        },
      ],
    }),
    'account applications nobody checked': applicationsPage({
      ...frame,
      nowSeconds: now,
      applications: [
        ...['dyn_first00001', 'dyn_second0002'].map((id, n) => ({
          client: {
            id: m(id),
            name: fillPlain(texts.unchecked.onDeviceCalled, { client: m('Northwind Agent') }),
            unregistered: { callsItself: m('Northwind Agent'), onDevice: true },
          },
          isOwn: false,
          groups: [{ scopes: ['openid', 'offline_access'].map(scope) }],
          givenAtSeconds: now - 8_400_000 + n * 60,
          usedAtSeconds: now - 5000,
        })),
        {
          client: { id: m('dyn_3'), name: m(longestHost), unregistered: { callsItself: m(widest) } },
          isOwn: false,
          groups: [{ scopes: ['openid'].map(scope) }],
          givenAtSeconds: now - 8_500_000,
          usedAtSeconds: now - 6000,
        },
      ],
    }),
    'account applications empty': applicationsPage({ ...frame, nowSeconds: now, applications: [] }),
    ...apiKeyPages(m, texts, frame, scope),
    'account activity': activityPage({
      ...frame,
      nowSeconds: now,
      events: [
        { event: 'sign_in.completed', failed: false, atSeconds: now - 5, device: 'Firefox', clientName: m('Invoices') },
        { event: 'sign_in.password', failed: true, atSeconds: now - 900, device: undefined, address: m('203.0.113.7') },
        { event: 'factor.added', failed: false, atSeconds: now - 9000, device: undefined, name: m('Phone of Alice') },
        { event: 'factor.removed', failed: false, atSeconds: now - 9900, device: undefined, ofApp: true },
      ],
    }),
    'account data': dataPage(frame),
    'account delete': deleteAccountPage({ ...frame, login: m('alice') }),
    'account delete refused': deleteAccountPage({ ...frame, login: m('alice'), error: error('not_confirmed') }),
    'account deleted': accountDeletedPage({ text: texts, theme }),
  };
}

/** API keys: the list in each of its states, making one, and the new one. */
function apiKeyPages(
  m: (value: string) => string,
  texts: Catalog,
  frame: Pick<AccountFrame, 'menu' | 'csrf' | 'text' | 'theme'>,
  scope: (name: string) => { name: string; sentence: string },
): Record<string, string> {
  const list = { ...frame, nowSeconds: now, hasGateway: true, hasApis: true, isFull: false };
  const scopes = ['profile_read', 'invoice_read', 'invoice_write'].map(scope);
  const key = {
    id: m('0199d1c4'),
    name: m('Nightly report'),
    apis: [{ name: m('Invoices'), scopes }],
    createdAtSeconds: now - 90_000,
  };
  const later = { ...key, id: m('0199d1c5'), expiresAtSeconds: now + 86_400 * 80, lastUsedAtSeconds: now - 70 };
  const form = {
    ...frame,
    action: m('/account/api-keys/new/a'),
    api: m('Invoices'),
    name: m('Nightly report'),
    scopes,
    chosen: [m('invoice_read')],
    lifetimesDays: [30, 90],
    days: 90,
  };
  const error = { code: 'key_scopes_missing', text: m(texts.formErrors.key_scopes_missing) };
  return {
    'account keys': apiKeysPage({
      ...list,
      keys: [key, later, { ...later, id: m('0199d1c6'), expiresAtSeconds: now - 5 }],
    }),
    'account keys empty': apiKeysPage({ ...list, keys: [] }),
    'account keys none': apiKeysPage({ ...list, keys: [], hasApis: false }),
    'account keys without gateway': apiKeysPage({ ...list, keys: [key], hasGateway: false }),
    'account keys full': apiKeysPage({ ...list, keys: [key], isFull: true }),
    'account key for': chooseApiPage({ ...frame, apis: [{ name: m('Invoices'), href: m('/account/api-keys/new/a') }] }),
    'account key': makeKeyPage(form),
    'account key refused': makeKeyPage({ ...form, chosen: [], error }),
    'account key made': madeKeyPage({
      ...frame,
      key: m('gh_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL'),
      gatewayAddress: m('https://api.example.com'),
    }),
  };
}
