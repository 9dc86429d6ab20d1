export const keys = {
  intro:
    'What the server signs with. There is always a next key, known to everybody before it signs, so that a key can be replaced at any time without anybody noticing.',
  key: 'Key',
  state: 'State',
  plan: 'What happens when',
  algorithm: 'Algorithm',
  purpose: 'For',
  created: 'Made',
  history: 'What was done to it',
  sees: 'now',
  legendPublished: 'published',
  legendSigns: 'signs',
  publishedSince: 'Published {since}.',
  signsFrom: 'It takes over {from}.',
  waits: 'It takes over when somebody rotates the keys.',
  signsSince: 'Began to sign {since}.',
  signsUntil: 'The next one takes over {until}.',
  signsOn: 'It signs until somebody rotates the keys.',
  leaves: 'No longer published {gone}.',
  verifies: 'It signs no more; what it signed stays good.',
  rotates:
    'A key signs for {signs}. The next one is published {ahead} before it signs; a retired one stays for {retained}.',
  rotatesNever:
    'Keys change only when somebody asks. The next one is published {ahead} before it signs; a retired one stays for {retained}.',
  none: 'There is no key of this kind yet. The server makes one when it needs it.',
  rotate: 'Rotate now',
  rotateTitle: 'Rotate keys: {purpose}',
  rotateAbout:
    'The next key takes over as soon as everybody can know it. Nothing breaks: what was signed before stays good.',
  rotated: 'The next key takes over as soon as it may.',
  retirePart: 'Take it out of service',
  retireText:
    'It signs no longer than it must, and another one takes its place. What it signed stays good: nobody notices.',
  retire: 'Retire',
  retireTitle: 'Retire a key',
  retired: 'The key retires.',
  revokePart: 'It was stolen, or may have been',
  revoke: 'Revoke',
  revokeTitle: 'Revoke a key',
  revoked: 'The key is revoked. Another one signs.',
  purposes: {
    token: 'Tokens',
    cookie: 'Cookies of the sign-in pages',
    'dpop-nonce': 'Nonces of DPoP',
    'refresh-token': 'Successors of refresh tokens',
  },
  states: {
    next: 'next',
    current: 'signs',
    retired: 'retired',
  },
  breaks: {
    token:
      'All tokens that it signed are refused at once: access tokens at every API that follows the server, ID tokens everywhere. Applications have to get new ones. APIs that keep keys in memory go on for minutes until they read them again.',
    cookie:
      'All cookies that it signed are void at once: users sign in again, and sign-ins that are under way begin anew.',
    'dpop-nonce':
      'All nonces that it made are void at once: applications get a new one with the next answer, and most do so by themselves.',
    'refresh-token':
      'Applications that repeat a refresh in these seconds, because its answer was lost, get none: their users sign in again. No token is void by it.',
  },
} as const;
