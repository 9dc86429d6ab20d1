/** The SQL of partitioning a table by hash while it is in use; `partition.ts` says what happens in which order, and why. */
import type { ClientBase } from 'pg';

/** A table whose rows are found by a key that is random in its last column. */
export interface PartitionedTable {
  readonly name: string;
  /** The primary key: a column of few values, and one of random bytes, by whose hash rows are spread. */
  readonly group: string;
  readonly id: string;
}

/** How a table stands. */
export interface TableShape {
  readonly schema: string;
  /** 0: it is not partitioned. */
  readonly partitions: number;
  /** An estimate; the server's own. */
  readonly rows: number;
  readonly bytes: number;
  readonly columns: readonly string[];
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Names of what is made beside a table. */
export const namesOf = (table: string, schema: string) => {
  const within = (name: string): string => `${quoted(schema)}.${quoted(name)}`;
  return {
    within,
    live: within(table),
    copy: within(`${table}_copy`),
    before: within(`${table}_before`),
    progress: within(`${table}_copying`),
    mirror: within(`${table}_mirror`),
    trigger: quoted(`${table}_mirror`),
  };
};

const SHAPE = `
  select n.nspname as schema,
    (select count(*)::int from pg_inherits i where i.inhparent = c.oid) as partitions,
    case when c.relkind = 'p'
      then (select sum(greatest(k.reltuples, 0)) from pg_inherits i join pg_class k on k.oid = i.inhrelid where i.inhparent = c.oid)
      else greatest(c.reltuples, 0) end::float8 as rows,
    case when c.relkind = 'p'
      then (select sum(pg_total_relation_size(i.inhrelid)) from pg_inherits i where i.inhparent = c.oid)
      else pg_total_relation_size(c.oid) end::float8 as bytes,
    (select json_agg(a.attname order by a.attnum) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass($1)`;

/** Undefined: there is no such table. @param name as the search path finds it, or with its schema */
export async function shapeOf(client: ClientBase, name: string): Promise<TableShape | undefined> {
  const { rows } = await client.query<TableShape>(SHAPE, [name]);
  return rows[0];
}

/** What keeps a table from being replaced, a sentence each: what was made upon it by others would stay with the old one. */
export async function obstaclesOf(client: ClientBase, { name }: PartitionedTable): Promise<string[]> {
  const { rows } = await client.query<{ obstacle: string }>(
    `select case when not pg_has_role(c.relowner, 'usage')
        then 'the role ' || current_user || ' does not own the table ' || c.relname end as obstacle
      from pg_class c where c.oid = to_regclass($1)
    union all select 'the role ' || current_user || ' may not create tables in the schema ' || n.nspname
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.oid = to_regclass($1) and not has_schema_privilege(n.oid, 'create')
    union all select 'the view ' || v.relname || ' reads the table: drop it, and make it again afterwards'
      from pg_depend d join pg_rewrite r on r.oid = d.objid join pg_class v on v.oid = r.ev_class
      where d.classid = 'pg_rewrite'::regclass and d.refobjid = to_regclass($1) and v.oid <> d.refobjid
    union all select 'the trigger ' || t.tgname || ' is on the table and was not made by Gatehouse'
      from pg_trigger t where t.tgrelid = to_regclass($1) and not t.tgisinternal and t.tgname <> $2
    union all select 'the publication ' || p.pubname || ' names the table: take it out, and put it in again afterwards'
      from pg_publication_rel r join pg_publication p on p.oid = r.prpubid where r.prrelid = to_regclass($1)
    union all select 'row security is on for the table' from pg_class c
      where c.oid = to_regclass($1) and c.relrowsecurity
    union all select 'default_transaction_isolation is ' || current_setting('default_transaction_isolation')
      || ': only "read committed" sees what the copying has just copied'
      where current_setting('default_transaction_isolation') <> 'read committed'`,
    [name, `${name}_mirror`],
  );
  return [...new Set(rows.flatMap(({ obstacle }) => (obstacle === null ? [] : [obstacle])))];
}

interface IndexRow {
  readonly name: string;
  readonly is_unique: boolean;
  readonly rest: string;
}

/** Every index but the primary key's, with what follows the table's name in its definition. */
export async function indexesOf(client: ClientBase, live: string): Promise<readonly IndexRow[]> {
  const { rows } = await client.query<IndexRow>(
    `select c.relname as name, i.indisunique as is_unique,
      substring(pg_get_indexdef(i.indexrelid) from ' USING .*$') as rest
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = to_regclass($1) and not i.indisprimary order by c.relname`,
    [live],
  );
  return rows;
}

/** Who else may do what with the table, as statements for its copy. */
async function rightsOf(client: ClientBase, live: string, copy: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(
    `select format('grant %s on table %s to %s', a.privilege_type, $2::text,
        case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end) as text
      from pg_class c, aclexplode(c.relacl) a where c.oid = to_regclass($1) and a.grantee <> c.relowner
    union all select format('alter table %s owner to %I', $2::text, pg_get_userbyid(c.relowner))
      from pg_class c where c.oid = to_regclass($1) and c.relowner <> (select oid from pg_roles where rolname = current_user)`,
    [live, copy],
  );
  return rows.map(({ text }) => text);
}

/** A page is filled to so many percent: consuming a token changes its row in place. */
const FILL = 'with (fillfactor = 85)';

/** What makes an empty copy with the indexes and rights of the table, and the trigger that keeps it in step from then on. */
export async function copySql(
  client: ClientBase,
  table: PartitionedTable,
  { schema, columns }: TableShape,
  count: number,
): Promise<string[]> {
  const { live, copy, progress, mirror, trigger, within } = namesOf(table.name, schema);
  const [group, id] = [quoted(table.group), quoted(table.id)];
  const partitions = Array.from(
    { length: count },
    (_, n) =>
      `create table ${within(`${table.name}_${count}_${n}`)} partition of ${copy} for values with (modulus ${count}, remainder ${n}) ${FILL}`,
  );
  const own = `(like ${live} including defaults including constraints including storage including comments)`;
  const all = columns.map(quoted);
  const others = all.filter((column) => column !== group && column !== id);
  return [
    `create table ${progress} (partitions integer not null, schema_version integer not null, after_group text, after_id bytea, copied bigint not null, done boolean not null)`,
    ...(count === 1
      ? [`create table ${copy} ${own} ${FILL}`]
      : [`create table ${copy} ${own} partition by hash (${id})`, ...partitions]),
    `alter table ${copy} add constraint ${quoted(`${table.name}_copy_pkey`)} primary key (${group}, ${id})`,
    ...(await indexesOf(client, live)).map(
      ({ name, is_unique, rest }) =>
        `create ${is_unique ? 'unique ' : ''}index ${quoted(`${name}_copy`)} on ${copy} ${rest}`,
    ),
    ...(await rightsOf(client, live, copy)),
    // Of its own rights: an application that may write the table need not know of the copy.
    `create function ${mirror}() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as ${literal(`
      begin
        if tg_op <> 'INSERT' and (tg_op = 'DELETE' or (old.${group}, old.${id}) <> (new.${group}, new.${id})) then
          delete from ${copy} where ${group} = old.${group} and ${id} = old.${id};
        end if;
        if tg_op <> 'DELETE' then
          insert into ${copy} (${all.join(', ')}) values (${all.map((column) => `new.${column}`).join(', ')})
          on conflict (${group}, ${id}) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')};
        end if;
        return null;
      end`)}`,
    `create trigger ${trigger} after insert or update or delete on ${live} for each row execute function ${mirror}()`,
  ];
}

/** Takes away a copy that is not in use, and what kept it in step. */
export const dropCopySql = (table: PartitionedTable, schema: string): string[] => {
  const { live, copy, progress, mirror, trigger } = namesOf(table.name, schema);
  return [
    `drop trigger if exists ${trigger} on ${live}`,
    `drop function if exists ${mirror}()`,
    `drop table if exists ${copy}`,
    `drop table if exists ${progress}`,
  ];
};

/** Puts the copy into the table's place: names alone change. */
export async function swapSql(client: ClientBase, table: PartitionedTable, schema: string): Promise<string[]> {
  const { live, copy, progress, mirror, trigger, within } = namesOf(table.name, schema);
  const primary = `${table.name}_pkey`;
  const indexes = (await indexesOf(client, live)).map(({ name }) => [name, `${name}_copy`] as const);
  const rename = (from: string, to: string): string => `alter index ${within(from)} rename to ${quoted(to)}`;
  return [
    `drop trigger ${trigger} on ${live}`,
    `drop function ${mirror}()`,
    `drop table ${progress}`,
    ...[...indexes, [primary, `${table.name}_copy_pkey`] as const].flatMap(([name, copied]) => [
      rename(name, `${name}_before`),
      rename(copied, name),
    ]),
    `alter table ${live} rename to ${quoted(`${table.name}_before`)}`,
    `alter table ${copy} rename to ${quoted(table.name)}`,
  ];
}

/**
 * Copies the next rows of a group and remembers the last. Each is locked against being deleted until this is committed, so that none
 * comes back after its end; one that was written meanwhile is there already, and newer.
 */
export function batchSql(table: PartitionedTable, { schema, columns }: TableShape): string {
  const { live, copy, progress } = namesOf(table.name, schema);
  const [group, id] = [quoted(table.group), quoted(table.id)];
  const all = columns.map(quoted).join(', ');
  return `with batch as materialized (
      select ${all} from ${live} where ${group} = $1 and ${id} > $2 order by ${id} limit $3 for key share
    ), copied as (
      insert into ${copy} (${all}) select ${all} from batch on conflict (${group}, ${id}) do nothing
    ), counted as (
      select (select count(*) from batch)::int as rows, (select ${id} from batch order by ${id} desc limit 1) as last
    ), kept as (
      update ${progress} set after_group = $1, after_id = coalesce(c.last, after_id), copied = copied + c.rows from counted c
    )
    select rows, last from counted`;
}

export const nextGroupSql = (table: PartitionedTable, schema: string): string =>
  `select ${quoted(table.group)} as name from ${namesOf(table.name, schema).live} where ${quoted(table.group)} > $1 order by 1 limit 1`;

/** Where a page of so many rows ends, after a row. */
export const pageEndSql = (table: PartitionedTable, schema: string): string => {
  const [group, id] = [quoted(table.group), quoted(table.id)];
  return `select ${group} as group, ${id} as id from ${namesOf(table.name, schema).live}
    where (${group}, ${id}) > ($1::text, $2::bytea) order by ${group}, ${id} offset $3 limit 1`;
};

/** In how many rows the table and its copy differ between two keys; both are looked at as of one moment. */
export const differencesSql = (table: PartitionedTable, { schema, columns }: TableShape, isLast: boolean): string => {
  const { live, copy } = namesOf(table.name, schema);
  const [group, id] = [quoted(table.group), quoted(table.id)];
  const all = columns.map(quoted).join(', ');
  const within = `(${group}, ${id}) > ($1::text, $2::bytea)${isLast ? '' : ` and (${group}, ${id}) <= ($3::text, $4::bytea)`}`;
  const of = (name: string): string => `select ${all} from ${name} where ${within}`;
  return `select count(*)::int as differences from (
    (${of(live)} except all ${of(copy)}) union all (${of(copy)} except all ${of(live)})) as different`;
};
