/** Claims that users have and no token says, because the registry does not declare them. */
import type { Storage } from '@gatehouse/storage';
import { declaredClaims } from './typed-claims.ts';

const pageSize = 1000;

/** What the doctor says of them; `advice` is absent when all is well. Reads every account. */
export async function undeclaredClaims(
  storage: Pick<Storage, 'accounts' | 'policies'>,
): Promise<{ readonly check: string; readonly advice?: string }> {
  const check = 'claims of users are declared';
  const declared = await declaredClaims(storage);
  const users = new Map<string, number>();
  for (let afterLogin = ''; ; ) {
    // eslint-disable-next-line no-await-in-loop -- a page begins where the one before ended
    const page = await storage.accounts.list({ limit: pageSize, afterLogin });
    for (const name of page.flatMap(({ claims }) => Object.keys(claims))) {
      if (!Object.hasOwn(declared, name)) users.set(name, (users.get(name) ?? 0) + 1);
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) break;
    afterLogin = last.login;
  }
  if (users.size === 0) return { check };
  const counts = [...users].map(([name, count]) => `${name} (${count} users)`).join(', ');
  const declarations = [...users.keys()].map((name) => `${name}: {}`).join(', ');
  return {
    check,
    advice: `no token says ${counts}; to declare strings, write  users_policy: { claims: { ${declarations} } }  in the registry, or take them away by "gatehouse users set LOGIN --remove-claim NAME"`,
  };
}
