/** The form of a second factor that is typed: a code of the authenticator app, a recovery code, or a code by mail. */
import { field } from '@gatehouse/html';
import type { Factors, Proof } from '../../directory/accounts/second-factors.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import { type AttemptDependencies, notProved, prove } from './attempts.ts';
import { type Form, type FormRejected, type Interaction, provenUser } from './step.ts';

export interface CodeFormDependencies extends AttemptDependencies {
  readonly audit: Pick<Audit, 'record'>;
}

/** The form for one method. Codes are counted before they are compared, and each works once (AS-03, AS-14). */
export const codeForm =
  (
    dependencies: CodeFormDependencies,
    method: 'totp' | 'recovery_code' | 'email',
    proofOf: (factors: Factors, code: string, interaction: Interaction) => Proof | undefined,
  ): Form =>
  async (interaction) => {
    const { request, client, text, progress } = interaction;
    const { account, factors } = provenUser(interaction);
    const reject = (code: 'otp_missing' | 'invalid_otp', status: number): FormRejected => ({
      error: { code, text: text.formErrors[code] },
      status,
      method,
    });
    const code = field(request.body, 'otp').trim().slice(0, 64);
    if (code === '') return reject('otp_missing', 400);

    const record = (reason?: string) =>
      dependencies.audit.record(request, {
        event: 'sign_in.second_factor',
        outcome: reason === undefined ? 'success' : 'failure',
        reason,
        clientId: client.clientId,
        subject: account.id,
      });
    const about = { action: 'second_factor', key: account.id, accountId: account.id } as const;
    const proved = await prove(dependencies, interaction, about, () => {
      const proof = proofOf(factors, code, interaction);
      return proof ? { ok: true, ...proof } : { ok: false, reason: `wrong_${method}` };
    });
    if (!proved.ok) {
      record(proved.reason);
      return notProved(interaction, proved, reject('invalid_otp', 401));
    }
    const { emailCode: _used, ...rest } = progress;
    return {
      progress: { ...rest, methods: [...progress.methods, ...proved.amr] },
      writes: proved.writes,
      whenLost: reject('invalid_otp', 401),
      record,
    };
  };
