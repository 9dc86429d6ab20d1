import type { Principal } from '../src/principal.ts';

/** alice as a token describes her, with what a test wants different. */
export function aPerson(differences: Partial<Omit<Principal, 'scopes'>> & { scope?: string } = {}): Principal {
  const { scope = '', ...rest } = differences;
  return {
    kind: 'person',
    issuer: 'https://issuer.example',
    subject: 'alice',
    clientId: 'web-app',
    scopes: new Set(scope.split(' ').filter(Boolean)),
    department: 'Finance',
    roles: ['accountant'],
    acr: undefined,
    authTimeSeconds: undefined,
    ...rest,
  };
}
