/** Upstream providers, asked by a command on the machine of the server as the server would ask them. */
import { outboundAuthorities } from '@gatehouse/config';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { createOutboundFetch } from '../delivery/outbound/guard.ts';
import { createExamineUpstream, type ExamineUpstream } from '../directory/checks/upstream.ts';
import type { Settings } from '../settings.ts';
import { outboundAllow } from '../settings-views.ts';

const patienceMs = 5000;

export const examineUpstreamHere =
  (settings: Settings): ExamineUpstream =>
  (connection) => {
    const authorities = outboundAuthorities(settings);
    if (authorities !== undefined) trustAuthorities(authorities);
    const fetch = createOutboundFetch({ allow: outboundAllow(settings), timeoutMs: patienceMs });
    return createExamineUpstream({ fetch, clock: Date.now, issuer: settings.issuer })(connection);
  };
