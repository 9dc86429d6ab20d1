import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';
import { registryJsonSchema } from '../src/directory/registry/json-schema.ts';

it('the published JSON Schema of the registry is the one in use ("gatehouse registry schema" prints it)', () => {
  const published = readFileSync(path.join(rootDirectory, 'docs/registry.schema.json'), 'utf8');
  expect(JSON.parse(published)).toEqual(registryJsonSchema());
});

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
}

/** Every member of every object in the schema, by its place. */
function membersOf(schema: Schema, place: string): [place: string, Schema][] {
  const own = Object.entries(schema.properties ?? {}).map(([name, one]): [string, Schema] => [`${place}.${name}`, one]);
  const inside: [string, Schema][] = [
    ...own,
    ...(schema.items ? [[`${place}[]`, schema.items] as [string, Schema]] : []),
    ...(typeof schema.additionalProperties === 'object'
      ? [[`${place}.*`, schema.additionalProperties] as [string, Schema]]
      : []),
    ...(schema.anyOf ?? []).map((one): [string, Schema] => [place, one]),
  ];
  return [...own, ...inside.flatMap(([where, one]) => membersOf(one, where))];
}

it('every member of the schema says what it is, which editors show beside it', () => {
  const members = membersOf(registryJsonSchema(), 'registry');
  const places = members.map(([place]) => place);
  expect(places).toEqual(
    expect.arrayContaining(['registry.clients[].redirect_uris', 'registry.branding.colours.light.ink']),
  );
  expect(members.filter(([, { description = '' }]) => !/\w{2}/u.test(description)).map(([place]) => place)).toEqual([]);
});

it('members of specifications name theirs', () => {
  const named = membersOf(registryJsonSchema() as Schema, 'registry')
    .filter(([, { description = '' }]) => /RFC \d+|OpenID Connect/u.test(description))
    .map(([place]) => place);
  const ofClients = ['client_name', 'redirect_uris', 'token_endpoint_auth_method', 'jwks', 'backchannel_logout_uri']
    .concat('require_pushed_authorization_requests', 'tls_client_auth_subject_dn', 'post_logout_redirect_uris', 'scope')
    .map((name) => `registry.clients[].${name}`);
  expect(named).toEqual(expect.arrayContaining([...ofClients, 'registry.resources[].indicator']));
});
