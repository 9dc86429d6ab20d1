/** Which signers there are, from the settings. */
import { tracing } from '@gatehouse/tracing';
import { inProcessSigner, type Signer } from './signer.ts';
import { transitSigner } from './transit-signer.ts';

export interface SignerSettings {
  readonly rsaModulusBits: 2048 | 3072;
  /** Present: keys are made and kept by an external signer. */
  readonly transit?: { readonly url: string; readonly token: string } | undefined;
}

/** The one that makes new keys first. Keys that this process made before are still signed with until they retire. */
export function configuredSigners({ rsaModulusBits, transit }: SignerSettings): [Signer, ...Signer[]] {
  const inProcess = inProcessSigner({ rsaModulusBits });
  return transit ? [traced(transitSigner({ ...transit, rsaModulusBits })), traced(inProcess)] : [traced(inProcess)];
}

/** The signer itself where nothing is traced. */
function traced(signer: Signer): Signer {
  const traces = tracing();
  if (traces === undefined) return signer;
  return {
    ...signer,
    open(reference, algorithm) {
      const sign = signer.open(reference, algorithm);
      const attributes = { 'gatehouse.signature.algorithm': algorithm };
      return (data) => traces.step(`sign ${algorithm}`, attributes, () => sign(data));
    },
  };
}
