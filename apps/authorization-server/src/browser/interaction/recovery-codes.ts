/** New recovery codes are shown once, until the user says that they are kept. */
import { allowOwnScript } from '@gatehouse/html';
import { recoveryCodesPage } from '../../pages/recovery-codes.ts';
import { actionOf, type Form, frameOf, type Step } from './step.ts';

const kept: Form = async ({ progress }) => {
  const { recoveryCodes: _kept, ...rest } = progress;
  return { progress: rest };
};

export const recoveryCodes = (): Step => ({
  page(interaction, rejected) {
    const codes = interaction.progress.recoveryCodes;
    if (codes === undefined) throw new TypeError('there are no new recovery codes');
    allowOwnScript(interaction.response);
    return recoveryCodesPage({
      ...frameOf(interaction, rejected),
      action: actionOf(interaction, 'codes-kept'),
      codes,
    });
  },
  forms: { 'codes-kept': kept },
});
