/** The frame of every mail, in English. */
export const mailFrame = {
  greeting: 'Hello {name},',
  reason: 'You get this email because {address} belongs to an account at {service}, or was entered for one.',
} as const;

/** What each mail says. `action` stands on its button. */
export const mails = {
  reset_password: {
    subject: 'Choose a new password for {service}',
    body: 'A new password was requested for your account at {service}. The link works once, for 30 minutes.',
    action: 'Choose a new password',
    note: 'If it was not you, do nothing: your password stays as it is.',
  },
  factor_added: {
    subject: 'A new way to sign in to {service}',
    body: 'A passkey or an authenticator app was just added to your account at {service}.',
    action: 'Review how you sign in',
    note: 'If it was not you, remove it at once and choose a new password.',
  },
  factor_removed: {
    subject: 'A way to sign in to {service} was removed',
    body: 'A passkey or an authenticator app was just removed from your account at {service}.',
    action: 'Review how you sign in',
    note: 'If it was not you, choose a new password at once and review your devices.',
  },
  sign_in_code: {
    subject: 'Your code for {service}',
    body: 'Your password was just used to sign in to {service}. Enter this code there to continue. It works once, for 10 minutes.',
    action: 'Your code',
    note: 'Share this code with nobody. If it was not you, somebody knows your password: choose a new one at once.',
  },
  identity_linked: {
    subject: 'An account was connected for signing in to {service}',
    body: 'An account that you have elsewhere was just connected to your account at {service}. It can be used to sign in from now on.',
    action: 'Review how you sign in',
    note: 'If it was not you, disconnect it at once and review your devices.',
  },
  identity_unlinked: {
    subject: 'An account was disconnected from {service}',
    body: 'An account that you have elsewhere was just disconnected from your account at {service}. It can no longer be used to sign in.',
    action: 'Review how you sign in',
    note: 'If it was not you, review at once how you sign in, and contact the support of {service}.',
  },
  factors_removed: {
    subject: 'Two-step verification was removed from your account at {service}',
    body: 'An administrator of {service} just removed the authenticator app, the passkeys and the recovery codes from your account, and signed you out on all devices. You sign in with your password, and can set up two-step verification again.',
    action: 'Review how you sign in',
    note: 'If you did not ask for this, contact your administrator at once and choose a new password.',
  },
  recovery_codes_renewed: {
    subject: 'New recovery codes for {service}',
    body: 'New recovery codes were just created for your account at {service}. The old ones no longer work.',
    action: 'Review how you sign in',
    note: 'If it was not you, choose a new password at once and review your devices.',
  },
  api_key_added: {
    subject: 'A new API key for your account at {service}',
    body: 'An API key was just created for your account at {service}. Applications that have it can act on your behalf.',
    action: 'Review your API keys',
    note: 'If it was not you, revoke it at once and choose a new password.',
  },
  api_key_revoked: {
    subject: 'An API key of your account at {service} was revoked',
    body: 'One or more API keys of your account at {service} were just revoked. Applications that use them can no longer act on your behalf.',
    action: 'Review your API keys',
    note: 'If neither you nor an administrator of {service} did this, choose a new password at once.',
  },
  invitation: {
    subject: 'Your account at {service}',
    body: 'An administrator of {service} created an account for you. Open the link to choose a password. It works once.',
    action: 'Choose a password',
    note: 'If you did not expect this, do nothing: without the link nobody can use the account.',
  },
  confirm_address: {
    subject: 'Confirm your email address for {service}',
    body: 'An account at {service} was created with this email address. The link works once, for 24 hours.',
    action: 'Confirm the address',
    note: 'If it was not you, do nothing: an account whose address is not confirmed is removed.',
  },
  address_taken: {
    subject: 'You already have an account at {service}',
    body: 'This email address was entered for a new account at {service}. You already have one: sign in to it, or choose a new password there if you forgot the old one.',
    action: 'Sign in',
    note: 'If it was not you, do nothing: nobody learned that you have an account.',
  },
  change_address: {
    subject: 'Confirm your new email address for {service}',
    body: 'This email address was entered as the new one of an account at {service}. The link works once, for 24 hours.',
    action: 'Confirm the address',
    note: 'If it was not you, do nothing: the account keeps its address.',
  },
  email_changed: {
    subject: 'Your email address for {service} was changed',
    body: 'The email address of your account at {service} was just changed. From now on, emails go to the new one.',
    action: 'Review your account',
    note: 'If it was not you, contact an administrator of {service} at once.',
  },
  password_changed: {
    subject: 'Your password for {service} was changed',
    body: 'The password of your account at {service} was just changed, and all other devices were signed out.',
    action: 'Review your account',
    note: 'If it was not you, choose a new password at once and review your devices.',
  },
} as const;

/** The same of users who have no password, or did not use it: what differs, and what stands for the advice to choose a new one. */
export const mailsWithoutPassword = {
  advice: 'If it was not you, review at once how you sign in, and contact the support of {service}.',
  reset_password: {
    subject: 'Choose a password for {service}',
    body: 'A password was requested for your account at {service}. It has none: you sign in in another way, and can go on doing so. If you want a password, choose one by the link. It works once, for 30 minutes.',
    action: 'Choose a password',
    note: 'If it was not you, do nothing: your account stays without a password.',
  },
  factors_removed: {
    body: 'An administrator of {service} just removed the authenticator app, the passkeys and the recovery codes from your account, and signed you out on all devices. Your account has no password: sign in with an account that you have elsewhere, or choose a password on the sign-in page.',
    note: 'If you did not ask for this, contact your administrator at once.',
  },
  sign_in_code: {
    body: 'An account that you have elsewhere was just used to sign in to {service}. Enter this code there to continue. It works once, for 10 minutes.',
    note: 'Share this code with nobody. If it was not you, secure that account at once.',
  },
} as const;
