/** Hashes of Argon2id in the text form of the reference implementation: `$argon2id$v=19$m=…,t=…,p=…$salt$tag` (PHC). */

/** What a hash costs (RFC 9106, section 3.1). */
export interface Argon2idCost {
  /** In KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

export interface Argon2idHash extends Argon2idCost {
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const form = /^\$argon2id\$v=19\$([mtp]=\d{1,10}(?:,[mtp]=\d{1,10}){2})\$([\w+/]{11,86})\$([\w+/]{6,171})$/u;

/** @throws {TypeError} the text is no such hash, or one of another version */
export function readHash(text: string): Argon2idHash {
  const [, cost = '', salt = '', tag = ''] = form.exec(text) ?? [];
  const values = new Map(cost.split(',').map((pair) => [pair[0], Number(pair.slice(2))]));
  const [memory, passes, parallelism] = [values.get('m'), values.get('t'), values.get('p')];
  if (memory === undefined || passes === undefined || parallelism === undefined) {
    throw new TypeError('this is no hash of Argon2id, version 19');
  }
  return { memory, passes, parallelism, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') };
}

export function writeHash({ memory, passes, parallelism, salt, tag }: Argon2idHash): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/u, '');
