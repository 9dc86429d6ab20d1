/** `gatehouse report`: what holds of a profile, and what does not. */
import { type AdminClient, allEntries, answerOf } from '@gatehouse/admin-client';
import { outboundAuthorities } from '@gatehouse/config';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { createOutboundFetch } from '../../delivery/outbound/guard.ts';
import { type ProfileName, profiles, type Subject } from '../../directory/checks/profiles/report.ts';
import { outboundAllow } from '../../settings-views.ts';
import { type AdminPlace, type ServerOption, withAdmin } from '../admin.ts';
import { RefusedError } from '../failure.ts';
import { counted, printJson } from '../output.ts';
import { probed } from './probe.ts';
import { printSubjects } from './table.ts';

interface Options extends ServerOption {
  readonly profile: ProfileName;
  readonly client?: string;
  readonly resource?: string;
  readonly probe?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const failing = (subjects: readonly Subject[], level: 'MUST' | 'SHOULD'): number =>
  subjects.flatMap(({ findings }) => findings).filter((one) => one.result === 'fails' && one.level === level).length;

/** All pages of it. */
async function read(admin: AdminClient, { profile, client, resource }: Options) {
  const only = { ...(client !== undefined && { client }), ...(resource !== undefined && { resource }) };
  let examinedAt = '';
  const subjects = await allEntries(async (page) => {
    const params = { path: { profile }, query: { ...page, ...only } };
    const answer = answerOf(await admin.GET('/reports/{profile}', { params }));
    examinedAt = answer.examined_at;
    return answer;
  });
  return { examinedAt, subjects };
}

/** What is asked over the network goes through the guard of the server, from here. */
function guarded({ settings }: AdminPlace) {
  const authorities = settings && outboundAuthorities(settings);
  if (authorities !== undefined) trustAuthorities(authorities);
  return createOutboundFetch({ allow: settings ? outboundAllow(settings) : [], timeoutMs: 3000 });
}

/** Ends with 1 when a MUST does not hold. */
export const report = (options: Options): Promise<void> =>
  withAdmin(options, async (admin, place) => {
    const { profile, probe, json, quiet } = options;
    const { examinedAt, subjects: stored } = await read(admin, options);
    const { issuer } = place;
    const subjects = probe ? await probed(guarded(place), { profile: profiles[profile], issuer }, stored) : stored;
    const [must, should] = [failing(subjects, 'MUST'), failing(subjects, 'SHOULD')];
    const { specification } = profiles[profile];
    const probeSaid = probe === true;
    if (json) {
      const head = { profile, specification, examined_at: examinedAt, probed: probeSaid };
      printJson({ ...head, must_fail: must, should_fail: should, subjects });
    } else {
      printSubjects(subjects, { specification, onlyFailing: quiet === true });
      const kinds = counted(subjects.length, 'subject');
      if (!quiet) process.stdout.write(`\n${kinds}: ${must} MUST and ${should} SHOULD do not hold\n`);
    }
    if (must > 0) throw new RefusedError(`${must} MUST of ${profile} ${must === 1 ? 'does' : 'do'} not hold`);
  });
