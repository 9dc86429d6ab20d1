export const settings = {
  intro:
    'What is in force on the instance that answered. Secrets are not shown. Settings are changed where the server is started.',
  name: 'Setting',
  value: 'Value',
  contains: 'Name contains',
} as const;
