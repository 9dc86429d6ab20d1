import { account, events } from './en-account.ts';
import { mailFrame, mails } from './en-mail.ts';

/**
 * Every sentence that the authorization server shows to people, in English. Placeholders stand in braces. This object also
 * is the shape that every further language must have (see `Catalog` in catalog.ts).
 */
export const en = {
  language: 'en',
  direction: 'ltr',

  /** Put before the title of a page that shows the form again with an error. */
  titleWithError: 'Error: {title}',
  title: '{step} – {name}',
  cancel: 'Cancel',
  continue: 'Continue',
  /** Beside the name of the person who is there, or who gave the first factor. */
  signedInAs: 'You are {account}',
  /** Read by screen readers before the text of a form error. */
  errorLabel: 'Error',

  signIn: {
    step: 'Sign in',
    heading: 'Sign in',
    continueTo: 'to continue to {client}',
    login: 'User name or email',
    password: 'Password',
    forgot: 'Forgot your password?',
    submit: 'Sign in',
    again: {
      step: 'Confirm it is you',
      heading: 'Confirm it is you',
      reason: '{client} asks you to enter your password again.',
      submit: 'Continue',
    },
  },

  secondFactor: {
    step: 'Second step',
    heading: 'Enter your code',
    totp: 'Open your authenticator app and enter the code it shows for this account.',
    email: 'We sent a code to {address}. It may take a minute to arrive.',
    recoveryCode: 'Enter one of the recovery codes you saved when you set up the second step. Each code works once.',
    code: 'Code',
    recoveryCodeLabel: 'Recovery code',
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

  addTotp: {
    step: 'Add a second step',
    heading: 'Add a second step',
    asked:
      '{client} needs more than a password. Set up an authenticator app once; from then on it takes a few seconds.',
    openApp:
      'Open an authenticator app on your phone and choose to add an account. Any app for one-time codes will do.',
    scan: 'Scan this code.',
    qrLabel: 'QR code for the authenticator app',
    typeInstead: 'Cannot scan it? Type this key into the app',
    enterCode: 'Enter the code that the app shows now.',
  },

  recoveryCodes: {
    step: 'Keep your recovery codes',
    heading: 'Keep your recovery codes',
    purpose: 'If you lose your phone, one of these codes lets you in. Each works once.',
    once: 'They are shown only now. Print them or put them into a password manager, not on the phone itself.',
    submit: 'I have kept them',
  },

  account,
  events,
  mailFrame,
  mails,

  recovery: {
    heading: 'Forgot your password?',
    instruction: 'Enter your user name or email. If there is such an account, we send a link to its email address.',
    submit: 'Send the link',
    sentHeading: 'Look into your mail',
    sent: 'If there is an account of that name, a link is on its way. It works once, for 30 minutes. If nothing arrives, look into the folder for spam.',
    resetHeading: 'Choose a new password',
    resetConsequence: 'You are signed out everywhere, and applications have to ask you again.',
    doneHeading: 'Your new password holds',
    done: 'You are signed out everywhere. Sign in with the new password from now on.',
  },

  consent: {
    step: 'Allow access',
    heading: '{client} asks for access',
    site: 'Website: {host}',
    account: 'You are signed in as {account}',
    /** Heading over the scopes that concern the person's own account. */
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

  /** What a scope allows, when the registry has no sentence for it. Each completes "… will be able to:". */
  scopes: {
    openid: 'Know that it is you when you come back',
    profile: 'See your name and profile',
    email: 'See your email address',
    address: 'See your postal address',
    phone: 'See your phone number',
    offline_access: 'Keep this access while you are away',
  },
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
    consequence:
      'This ends your session here. Applications that you opened with this account may ask you to sign in again.',
    signedInAs: 'You are signed in as {account}',
    submit: 'Sign out',
    cancel: 'Stay signed in',
    doneStep: 'Signed out',
    doneHeading: 'You are signed out',
    done: 'On a computer that others use too, close all windows of this browser now.',
    backTo: 'Back to {client}',
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

  /** Shown above a form that could not be accepted; the keys are the stable codes in `data-error`. */
  formErrors: {
    login_missing: 'Enter your user name or email.',
    password_missing: 'Enter your password.',
    invalid_credentials:
      'The user name or the password is not right. Check both and try again. After many wrong attempts sign-in pauses for some minutes.',
    throttled: 'There were too many attempts. Wait {duration}, then try again.',
    busy: 'Many people are signing in right now. Wait a moment, then try again.',
    otp_missing: 'Enter the code.',
    invalid_otp: 'This code is not right or no longer valid. Enter the newest one.',
    name_missing: 'Enter your name.',
    new_password_missing: 'Enter a new password.',
    wrong_password: 'The current password is not right. After many wrong attempts it is not accepted for some minutes.',
    password_too_short: 'The new password is too short. Use at least {count} characters.',
    password_common:
      'This password is one of those that attackers try first. Take something that nobody else uses: a few words in a row that have nothing to do with each other.',
    password_simple:
      'This password repeats itself or follows the keys of the keyboard. Take a few words in a row instead.',
    password_context:
      'This password is little more than “{word}”, which others know about you or this service. Take a few other words in a row.',
    password_breached:
      'This password is in a collection of stolen passwords, so attackers have it too. Take one that you use nowhere else.',
    password_same: 'That is your present password. Choose another one.',
    not_confirmed: 'What you typed is not your user name. Nothing was deleted.',
    factor_changed: 'This was changed in another window meanwhile. Load the page again.',
    user_code_missing: 'Enter the code that your device shows.',
    user_code_not_found: 'There is no such code. Compare it with the one on your device.',
    user_code_expired: 'This code is too old. Ask your device for a new one.',
    user_code_used: 'This code was used before. Ask your device for a new one.',
    csrf_failed: 'This form was open for too long or came from another page. Please try again.',
  },

  errorPage: {
    step: 'Something went wrong',
    whatToDo: 'How to go on',
    details: 'Details for support',
    code: 'Error',
    description: 'Description',
    requestId: 'Request',
    home: 'Go to the start page',
    homeOf: 'Back to {client}',
  },

  /** Error pages by stable code: what happened, and how to go on (one or more ways, a line each). */
  errors: {
    session_not_found: {
      title: 'This sign-in can no longer go on',
      message:
        'We cannot find the sign-in that this page belongs to. It may have taken too long, been finished in another tab, or been opened again with the back button.',
      hint: 'Go back to the application and start again from there.\nIf you are sent here once more, check that your browser accepts cookies for this site.\nUse one tab at a time, in the browser where you started.',
    },
    interaction_expired: {
      title: 'This took too long',
      message:
        'For your safety a sign-in must be finished within a limited time, and that time is over. Nothing was changed.',
      hint: 'Go back to the application and start again from there.',
    },
    interaction_finished: {
      title: 'This step is already done',
      message:
        'You came back to a page of a sign-in that is finished, perhaps with the back button or in a second tab.',
      hint: 'Go back to the application. You are probably signed in there already.\nIf not, start again from there.',
    },
    cookies_missing: {
      title: 'Your browser did not send our cookie',
      message:
        'We need a cookie to know that it is still you from one page to the next. This browser did not send it back.',
      hint: 'Allow cookies for this site in the settings of your browser, then start again from the application.\nIf you opened a link from another browser or app, start again in this one.',
    },
    link_used: {
      title: 'This link no longer works',
      message: 'It was used before, a newer one was sent, or it is too old.',
      hint: 'Ask for a new link on the page where you sign in.',
    },
    account_changed: {
      title: 'Someone else is signed in now',
      message: 'The account in this browser has changed since you opened this page, so we stopped here.',
      hint: 'Go back to the application and start again from there.',
    },
    csrf_failed: {
      title: 'We could not accept this form',
      message: 'It was open for too long, or it did not come from our own page. Nothing was changed.',
      hint: 'Go back, load the page again and repeat the step.\nCheck that your browser accepts cookies for this site.',
    },
    invalid_redirect_uri: {
      title: 'The application sent a wrong address',
      message:
        'The address to which it wants you to return is not registered. We stopped here, so that nothing reaches a stranger.',
      hint: 'There is nothing wrong with your account. Tell the people who run the application.\nFor developers: redirect_uri must be equal to a registered one, character by character.',
    },
    invalid_client: {
      title: 'We do not know this application',
      message: 'The application that sent you here is not registered, or it was switched off.',
      hint: 'Tell the people who run the application.',
    },
    invalid_request: {
      title: 'The application sent a wrong request',
      message: 'Something is missing in the request, or is not allowed. It is not your fault.',
      hint: 'Go back to the application and try again.\nIf that does not help, tell the people who run it, with the details below.',
    },
    access_denied: {
      title: 'Access was not allowed',
      message: 'The request was cancelled. The application received nothing.',
      hint: 'You can close this window, or start again from the application.',
    },
    too_many_requests: {
      title: 'Too many requests',
      message: 'A lot of requests came from your network in a short time, so we have slowed down.',
      hint: 'Wait a few minutes, then try again.',
    },
    not_found: {
      title: 'There is no such page',
      message: 'The address may be mistyped, or the page no longer exists.',
      hint: 'Check the address, or go back to the application.',
    },
    temporarily_unavailable: {
      title: 'We are not available right now',
      message: 'The service is busy or is being updated.',
      hint: 'Wait a moment, then load this page again.',
    },
    server_error: {
      title: 'Something went wrong on our side',
      message: 'We could not finish your request. The error has been recorded.',
      hint: 'Wait a moment, then start again from the application.\nIf it happens again, tell support, with the details below.',
    },
  },
} as const;
