/** One trusted issuer put together: its metadata, found once, its keys, and its introspection endpoint. */

import type { IssuerAudienceRules } from './audience.ts';
import { type Discovered, discover, type IssuerMetadata } from './discovery.ts';
import { type FetchSettings, fetchJsonObject } from './fetch-json.ts';
import type { FoundEndpoint } from './introspect.ts';
import type { ReadyIssuer } from './issuer-checks.ts';
import { type FetchedKeys, IssuerKeys, type KeyEvent } from './keys.ts';
import type { KeyOptions } from './options.ts';
import { introspectedAs, TokenReader } from './profiles/token-reader.ts';
import type { Time } from './time.ts';

const METADATA_SECONDS = 3600;

/** One issuer whose tokens are accepted. */
export class Issuer {
  readonly issuer: string;
  readonly algorithms: ReadyIssuer['algorithms'];
  readonly keys: IssuerKeys;
  readonly reader: TokenReader;
  readonly introspectionReader: TokenReader;
  readonly audienceRules: IssuerAudienceRules;
  /** Monotonic milliseconds. Until then nobody needs to be asked whether it is still trusted. */
  believedUntil = Number.POSITIVE_INFINITY;
  readonly #options: ReadyIssuer;
  readonly #mayAsk: (url: unknown) => boolean;
  readonly #fetchSettings: FetchSettings;
  readonly #time: Time;
  readonly #cooldownMs: number;
  #discovered: Discovered = { detail: 'not discovered yet' };
  /** Addresses serve on while the metadata cannot be read. */
  #lastKnown: IssuerMetadata | undefined;
  #place: string | undefined;
  #discoveredAt = Number.NEGATIVE_INFINITY;
  #discovering: Promise<Discovered> | undefined;

  constructor(
    options: ReadyIssuer,
    keyOptions: Required<KeyOptions>,
    ports: {
      fetchSettings: FetchSettings;
      time: Time;
      /** Whether an endpoint that its metadata name may be asked. */
      mayAsk: (url: unknown) => boolean;
      onKeys: (event: KeyEvent) => void;
    },
  ) {
    this.issuer = options.issuer;
    this.algorithms = options.algorithms;
    const { issuer, profile, clients } = options;
    this.reader = new TokenReader(profile);
    this.introspectionReader = new TokenReader(introspectedAs(profile));
    this.audienceRules = {
      clients: clients && new Set(clients),
      withoutAudience: profile.audience === 'clients',
      issuerAudiences: new Set(profile.issuerAudiences?.map((name) => name.replace('{issuer}', issuer))),
    };
    this.#options = options;
    this.#mayAsk = ports.mayAsk;
    this.#fetchSettings = ports.fetchSettings;
    this.#time = ports.time;
    this.#cooldownMs = keyOptions.cooldownSeconds * 1000;
    const settings = { ...keyOptions, algorithms: options.algorithms };
    this.keys = new IssuerKeys(settings, () => this.#fetchKeys(), ports.time, ports.onKeys);
  }

  /** Whether JWTs of this issuer can be verified, or none are accepted. */
  get ready(): boolean {
    return this.algorithms.length === 0 || this.keys.loaded;
  }

  /** Where opaque tokens are asked about. */
  async introspectionEndpoint(): Promise<FoundEndpoint> {
    const configured = this.#options.introspection?.endpoint;
    if (configured !== undefined) return { url: configured };
    const { metadata = this.#lastKnown, ...failed } = await this.#metadata();
    if (metadata === undefined) return { detail: (failed as { detail: string }).detail };
    const { introspectionEndpoint: url } = metadata;
    return url === undefined ? { detail: `${this.issuer} has no introspection endpoint` } : { url };
  }

  /** Where it tells what is revoked. */
  async revocationFeedEndpoint(): Promise<FoundEndpoint> {
    const { metadata = this.#lastKnown, ...failed } = await this.#metadata();
    if (metadata === undefined) return { detail: (failed as { detail: string }).detail };
    const { revocationFeedEndpoint: url } = metadata;
    return url === undefined ? { detail: `${this.issuer} has no revocation feed` } : { url };
  }

  async #fetchKeys(): Promise<FetchedKeys> {
    let url = this.#options.jwksUri;
    if (url === undefined) {
      const discovered = await this.#metadata();
      if (discovered.metadata === undefined) return { detail: discovered.detail };
      url = discovered.metadata.jwksUri;
      if (url === undefined) return { detail: `${this.issuer} has no jwks_uri` };
    }
    const answer = await fetchJsonObject(url, this.#fetchSettings);
    if (answer.value !== undefined) return { jwks: answer.value };
    // The keys may have moved: the next attempt looks at the metadata again.
    this.#discoveredAt = Number.NEGATIVE_INFINITY;
    return { detail: answer.detail };
  }

  /** Metadata is read once an hour, and after a failure once in a cooldown, by one reader at a time. */
  #metadata(): Discovered | Promise<Discovered> {
    const lifeMs = this.#discovered.metadata === undefined ? this.#cooldownMs : METADATA_SECONDS * 1000;
    if (this.#discovering !== undefined) return this.#discovering;
    if (this.#time.monotonic() - this.#discoveredAt < lifeMs) return this.#discovered;
    this.#discovering = this.#discover();
    return this.#discovering;
  }

  async #discover(): Promise<Discovered> {
    this.#discoveredAt = this.#time.monotonic();
    this.#discovered = await discover(this.issuer, this.#mayAsk, this.#fetchSettings, this.#place);
    if (this.#discovered.metadata !== undefined) {
      this.#place = this.#discovered.place;
      this.#lastKnown = this.#discovered.metadata;
    }
    this.#discovering = undefined;
    return this.#discovered;
  }
}
