/** `gatehouse connections domains`: which domains a connection has, and how each is proved. */
import { answerOf } from '@gatehouse/admin-client';
import { type ServerOption, withAdmin } from './admin.ts';
import { RefusedError } from './failure.ts';
import { printDone, printRows } from './output.ts';

type Options = ServerOption & { readonly json?: boolean };

/** `domains list NAME`. */
export const listDomains = (name: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const params = { path: { connection_name: name } };
    const { items } = answerOf(await admin.GET('/connections/{connection_name}/domains', { params }));
    printRows(
      items.map(({ domain, state, record, proved_at, checked_at, lost_at }) => ({
        domain,
        state,
        record: record?.name,
        value: record?.value,
        proved_at,
        checked_at,
        lost_at,
      })),
      options,
    );
  });

/** `domains challenge NAME DOMAIN`: what is to stand in the DNS. */
export const challengeDomain = (name: string, domain: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const params = { path: { connection_name: name, domain } };
    const { record } = answerOf(
      await admin.POST('/connections/{connection_name}/domains/{domain}/challenge', { params }),
    );
    const said = `add this record to the DNS, then "gatehouse connections domains check ${name} ${domain}":\n${record.name}. TXT "${record.value}"`;
    printDone(said, { domain, record }, options, record.value);
  });

/** `domains check NAME DOMAIN`: ends with 1 while the record is not there. */
export const checkDomain = (name: string, domain: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const params = { path: { connection_name: name, domain } };
    const { found, state } = answerOf(
      await admin.POST('/connections/{connection_name}/domains/{domain}/check', { params }),
    );
    if (!found) {
      const said = `_gatehouse-challenge.${domain} has no TXT record with the value of the challenge; changes of the DNS take a while to be seen`;
      throw new RefusedError(state === 'lost' ? `${said}. ${domain} was proved and is not any more` : said);
    }
    printDone(`${domain} is proved for ${name}`, { domain, state, found }, options);
  });
