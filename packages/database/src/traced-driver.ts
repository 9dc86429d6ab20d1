/** Spans of what the database does for a request: one for each read and one for each unit of work. */
import { type SpanAttributes, type Tracing, tracing } from '@gatehouse/tracing';
import type { DatabaseDriver } from './statements/statement.ts';

/** More different statements than this are not remembered. */
const MOST_SUMMARIES = 2000;
/** Of a unit of many statements the name tells the first few. */
const MOST_TOLD = 3;

const summaries = new Map<string, string>();

/** What a statement does to which table: `SELECT artefacts`. Never a value: those are parameters. */
export function summaryOf(sql: string): string {
  const known = summaries.get(sql);
  if (known !== undefined) return known;
  const [verb = ''] = /\w+/u.exec(sql) ?? [];
  const { table } = /\b(?:from|into|update|join)\s+"?(?<table>[a-z_]+)"?/iu.exec(sql)?.groups ?? {};
  const summary = table === undefined ? verb.toUpperCase() : `${verb.toUpperCase()} ${table}`;
  if (summaries.size < MOST_SUMMARIES) summaries.set(sql, summary);
  return summary;
}

function unitOf(statements: readonly { readonly sql: string }[]): string {
  const told = statements.slice(0, MOST_TOLD).map(({ sql }) => summaryOf(sql));
  const more = statements.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more`] : [])].join('; ');
}

/** The driver itself where nothing is traced. */
export function tracedDriver<Driver extends DatabaseDriver>(
  driver: Driver,
  traces: Tracing | undefined = tracing(),
): Driver {
  if (traces === undefined) return driver;
  const system = driver.dialect === 'sqlite' ? 'sqlite' : 'postgresql';
  const step = <T>(summary: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T> =>
    traces.call(summary, { 'db.system.name': system, 'db.query.summary': summary, ...attributes }, work);
  return Object.assign(Object.create(driver) as Driver, {
    read: ((sql, parameters, byKey) => {
      const summary = summaryOf(sql);
      const attributes = { 'db.operation.name': summary.split(' ', 1)[0] };
      return step(summary, attributes, () => driver.read(sql, parameters, byKey));
    }) satisfies DatabaseDriver['read'],
    execute: ((statements) =>
      step(unitOf(statements), { 'db.operation.name': 'BATCH', 'db.operation.batch.size': statements.length }, () =>
        driver.execute(statements),
      )) satisfies DatabaseDriver['execute'],
  });
}
