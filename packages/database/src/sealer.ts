import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { SealError } from './errors.ts';

/** Where a sealed value lives; the seal opens nowhere else. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  /** The row's primary key as text. */
  readonly row: string;
}

/** Seals columns with AES-256-GCM under a list of keys: the first one seals, every one opens. */
export interface Sealer {
  seal(place: SealedPlace, plain: string | Uint8Array): Buffer;
  /** @throws {SealError} when the key is not in the list or the value was altered or moved */
  open(place: SealedPlace, sealed: Uint8Array): Buffer;
  /** The id (16 hex digits) of the key that a sealed value needs. */
  keyIdOf(sealed: Uint8Array): string;
  /** The ids of the configured keys, the sealing one first. */
  readonly keyIds: readonly string[];
  /** How every value that is sealed with the current key begins. */
  readonly currentPrefix: Buffer;
  /** Keyed hashes of a short, guessable value (a user code), one for each key, the current one first. */
  blindIndexes(purpose: string, value: string): readonly Buffer[];
}

// version (1) | key id (8) | salt (16) | nonce (12) | ciphertext | tag (16)
const VERSION = 1;
const SALT = 9;
const NONCE = SALT + 16;
const TEXT = NONCE + 12;
const TAG_LENGTH = 16;
const PREFIX_LENGTH = SALT;
/** A random 96-bit nonce is good for 2^32 messages under one key (NIST SP 800-38D, 8.3); a fresh salt starts a fresh key long before. */
const MESSAGES_PER_SALT = 2 ** 24;
const REMEMBERED_SUBKEYS = 4096;

interface MasterKey {
  readonly key: Buffer;
  readonly prefix: Buffer;
  readonly blind: Buffer;
}

const associatedData = ({ table, column, row }: SealedPlace): Buffer =>
  Buffer.from(JSON.stringify([table, column, row]));

const derive = (key: Buffer, salt: Uint8Array, info: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, 32));

function prepare(key: Buffer): MasterKey {
  if (key.length !== 32) throw new TypeError(`An encryption key has 32 bytes, this one has ${key.length}`);
  const id = derive(key, Buffer.alloc(0), 'gatehouse key id').subarray(0, 8);
  return {
    key,
    prefix: Buffer.concat([Buffer.of(VERSION), id]),
    blind: derive(key, Buffer.alloc(0), 'gatehouse blind index'),
  };
}

const keyIdOf = (sealed: Uint8Array): string => Buffer.from(sealed.subarray(1, PREFIX_LENGTH)).toString('hex');

const altered = ({ table, column, row }: SealedPlace): SealError =>
  new SealError(`The value in ${table}.${column} of the row ${row} was altered or moved`);

const keyMissing = ({ table, column }: SealedPlace, keyId: string, configured: readonly string[]): SealError =>
  new SealError(
    `A value in ${table}.${column} is encrypted with the encryption key ${keyId}, which is not configured (configured: ${configured.join(', ')})`,
    keyId,
  );

/** Random bytes by the pool: one call of the system's generator serves many nonces. */
function nonces(): () => Buffer {
  let pool = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used + 12 > pool.length) {
      pool = randomBytes(12 * 256);
      used = 0;
    }
    used += 12;
    return pool.subarray(used - 12, used);
  };
}

/**
 * @param keys 32 bytes each; the first seals, all open
 * @throws {TypeError} when there is no key or one has another length
 */
export function createSealer(keys: readonly Buffer[]): Sealer {
  const masters = keys.map(prepare);
  const [current] = masters;
  if (!current) throw new TypeError('At least one encryption key is needed');
  const keyIds = masters.map(({ prefix }) => keyIdOf(prefix));
  const subkeys = new Map<string, KeyObject>();
  const nextNonce = nonces();
  let head = current.prefix;
  let sealingKey: KeyObject | undefined;
  let left = 0;

  /** @param bytes begin with the key's prefix and the salt */
  function subkeyFor(master: MasterKey, bytes: Buffer): KeyObject {
    const name = bytes.toString('latin1', 0, NONCE);
    const known = subkeys.get(name);
    if (known) return known;
    if (subkeys.size >= REMEMBERED_SUBKEYS) subkeys.clear();
    const subkey = createSecretKey(derive(master.key, bytes.subarray(SALT, NONCE), 'gatehouse seal'));
    subkeys.set(name, subkey);
    return subkey;
  }

  return {
    keyIds,
    currentPrefix: current.prefix,
    seal(place, plain) {
      if (left === 0 || !sealingKey) {
        head = Buffer.concat([current.prefix, randomBytes(16)]);
        sealingKey = subkeyFor(current, head);
        left = MESSAGES_PER_SALT;
      }
      left -= 1;
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce);
      cipher.setAAD(associatedData(place));
      const text = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
      return Buffer.concat([head, nonce, text, cipher.final(), cipher.getAuthTag()]);
    },
    open(place, sealed) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (bytes.length < TEXT + TAG_LENGTH || bytes[0] !== VERSION) throw altered(place);
      const master = masters.find(({ prefix }) => bytes.subarray(0, PREFIX_LENGTH).equals(prefix));
      if (!master) throw keyMissing(place, keyIdOf(bytes), keyIds);
      const subkey = subkeyFor(master, bytes);
      const decipher = createDecipheriv('aes-256-gcm', subkey, bytes.subarray(NONCE, TEXT), {
        authTagLength: TAG_LENGTH,
      });
      decipher.setAAD(associatedData(place));
      decipher.setAuthTag(bytes.subarray(-TAG_LENGTH));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(TEXT, -TAG_LENGTH)), decipher.final()]);
      } catch {
        throw altered(place);
      }
    },
    keyIdOf,
    blindIndexes: (purpose, value) =>
      masters.map(({ blind }) =>
        createHmac('sha256', blind)
          .update(JSON.stringify([purpose, value]))
          .digest(),
      ),
  };
}
