export const userActs = {
  enable: {
    label: 'Enable',
    about: 'The user can sign in again. What ended when they were disabled stays ended.',
    done: 'The user is enabled.',
  },
  unlock: {
    label: 'Unlock',
    about: 'Forgets wrong passwords and codes, so that the user need not wait before trying again.',
    done: 'Sign-in is open again.',
  },
  'end-session': {
    label: 'End the session',
    about: 'The user is signed out there, and applications opened from it are told.',
    done: 'The session is ended.',
  },
  'end-sessions': {
    label: 'Sign out everywhere',
    about: 'Ends all sessions, and all that applications may do for the user. The user can sign in again at once.',
    done: 'The user is signed out everywhere.',
  },
  'revoke-grant': {
    label: 'Revoke the access',
    about: 'The application loses its tokens, and asks the user again next time.',
    done: 'The access is revoked.',
  },
  'revoke-grants': {
    label: 'Revoke all access',
    about: 'All applications lose their tokens, and ask the user again next time. Sessions stay.',
    done: 'All access is revoked.',
  },
  'unlink-identity': {
    label: 'Disconnect',
    about: 'The user signs in by it no more, and sessions that began by it end. The user is told by mail.',
    done: 'The identity is disconnected.',
  },
  'revoke-api-key': {
    label: 'Revoke the API key',
    about: 'Programs that use it stop working, for good.',
    done: 'The API key is revoked.',
  },
  'revoke-api-keys': {
    label: 'Revoke all API keys',
    about: 'Programs that use them stop working, for good.',
    done: 'All API keys are revoked.',
  },
  'remove-factors': {
    label: 'Remove second factors',
    about:
      'For a user who lost the phone. Make sure that it is the user who asks: afterwards the password alone lets in. Ends all sessions; the user is told.',
    done: 'The second factors are removed.',
  },
  disable: {
    label: 'Disable',
    about: 'The user cannot sign in any more, and all that they have ends at once. You can enable them again.',
    done: 'The user is disabled.',
  },
  delete: {
    label: 'Delete',
    about: 'Removes the user and everything kept about them but the audit. This cannot be taken back.',
    done: 'The user is deleted.',
  },
} as const;
