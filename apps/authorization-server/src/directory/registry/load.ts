/** Reads and checks a registry file. */
import { readFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { parse } from 'yaml';
import { type Registry, registrySchema } from './schema.ts';

/** The registry file cannot be used; `faults` holds one line for each reason. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly faults: readonly string[];

  constructor(file: string, faults: readonly string[]) {
    super(`${file}: ${faults.join('; ')}`);
    this.faults = faults.map((fault) => `${file}: ${fault}`);
  }
}

const logoTypes: Readonly<Record<string, string>> = { '.png': 'image/png', '.svg': 'image/svg+xml' };

/** A logo that is a file beside the registry, as a data: URI; what cannot be read stays as it is, and is refused by the schema. */
function logoFrom(logo: unknown, directory: string): unknown {
  const type = typeof logo === 'string' ? logoTypes[extname(logo).toLowerCase()] : undefined;
  if (typeof logo !== 'string' || type === undefined || logo.startsWith('data:')) return logo;
  try {
    return `data:${type};base64,${readFileSync(resolve(directory, logo)).toString('base64')}`;
  } catch {
    return logo;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function withLogos(document: unknown, directory: string): unknown {
  const branded = (value: unknown): unknown => {
    if (!isObject(value) || !isObject(value['branding']) || !('logo' in value['branding'])) return value;
    return { ...value, branding: { ...value['branding'], logo: logoFrom(value['branding']['logo'], directory) } };
  };
  const root = branded(document);
  if (!isObject(root) || !Array.isArray(root['clients'])) return root;
  return { ...root, clients: root['clients'].map(branded) };
}

/** Throws RegistryError with every fault of the file. */
export function loadRegistry(file: string, options: { passwordsAllowed: boolean }): Registry {
  let document: unknown;
  try {
    document = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new RegistryError(file, [`cannot be read: ${(error as Error).message.split('\n')[0]}`]);
  }
  document = withLogos(document, dirname(file));
  const parsed = registrySchema.safeParse(document);
  if (!parsed.success) {
    throw new RegistryError(
      file,
      parsed.error.issues.map((issue) => `${issue.path.join('.') || 'registry'}: ${issue.message}`),
    );
  }
  if (options.passwordsAllowed) return parsed.data;
  const faults: string[] = [];
  for (const { login, password } of parsed.data.users) {
    if (password !== undefined) faults.push(`users: ${login} has a plain password, which only development mode allows`);
  }
  for (const { client_id: id, token_endpoint_auth_method: method, jwks, jwks_uri: jwksUri } of parsed.data.clients) {
    if (method !== 'private_key_jwt' || jwks || jwksUri) continue;
    faults.push(`clients: ${id} has no jwks or jwks_uri, and only development mode makes its key`);
  }
  if (faults.length > 0) throw new RegistryError(file, faults);
  return parsed.data;
}
