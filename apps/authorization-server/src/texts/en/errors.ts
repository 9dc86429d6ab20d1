/** Shown above a form that could not be accepted; the keys are the stable codes in `data-error`. */
export const formErrors = {
  login_missing: 'Enter your user name or email.',
  password_missing: 'Enter your password.',
  invalid_credentials: 'The user name or password is not right.',
  name_throttled: 'Too many attempts for this name. Even the right password is refused for up to {duration}.',
  throttled: 'There were too many attempts. Wait {duration}, then try again.',
  busy: 'A lot of sign-ins are under way right now. Wait a moment, then try again.',
  otp_missing: 'Enter the code.',
  invalid_otp: 'This code is not right or no longer valid. Enter the newest one.',
  email_invalid: 'Enter an email address, such as name@example.com.',
  email_unconfirmed: 'The address is not confirmed yet. Open the link in the email first.',
  email_same: 'That is your present address. Enter another one.',
  name_missing: 'Enter your name.',
  new_password_missing: 'Enter a new password.',
  wrong_password: 'The current password is not right.',
  password_too_short: 'The new password is too short. Use at least {count}.',
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
  passkey_missing: 'Your browser sent no passkey. Try again, or use another way.',
  passkey_refused: 'This passkey was not accepted. Try again, or use another way.',
  key_name_missing: 'Enter a name for the key.',
  key_scopes_missing: 'Choose what the key may do.',
  key_refused: 'Your key may not have that. Choose from what is listed here.',
  key_limit: 'You have reached the limit for API keys. Revoke one that you no longer use.',
  factor_changed: 'This was changed in another window meanwhile. Load the page again.',
  user_code_missing: 'Enter the code that your device shows.',
  user_code_not_found: 'There is no such code. Compare it with the one on your device.',
  user_code_expired: 'This code is too old. Ask your device for a new one.',
  user_code_used: 'This code was used before. Ask your device for a new one.',
  upstream_denied:
    '{name} did not let you in, or you cancelled there. Nothing has changed. Try again, or choose another way.',
  upstream_unavailable: '{name} cannot be reached right now. Wait a moment and try again, or choose another way.',
  upstream_misconfigured:
    'Signing in with {name} does not work at the moment. Choose another way, and tell the support of this service.',
  upstream_invalid_answer:
    'The answer of {name} could not be checked, so nobody was signed in. Try again; if it happens again, tell the support of this service.',
  upstream_not_fresh: '{name} cannot say when you signed in there. Sign in with your password or a passkey.',
  upstream_not_here:
    'Nobody has an account here with this identity at {name}, and none is made by itself. Choose another way, or ask for an account.',
  upstream_account_disabled: 'This account cannot be used at the moment. Ask the support of this service.',
  identity_taken: 'That account at {name} belongs to another user here. Nothing was changed.',
  last_way_in: 'You have no other way to sign in. Choose a password, add a passkey or connect another account first.',
  csrf_failed: 'This form was open for too long or came from another page. Please try again.',
} as const;

export const errorPage = {
  step: 'Something went wrong',
  whatToDo: 'What you can do',
  details: 'Details for support',
  code: 'Error',
  description: 'Description',
  requestId: 'Request',
  received: 'Received',
  registered: 'Registered',
  nothing: 'nothing',
  add: 'Add to the registry file',
  home: 'Go to your account',
  homeOf: 'Back to {client}',
  again: 'Try again',
} as const;

/** Error pages by stable code: what happened, and how to go on (one or more ways, a line each). */
export const errors = {
  session_not_found: {
    title: 'This sign-in can no longer go on',
    message:
      'We cannot find the sign-in that this page belongs to. It may have taken too long, been finished in another tab, or been opened again with the back button.',
    hint: 'Go back to the application and start again from there.\nIf you are sent here once more, check that your browser accepts cookies for this site.\nUse one tab at a time, in the browser where you started.',
  },
  upstream_answer_unexpected: {
    title: 'This answer was not expected',
    message:
      'A provider that signs users in sent your browser back here, but not with an answer to what was asked last. You may have used the back button, or begun again in a second tab. Nobody was signed in by it, and nothing was connected.',
    hint: 'Choose the provider once more. If there is no button here that leads back to it, start again from the application.\nUse one tab at a time, in the browser where you started.\nIf you came by a link that somebody sent you, close this page.',
  },
  interaction_expired: {
    title: 'This took too long',
    message:
      'For your safety a sign-in must be finished within a limited time, and that time is over. Nothing was changed.',
    hint: 'Go back to the application and start again from there.',
  },
  interaction_finished: {
    title: 'This step is already done',
    message: 'You came back to a page of a sign-in that is finished, perhaps with the back button or in a second tab.',
    hint: 'Go back to the application. You are probably signed in there already.\nIf not, start again from there.',
  },
  cookies_missing: {
    title: 'This link belongs to another browser or has expired',
    message:
      'This page is one step of a sign-in, which goes on only in the browser where it began. This browser sent us no cookie by which we could tell.',
    hint: 'If you saved this page as a bookmark or got its address from elsewhere, start from the application instead.\nIf you were in the middle of signing in, allow cookies for this site in the settings of your browser, then start again from the application.',
  },
  link_used: {
    title: 'This link no longer works',
    message: 'It was used before, a newer one was sent, or it is too old.',
    hint: 'Ask for a new link on the page where you sign in.',
  },
  test_link_used: {
    title: 'This test link no longer works',
    message:
      'A link that tests signing in with a provider works once, for 10 minutes. It was opened before, or it is too old. Nothing was changed.',
    hint: '“gatehouse connections test NAME --sign-in” prints a new link.',
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
    title: 'We cannot return you to this application',
    message:
      'The address to which it wants you to return is not registered. We stopped here, so that nothing reaches a stranger.',
    hint: 'There is nothing wrong with your account. Contact the support of the application.\nFor developers: redirect_uri must be equal to a registered one, character by character.',
  },
  invalid_client: {
    title: 'We do not know this application',
    message: 'The application that sent you here is not registered, or it was switched off.',
    hint: 'Contact the support of the application.',
  },
  client_document_refused: {
    title: 'We could not let this application in',
    message:
      'It describes itself on a website of its own, and what was found there is missing or not allowed here. There is nothing wrong with your account.',
    hint: 'Contact the support of the application.\nFor developers: the details below say what is wrong.',
  },
  logout_refused: {
    title: 'Signing out did not finish',
    message:
      'The application asked to sign you out, but something in its request was not right. If you were signed in here, you still are.',
    hint: 'You can sign out all the same.\nIf this happens again, contact the support of the application.',
  },
  invalid_request: {
    title: 'This request could not be completed',
    message: 'Something in what the application sent is missing or not allowed. It is not your fault.',
    hint: 'Go back to the application and try again.\nIf that does not help, contact its support and include the details below.',
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
  method_not_allowed: {
    title: 'This cannot be sent here',
    message: 'The address is right, but it was called in a way that it does not answer. It is not your fault.',
    hint: 'Go back to the application and start again from there.\nFor developers: the header Allow of this answer names the methods that there are.',
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
} as const;
