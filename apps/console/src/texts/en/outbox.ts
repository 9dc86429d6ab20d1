export const outbox = {
  intro:
    'Mails to users and messages to applications that have not been sent yet. What they say is not shown: links in them are secrets.',
  kind: 'Kind',
  mail: 'Mail',
  attempts: 'Attempts',
  due: 'Next attempt',
  created: 'Made',
  expires: 'Given up',
  failure: 'Last failure',
  retry: 'Send now',
  drop: 'Give up',
  retryTitle: 'Send at once',
  dropTitle: 'Give up: it is never sent',
  retried: 'It is sent next.',
  dropped: 'It is given up.',
} as const;
