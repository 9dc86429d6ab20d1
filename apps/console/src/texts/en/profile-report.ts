export const profileReport = {
  profile: 'Profile',
  intro:
    'It says what is stored and set, for the server, each API and each enabled client, and asks nothing over the network. Requirements and advice are in English.',
  fails: 'Does not hold',
  noMust: 'Every MUST that was checked holds',
  others: 'Other rules',
  rule: 'Rule',
  required: 'Required',
  value: 'As it is',
  advice: 'What to do',
  kinds: {
    server: 'Server',
    resource: 'API',
    client: 'Client',
  },
  results: {
    holds: 'holds',
    fails: 'does not hold',
    tested: 'shown by the tests of this version',
    not_checked: 'not checked',
    not_applicable: 'does not apply',
  },
} as const;
