import { account, events } from './account.ts';
import { errorPage, errors, formErrors } from './errors.ts';
import { mailFrame, mails, mailsWithoutPassword } from './mail.ts';
import { changeEmail, confirmEmail, register, terms, verifyEmail } from './registration.ts';

/**
 * Every sentence that the authorization server shows to users, in English. Placeholders stand in braces. This object also
 * is the shape that every further language must have (see `Catalog` in catalog.ts).
 */
export const en = {
  language: 'en',
  direction: 'ltr',

  /** Put before the title of a page that shows the form again with an error. */
  titleWithError: 'Error: {title}',
  title: '{step} – {name}',
  /** Numbers of things, in the plural forms that the language has (`Intl.PluralRules`); filled by `counted`. */
  counts: {
    characters: { one: '{count} character', other: '{count} characters' },
  },
  cancel: 'Cancel',
  help: 'Help',
  continue: 'Continue',
  manageAccount: 'Manage your account',
  /** Beside the name of the user who is there, or who gave the first factor. */
  signedInAs: 'Signing in as {account}',
  /** Read by screen readers before the text of a form error. */
  errorLabel: 'Error',
  showPassword: 'Show password',
  typed: '{typed} of {least}',
  copy: 'Copy',
  copied: 'Copied',
  /** A moment ago, inside a sentence: "Added just now". */
  justNow: 'just now',

  signIn: {
    step: 'Sign in',
    heading: 'Sign in',
    continueTo: 'to continue to {client}',
    /** Instead, where the application is the account pages themselves. */
    manageAccount: 'to manage your account',
    login: 'User name or email',
    password: 'Password',
    forgot: 'Forgot your password?',
    submit: 'Sign in',
    or: 'or',
    passkey: 'Sign in with a passkey',
    withPassword: 'Sign in with a password',
    again: {
      step: 'Confirm it is you',
      heading: 'Welcome back, {name}',
      reason: '{client} asks you to enter your password again.',
      submit: 'Continue',
    },
    otherWays: 'Use a passkey or reset your password.',
  },

  upstream: {
    continueWith: 'Continue with {name}',
    connect: {
      step: 'Connect your account',
      heading: 'Connect {name} to your account',
      reason:
        'Sign in with the password that you have here, not that of {name}, or in another way you usually do. From then on you can use {name} too.',
      who: 'At {name} you are {who}.',
      create: 'I have no account yet',
    },
  },

  secondFactor: {
    step: 'Two-step verification',
    heading: 'Enter your code',
    totp: 'Open your authenticator app and enter the code it shows for this account.',
    email: 'We sent a code to {address}. It may take a minute to arrive.',
    recoveryCode:
      'Enter one of the recovery codes that you saved when you set up two-step verification. Each code works once.',
    code: 'Code (6 digits)',
    recoveryCodeLabel: 'Recovery code',
    passkeyHeading: 'Use your passkey',
    passkey: 'Confirm that it is you with your fingerprint, your face or the lock of your device.',
    passkeySubmit: 'Use a passkey',
    submit: 'Continue',
    resend: 'Send a new code',
    /** Links to the other ways. */
    instead: {
      totp: 'Use the authenticator app',
      recovery_code: 'Use a recovery code',
      email: 'Send a code by email',
      passkey: 'Use a passkey',
    },
  },

  /** Around every passkey. */
  passkey: {
    failed: 'That did not work, or it was cancelled. Try again, or use another way.',
    known: 'This device already has a passkey for your account.',
    needsScript: 'Passkeys need JavaScript, and it does not run here. Use another way.',
  },

  addTotp: {
    step: 'Set up an authenticator app',
    heading: 'Set up an authenticator app',
    asked:
      '{client} needs two-step verification. Set up an authenticator app once; from then on it takes a few seconds.',
    openApp:
      'Open an authenticator app on your phone and choose to add an account. Any app for one-time codes will do.',
    openHere: 'Open in authenticator app',
    scan: 'Scan this code, or enter the key below it.',
    qrLabel: 'QR code for the authenticator app',
    typeInstead: 'Key',
    enterCode: 'Enter the code that the app shows now.',
  },

  recoveryCodes: {
    step: 'Save your recovery codes',
    heading: 'Save your recovery codes',
    purpose: 'If you lose your phone, one of these codes lets you in. Each works once.',
    once: 'They are shown only now. Print them or put them into a password manager, not on the phone itself.',
    submit: 'I saved these codes',
    download: 'Download',
    print: 'Print',
  },

  register,
  verifyEmail,
  confirmEmail,
  changeEmail,
  terms,
  account,
  events,
  mailFrame,
  mails,
  mailsWithoutPassword,

  invitation: {
    heading: 'Welcome',
    consequence: 'An account was made for you; you sign in as {login}. Choose a password for it.',
    doneHeading: 'Your account is ready',
    done: 'From now on you sign in with this password.',
  },

  recovery: {
    heading: 'Forgot your password?',
    instruction: 'Enter your user name or email. If there is such an account, we send a link to its email address.',
    submit: 'Send the link',
    sentHeading: 'Check your email',
    sent: 'If there is such an account, a link is on its way. It works once, for 30 minutes. If nothing arrives, check your spam folder.',
    resend: 'Send it again',
    resetHeading: 'Choose a new password',
    resetConsequence: 'You will be signed out everywhere, and applications will have to ask you again.',
    doneHeading: 'Your password is changed',
    done: 'You are signed out everywhere. Sign in with the new password from now on.',
  },

  consent: {
    step: 'Allow access',
    heading: '{client} asks for access',
    site: 'Website: {host}',
    account: 'You are signed in as {account}',
    otherAccount: 'Not you? Use another account',
    /** Heading over the scopes that concern the user's own account. */
    yourAccount: 'Your account',
    mayDo: '{client} will be able to:',
    returnTo: 'Whatever you choose, you go back to {origin}',
    policy: 'Privacy policy',
    terms: 'Terms of service',
    accept: 'Allow',
    cancel: 'Do not allow',
    untilSignOut: 'Access ends when you sign out, and after {duration} at the latest.',
    whileAway: 'Access continues while you are away, for up to {duration}.',
  },

  /** Of an application that no operator registered. */
  unchecked: {
    heading: 'An application at {client} asks for access',
    headingOnDevice: 'An app on this device asks for access',
    headingOfDocumentOnDevice: 'An app on this device asks for access in the name of {client}',
    callsItself: 'It calls itself “{client}”.',
    /** What it is known by elsewhere: where no host is true of it. */
    onDevice: 'App on your device',
    onDeviceCalled: 'App on your device: “{client}”',
    continueToDevice: 'to continue to an app on this device',
    notice: 'Nobody has checked this application.',
    ofDocument:
      'Only its address is known: {host}. Allow access only if you know this address and have just asked for this yourself.',
    ofDynamic:
      'It registered itself, and its name may be invented. Allow access only if you have just asked for this yourself.',
    documentOnDevice:
      'Any app on this device can say that it is {host}. Allow access only if you have just asked for this yourself, in an app that you trust.',
    dynamicOnDevice:
      'Its name may be invented, and any app on this device can receive the access. Allow access only if you have just asked for this yourself, in an app that you trust.',
    mayDo: 'This application will be able to:',
    returnTo: 'You will be sent back to {host}',
    returnToDevice: 'You will be sent back to this device: {host}',
  },

  /** What a scope allows, when the registry has no sentence for it. Each completes "… will be able to:". */
  scopes: {
    openid: 'Sign you in',
    profile: 'See your name, user name and language',
    email: 'See your email address',
    address: 'See your postal address',
    phone: 'See your phone number',
    groups: 'See your groups and roles',
    offline_access: 'Keep this access while you are away',
  },
  claimSentence: 'See “{claim}” of your account',
  scopeWithoutSentence: 'Use the permission “{scope}”',

  selectAccount: {
    step: 'Choose an account',
    heading: 'Choose an account',
    continueTo: 'to continue to {client}',
    other: 'Use another account',
  },

  logout: {
    step: 'Sign out',
    heading: 'Sign out?',
    asked: '{client} asks to sign you out.',
    consequence: 'This ends your session here. Applications may ask you to sign in again.',
    opened: 'You opened these with this account:',
    signedInAs: 'You are signed in as {account}',
    submit: 'Sign out',
    anyway: 'Sign out anyway',
    cancel: 'Stay signed in',
    doneStep: 'Signed out',
    doneHeading: 'You are signed out',
    done: 'On a computer that others use too, close all windows of this browser now.',
    backTo: 'Back to {client}',
    again: 'Sign in again',
  },

  device: {
    codeStep: 'Connect a device',
    codeHeading: 'Connect a device',
    codeInstruction: 'Enter the code that your device shows.',
    code: 'Code from the device',
    codeSubmit: 'Continue',
    confirmStep: 'Check the code',
    confirmHeading: 'Is this the code on your device?',
    confirmInstruction: '{client} wants to use your account on another device.',
    warning:
      'Continue only if you started this yourself and the device is in front of you. If someone sent you the code, do not continue.',
    from: 'Asked from {address}',
    accept: 'Yes, continue',
    cancel: 'No, cancel',
    doneStep: 'Device connected',
    doneHeading: 'Your device is connected',
    done: 'You can close this window and go on with {client} on your device.',
  },

  continuePage: {
    step: 'Continue',
    heading: 'One more step',
    instruction: 'Press the button to go on to {client}.',
  },

  formErrors,
  errorPage,
  errors,
} as const;
