/** Files that a registry file names beside it: logos, and secrets of connections. Each stands for what is in it. */
import { readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';

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

/** A secret that lies in a file, without the line end of its last line; what cannot be read stays as it is, and is a fault of its entry. */
function secretFrom(secret: unknown, directory: string): unknown {
  if (!isObject(secret) || typeof secret['file'] !== 'string') return secret;
  try {
    return { value: readFileSync(resolve(directory, secret['file']), 'utf8').replace(/\r?\n$/u, '') };
  } catch {
    return secret;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The document with what lies in the files that it names. */
export function withFiles(document: unknown, directory: string): unknown {
  const branded = (value: unknown): unknown => {
    if (!isObject(value) || !isObject(value['branding']) || !('logo' in value['branding'])) return value;
    return { ...value, branding: { ...value['branding'], logo: logoFrom(value['branding']['logo'], directory) } };
  };
  const connected = (value: unknown): unknown => {
    if (!isObject(value)) return value;
    return {
      ...value,
      ...('logo' in value && { logo: logoFrom(value['logo'], directory) }),
      ...('client_secret' in value && { client_secret: secretFrom(value['client_secret'], directory) }),
    };
  };
  const root = branded(document);
  if (!isObject(root)) return root;
  const { clients, connections } = root;
  return {
    ...root,
    ...(Array.isArray(clients) && { clients: clients.map(branded) }),
    ...(Array.isArray(connections) && { connections: connections.map(connected) }),
  };
}

/** Where the document has a secret in itself, by number of the connection: only development allows that. */
export function plainSecrets(document: unknown): number[] {
  const connections = isObject(document) && Array.isArray(document['connections']) ? document['connections'] : [];
  return connections.flatMap((one: unknown, number) =>
    isObject(one) && isObject(one['client_secret']) && 'value' in one['client_secret'] ? [number] : [],
  );
}
