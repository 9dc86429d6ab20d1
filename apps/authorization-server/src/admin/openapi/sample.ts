/** An example of what a schema describes: what is required, and something of what is not where nothing is. */
export type Schema = Readonly<Record<string, unknown>>;

const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-12-01T12:00:00Z',
  date: '2026-12-01',
  email: 'ada@example.com',
  uri: 'https://app.example.com/',
};

/** @param named finds a schema by its reference */
export function sampleOf(schema: Schema, named: (reference: string) => Schema): unknown {
  const { $ref: reference, examples, enum: choices, default: usual, anyOf, oneOf, allOf } = schema;
  if (typeof reference === 'string') return sampleOf(named(reference), named);
  if (Array.isArray(examples)) return examples[0];
  if ('const' in schema) return schema['const'];
  if (Array.isArray(choices)) return choices[0];
  const [first] = (anyOf ?? oneOf ?? allOf ?? []) as readonly Schema[];
  if (first !== undefined) return sampleOf(first, named);
  if (usual !== undefined && JSON.stringify(usual).length > 2) return usual;
  return sampleOfType(schema, named);
}

function sampleOfType(schema: Schema, named: (reference: string) => Schema): unknown {
  switch ([schema['type']].flat()[0]) {
    case 'object':
      return sampleOfObject(schema, named);
    case 'array': {
      const item = schema['items'] === undefined ? undefined : sampleOf(schema['items'] as Schema, named);
      return item === undefined ? [] : [item];
    }
    case 'integer':
    case 'number':
      return schema['minimum'] ?? schema['exclusiveMinimum'] ?? 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return formats[String(schema['format'])] ?? '…';
  }
}

/** Members that say more by a value of their own; where nothing is required, they are what is shown. */
const members: Readonly<Record<string, unknown>> = {
  client_id: 'web-app',
  redirect_uris: ['https://app.example.com/callback'],
  indicator: 'https://api.example.com',
  resource: 'https://api.example.com',
  login: 'ada',
  email: 'ada@example.com',
  before: '2026-12-01T12:00:00Z',
  grant: { 'https://api.example.com': ['orders_read'] },
};

function sampleOfObject({ properties = {}, required = [] }: Schema, named: (reference: string) => Schema): object {
  const all = Object.entries(properties as Readonly<Record<string, Schema>>);
  const needed = all.filter(([name]) => (required as readonly string[]).includes(name));
  const known = all.filter(([name, { type }]) => Object.hasOwn(members, name) && type === typeOf(members[name]));
  const shown = [needed, known, all.slice(0, 2)].find((some) => some.length > 0) ?? [];
  return Object.fromEntries(
    shown.map(([name, schema]) => [
      name,
      known.some(([one]) => one === name) ? members[name] : sampleOf(schema, named),
    ]),
  );
}

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);
