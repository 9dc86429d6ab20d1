/** The frame of every mail, in English. */
export const mailFrame = {
  greeting: 'Hello {name},',
} as const;

/** What each mail says. `action` stands on its button. */
export const mails = {
  reset_password: {
    subject: 'Choose a new password for {service}',
    body: 'Somebody, probably you, asked for a new password for your account at {service}. The link works once, for 30 minutes.',
    action: 'Choose a new password',
    note: 'If it was not you, do nothing: your password stays as it is.',
  },
  factor_added: {
    subject: 'A new way to sign in to {service}',
    body: 'A passkey or an authenticator app was just added to your account at {service}.',
    action: 'Show how you sign in',
    note: 'If it was not you, remove it at once and choose a new password.',
  },
  factor_removed: {
    subject: 'A way to sign in to {service} was removed',
    body: 'A passkey or an authenticator app was just removed from your account at {service}.',
    action: 'Show how you sign in',
    note: 'If it was not you, choose a new password at once and look at your devices.',
  },
  sign_in_code: {
    subject: 'Your code for {service}',
    body: 'Somebody, probably you, just signed in to {service} with your password. Enter this code there to go on. It works once, for 10 minutes.',
    action: 'Your code',
    note: 'Give this code to nobody. If it was not you, somebody knows your password: choose a new one at once.',
  },
  factors_removed: {
    subject: 'Your second step at {service} was removed',
    body: 'The people who run {service} just removed the authenticator app, the passkeys and the recovery codes of your account, and all devices were signed out. You sign in with your password, and can set up a second step again.',
    action: 'Show how you sign in',
    note: 'If you did not ask them to, tell them at once and choose a new password.',
  },
  recovery_codes_renewed: {
    subject: 'New recovery codes for {service}',
    body: 'New recovery codes were just made for your account at {service}. The older ones work no more.',
    action: 'Show how you sign in',
    note: 'If it was not you, choose a new password at once and look at your devices.',
  },
  api_key_added: {
    subject: 'A new API key for your account at {service}',
    body: 'An API key was just made for your account at {service}. Programs that have it can act in your name.',
    action: 'Show your API keys',
    note: 'If it was not you, revoke it at once and choose a new password.',
  },
  api_key_revoked: {
    subject: 'An API key of your account at {service} was revoked',
    body: 'One or more API keys of your account at {service} were just revoked. Programs that have them cannot act in your name any more.',
    action: 'Show your API keys',
    note: 'If it was neither you nor the people who run {service}, choose a new password at once.',
  },
  invitation: {
    subject: 'Your account at {service}',
    body: 'The people who run {service} made an account for you. Open the link to choose a password. It works once.',
    action: 'Choose a password',
    note: 'If you expected nothing of the kind, do nothing: without the link the account stays closed.',
  },
  confirm_address: {
    subject: 'Confirm your email address for {service}',
    body: 'Somebody, probably you, created an account at {service} with this address. The link works once, for 24 hours.',
    action: 'Confirm the address',
    note: 'If it was not you, do nothing: without the link the account is removed.',
  },
  address_taken: {
    subject: 'You have an account at {service} already',
    body: 'Somebody, probably you, wanted to use this address for another account at {service}. You have one already: sign in to it, or choose a new password there if you forgot the old one.',
    action: 'Sign in',
    note: 'If it was not you, do nothing: nobody learned that you have an account.',
  },
  change_address: {
    subject: 'Confirm your new email address for {service}',
    body: 'Somebody, probably you, wants to use this address for an account at {service} from now on. The link works once, for 24 hours.',
    action: 'Confirm the address',
    note: 'If it was not you, do nothing: the account keeps its address.',
  },
  email_changed: {
    subject: 'Your email address for {service} was changed',
    body: 'The email address of your account at {service} was just changed. From now on mails go to the new one.',
    action: 'Show your account',
    note: 'If it was not you, tell the people who run {service} at once.',
  },
  password_changed: {
    subject: 'Your password for {service} was changed',
    body: 'The password of your account at {service} was just changed, and all other devices were signed out.',
    action: 'Show your account',
    note: 'If it was not you, choose a new password at once and look at your devices.',
  },
} as const;
