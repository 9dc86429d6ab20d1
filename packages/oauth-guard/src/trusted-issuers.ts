/** The issuers whose tokens are accepted: those that are named at creation, and those that a resolver knows at run time. */

import { isTrustworthyUrl } from './discovery.ts';
import type { FetchSettings } from './fetch-json.ts';
import { Issuer } from './issuer.ts';
import type { ReadyIssuer, ReadyIssuers } from './issuer-checks.ts';
import { isLocalHost } from './issuer-rules.ts';
import type { KeyOptions, KeysEvent } from './options.ts';
import { RunTimeIssuers } from './run-time-issuers.ts';
import type { Time } from './time.ts';

/** How issuers are asked, and who hears of it. */
export interface IssuerSettings {
  readonly keys: Required<KeyOptions>;
  /** Whether metadata may lead to addresses that are not https. */
  readonly allowHttp: boolean;
  readonly fetchSettings: FetchSettings;
  readonly time: Time;
  readonly onKeys: (event: KeysEvent) => void;
}

/** The issuers by their names, and where to look for another. */
export interface TrustedIssuers {
  readonly byName: ReadonlyMap<string, Issuer>;
  readonly runTime: RunTimeIssuers | undefined;
}

/** Puts them together; nothing is asked yet. */
export function trustIssuers({ fixed, resolver }: ReadyIssuers, settings: IssuerSettings): TrustedIssuers {
  const { keys, allowHttp, fetchSettings, time, onKeys } = settings;
  const trustworthy = (url: unknown): url is string => isTrustworthyUrl(url, allowHttp);
  const make = (options: ReadyIssuer, mayAsk: (url: unknown) => boolean): Issuer =>
    new Issuer(options, keys, {
      fetchSettings,
      time,
      mayAsk,
      onKeys: (event) => onKeys({ issuer: options.issuer, ...event }),
    });
  const runTime =
    resolver &&
    new RunTimeIssuers(resolver, {
      keys,
      time,
      // The metadata of a tenant are no reason to ask addresses of this machine and network.
      make: (options) => make(options, (url) => trustworthy(url) && (isLocalHost(options.issuer) || !isLocalHost(url))),
      onFailure: (issuer, detail) => onKeys({ issuer, outcome: 'failed', keys: 0, removed: false, detail }),
    });
  return { byName: new Map(fixed.map((options) => [options.issuer, make(options, trustworthy)])), runTime };
}
