/** Creating an account, proving an address, and what everybody accepts, in English. */
export const register = {
  step: 'Create an account',
  heading: 'Create an account',
  name: 'Name',
  email: 'Email',
  password: 'Password',
  submit: 'Create account',
  haveAccount: 'Already have an account?',
  /** Back to the sign-in. */
  signIn: 'Sign in',
  agreement: 'These apply to your account:',
  /** On the sign-in page. */
  link: 'Create an account',
  newHere: 'New here?',
} as const;

export const verifyEmail = {
  heading: 'Confirm your email address',
  instruction:
    'We sent an email to {address}. Open the link in it, on this device or another; this page goes on by itself. Nothing arrived? Check your spam folder.',
  done: 'I confirmed it',
  resend: 'Send the email again',
  sentAgain: 'The email is on its way again. Only the newest link works.',
  other: 'Start again with another address',
  confirmedHeading: 'Your address is confirmed',
  goOn: 'You can go on to {client} now.',
} as const;

export const confirmEmail = {
  heading: 'Confirm your email address',
  asked: 'Confirm that {address} is your address.',
  passwordNeeded:
    'You opened the link in another browser than the one where you chose your password. Enter that password, so that we know it was you.',
  submit: 'Confirm',
  notYou: 'If you did not create an account here, close this page. Nothing happens then.',
  done: 'Go back to the page where you began, or sign in.',
} as const;

export const changeEmail = {
  heading: 'Change your email address',
  consequence: 'We send a link to the new address. Until you have opened it, your present address stays.',
  next: 'New email',
  submit: 'Send the link',
  sent: 'We sent a link to {address}. Your address changes when you open it.',
  confirmHeading: 'Use this address?',
  confirmAsked: '{address} becomes the address of your account.',
  confirmSubmit: 'Use this address',
} as const;

export const terms = {
  step: 'Terms of use',
  heading: 'Terms of use',
  asked: 'Before you go on to {client}, please read and accept the terms of use.',
  read: 'Read the terms of use',
  accept: 'Accept',
} as const;
