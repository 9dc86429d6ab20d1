/** The hash of a new password, as commands make it. What that takes is loaded when there is one. */
import type { Storage } from '@gatehouse/storage';
import type { HashNewPassword } from '../directory/operations/new-password.ts';
import { storedPolicies } from '../directory/registry/policies.ts';
import type { Settings } from '../settings.ts';

export const hashNewPasswordWith =
  (
    storage: Pick<Storage, 'policies'>,
    { breachedPasswordsFile: file, issuer }: Pick<Settings, 'breachedPasswordsFile' | 'issuer'>,
  ): HashNewPassword =>
  async (password, about) => {
    const [{ openBreachList }, { createPasswordRules }, { createPasswordHasher }, { createHashNewPassword }] =
      await Promise.all([
        import('../directory/accounts/breach-list.ts'),
        import('../directory/accounts/password-rules.ts'),
        import('../directory/accounts/password-hash.ts'),
        import('../directory/operations/new-password.ts'),
      ]);
    const breachList = file ? await openBreachList(file) : undefined;
    const { branding } = await storedPolicies(storage);
    const serviceNames = () => [new URL(issuer).hostname, branding.name ?? ''];
    try {
      const hasher = createPasswordHasher({ concurrency: 1, queue: 1 });
      return await createHashNewPassword(createPasswordRules({ serviceNames, breachList }), hasher)(password, about);
    } finally {
      await breachList?.close();
    }
  };
