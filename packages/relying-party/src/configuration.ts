/** What is known of the authorization server, and the secret to speak to it: read when first needed and kept a while. */
import * as client from 'openid-client';
import { IssuerUnavailable } from './errors.ts';

/** Which authorization server, as which client. */
export interface ConfigurationOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Asked for whenever the metadata is read, so that it may come to exist, or change, after this application's start. */
  readonly clientSecret: () => Promise<string>;
  /** How long one request to the authorization server may take, in seconds. Default 5. */
  readonly timeoutSeconds?: number;
  /** How long the metadata is used before it is read again, in seconds. Default 3600. */
  readonly metadataSeconds?: number;
  readonly nowMs?: () => number;
}

/** The configuration in use. */
export interface RememberedConfiguration {
  /**
   * Reads it by one request at a time; what is known serves on while the server is away.
   * @throws IssuerUnavailable when it was never read
   */
  get(): Promise<client.Configuration>;
  /** Reads it anew the next time: the secret seems to have changed. */
  forget(): void;
}

/** Makes it; nothing is requested before the first `get`. */
export function rememberConfiguration(options: ConfigurationOptions): RememberedConfiguration {
  const { timeoutSeconds = 5, metadataSeconds = 3600, nowMs = () => performance.now() } = options;
  let known: { config: client.Configuration; usableUntilMs: number } | undefined;
  let reading: Promise<client.Configuration> | undefined;

  async function read(): Promise<client.Configuration> {
    const secret = await options.clientSecret();
    const config = await client.discovery(
      new URL(options.issuer),
      options.clientId,
      { client_secret: secret },
      client.ClientSecretBasic(secret),
      // Codes come over TLS from the server itself; the signature is checked all the same.
      { timeout: timeoutSeconds, execute: [client.enableNonRepudiationChecks] },
    );
    known = { config, usableUntilMs: nowMs() + metadataSeconds * 1000 };
    return config;
  }

  return {
    async get() {
      if (known !== undefined && nowMs() < known.usableUntilMs) return known.config;
      try {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        return await reading;
      } catch (error) {
        if (known !== undefined) return known.config;
        throw new IssuerUnavailable('the authorization server cannot be reached', { cause: error });
      }
    },
    forget() {
      if (known !== undefined) known = { ...known, usableUntilMs: nowMs() };
    },
  };
}
