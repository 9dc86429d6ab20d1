/**
 * A directory as large as a big organisation has, put into a database at once: a hundred thousand users and ten thousand
 * clients. Rows are made inside the database by a few statements, because one write for each user would take minutes; the columns
 * are those that `storage` writes for a user with a login, an address, a name and a role.
 */
import { DatabaseSync } from 'node:sqlite';

/** How many of each. */
export interface DirectorySize {
  readonly users: number;
  readonly clients: number;
}

/** A hundred thousand users, and ten thousand clients. */
export const LARGE_DIRECTORY: DirectorySize = { users: 100_000, clients: 10_000 };

const given = ['Alma', 'Bruno', 'Chiara', 'Dmitri', 'Elif', 'Farid', 'Greta', 'Hiro', 'Ines', 'Jonas'];
const family = ['Adler', 'Braun', 'Costa', 'Duran', 'Endo', 'Fuchs', 'Garcia', 'Haas', 'Ivanov', 'Jensen'];

const listed = (names: readonly string[]): string => JSON.stringify(names).replaceAll("'", "''");

/**
 * Fills the database of a server that is stopped, or has just been migrated. Logins are `alma.adler.000000` and so on, one user in
 * fifty is disabled, one in a thousand is also `operator`; clients are `client-00000`, one in fifty disabled.
 * @param path the SQLite file, brought up to date before
 */
export function seedDirectory(path: string, { users, clients }: DirectorySize = LARGE_DIRECTORY): void {
  const database = new DatabaseSync(path);
  try {
    database.exec(`
      pragma synchronous = normal;
      pragma cache_size = -400000;
      begin immediate;
      with recursive g(n) as (select 0 union all select n + 1 from g where n + 1 < ${users}),
        named as (
          select n, '${listed(given)}' ->> (n % 10) as given, '${listed(family)}' ->> (n / 10 % 10) as family,
            case when n % 1000 = 0 then '["member","operator"]' else '["member"]' end as roles
          from g)
      insert into accounts (id, login, name, email, email_verified, roles, claims, status, created_at, updated_at)
        select lower(hex(randomblob(16))), lower(given || '.' || family) || printf('.%06d', n), given || ' ' || family,
          given || '.' || family || printf('.%06d@example.com', n), 1, roles, '{}',
          case when n % 50 = 0 then 'disabled' else 'active' end, 1700000000 + n, 1700000000 + n
        from named;
      insert into memberships (account_id, role)
        select accounts.id, item.value from accounts, json_each(accounts.roles) as item where accounts.login like '%.______'
        on conflict do nothing;
      with recursive g(n) as (select 0 union all select n + 1 from g where n + 1 < ${clients})
      insert into clients (client_id, metadata, disabled, updated_at)
        select printf('client-%05d', n), json_object(
            'client_id', printf('client-%05d', n), 'client_name', printf('Application %05d', n),
            'redirect_uris', json_array(printf('https://app-%05d.example.com/callback', n)),
            'grant_types', json_array('authorization_code', 'refresh_token'), 'response_types', json_array('code'),
            'token_endpoint_auth_method', 'client_secret_basic', 'scope', 'openid profile offline_access'),
          n % 50 = 0, 1700000000 + n
        from g;
      insert into client_secrets (client_id, sha256, created_at)
        select client_id, randomblob(32), updated_at from clients where client_id like 'client-_____'
        on conflict do nothing;
      commit;`);
  } finally {
    database.close();
  }
}
