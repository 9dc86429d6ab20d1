/** Overrides of oidc-provider's signatures: keys that we hold, and ID tokens by the algorithm of each client. */
import type { KeyObject } from 'node:crypto';
import { ExternalSigningKey, type Provider } from 'oidc-provider';
import instance from 'oidc-provider/lib/helpers/weak_cache.js';
import { isTokenAlgorithm, type TokenAlgorithm, tokenAlgorithms } from '../../directory/clients/token-algorithms.ts';
import type { TokenKey } from '../keys/keyring.ts';
import { noticing } from './unit-of-work.ts';

/** A key of the keyring in oidc-provider's form. When its signer does not answer, the request is answered 503. */
export class TokenSigningKey extends ExternalSigningKey {
  readonly #key: TokenKey;

  constructor(key: TokenKey) {
    super();
    this.#key = key;
    Object.assign(this, { kid: key.kid, alg: key.algorithm });
  }

  /** A key that is only published, or that is retired, verifies. */
  get signs(): boolean {
    return this.#key.state === 'current';
  }

  override keyObject(): KeyObject {
    return this.#key.publicKey;
  }

  override async sign(data: Uint8Array): Promise<Uint8Array> {
    return noticing(() => this.#key.sign(data));
  }
}

interface IdToken {
  readonly client: { readonly idTokenSignedResponseAlg: string };
  issue(options: { use: string }): Promise<string>;
}

/**
 * A client may be set to any of our algorithms, whether or not there is a key of it yet; oidc-provider allows and publishes those
 * alone of which it has one. Where the first ID token needs a key that this instance has not seen, the request waits for it.
 * A hint may be signed by any of them too: it may be older than the client's last change.
 */
export function signAsClientsAsk(
  provider: Provider,
  signingKey: (algorithm: TokenAlgorithm) => Promise<TokenKey>,
): void {
  const { configuration, keystore } = instance(provider);
  configuration.idTokenSigningAlgValues = [...tokenAlgorithms];
  const select = keystore.selectForSign.bind(keystore);
  keystore.selectForSign = (wanted) => select(wanted).filter((key) => !(key instanceof TokenSigningKey) || key.signs);

  const { prototype } = provider.IdToken as unknown as { prototype: IdToken };
  const issue = Reflect.get(prototype, 'issue');
  prototype.issue = async function (options) {
    const alg = this.client.idTokenSignedResponseAlg;
    if (options.use === 'idtoken' && isTokenAlgorithm(alg) && keystore.selectForSign({ alg }).length === 0)
      keystore.add(new TokenSigningKey(await noticing(() => signingKey(alg))));
    return issue.call(this, options);
  };

  const validate = Reflect.get(provider.IdToken, 'validate') as (jwt: string, client: object) => Promise<unknown>;
  Object.assign(provider.IdToken, {
    validate(jwt: string, client: object) {
      const alg = algorithmOf(jwt);
      return validate.call(provider.IdToken, jwt, isTokenAlgorithm(alg) ? signedBy(client, alg) : client);
    },
  });
}

const signedBy = (client: object, alg: TokenAlgorithm): object =>
  Object.create(client, { idTokenSignedResponseAlg: { value: alg } }) as object;

/** What the header of a JWT says, unverified; undefined for what is none. */
function algorithmOf(jwt: string): unknown {
  try {
    return (JSON.parse(Buffer.from(jwt.split('.', 1)[0] as string, 'base64url').toString()) as { alg?: unknown }).alg;
  } catch {
    return undefined;
  }
}
