/** CSRF protection whose keys follow the keyring. */
import { type Csrf, createCsrf } from '@gatehouse/http/csrf';
import type { Keyring } from './keyring.ts';

/** The protection under the keys in use now. */
export function formProtection(
  keys: { readonly keyring: Keyring; onChange(callback: (keyring: Keyring) => void): void },
  options: { readonly cookieName: string; readonly publicOrigin: string },
): Pick<Csrf, 'token' | 'check'> {
  let csrf = createCsrf({ keys: keys.keyring.cookieKeys, ...options });
  keys.onChange(({ cookieKeys }) => {
    csrf = createCsrf({ keys: cookieKeys, ...options });
  });
  return {
    token: (request, response) => csrf.token(request, response),
    check: (request) => csrf.check(request),
  };
}
