/** What a server and an API say of themselves over the network, as far as rules judge it. */

/** A metadata document. Absent: there is none at that place. */
export type MetadataDocument = Readonly<Record<string, unknown>> | undefined;

export interface ServerAnswers {
  /** RFC 8414, section 3. */
  readonly oauth: MetadataDocument;
  /** OpenID Connect Discovery 1.0, section 4. */
  readonly openid: MetadataDocument;
}

export interface ResourceAnswers {
  /** At the address that RFC 9728, section 3.1 makes of the indicator: the path comes after the well-known part. */
  readonly inserted: MetadataDocument;
  /** Without that path. The same where there is none. */
  readonly root: MetadataDocument;
  /** Of a request without a token; absent: no connection. */
  readonly challenge: { readonly status: number; readonly wwwAuthenticate: string } | undefined;
}

/** A parameter of a challenge (RFC 9110, section 11.6.1). */
export const challengeParameter = (header: string, name: string): string | undefined =>
  new RegExp(String.raw`(?:^|[\s,])${name}\s*=\s*(?:"([^"]*)"|([^\s,"]+))`, 'iu')
    .exec(header)
    ?.slice(1)
    .find((value) => value !== undefined);
