import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import { preparedHeaders, type SetHeaders } from './prepared-headers.ts';

/** Names and values, ready to be set on an answer. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** What the answers of a service carry. */
export interface StandingHeaders {
  /** Sets those of its own answers, and the id of the request. */
  readonly setOwn: SetHeaders;
  /** Answers that it passes on for another application: what is true of the public origin, and nothing about their content. */
  readonly passedOn: HeaderPairs;
}

/**
 * The security headers of answers. helmet gives the same values for each request, so it is asked once, at start:
 * as a middleware it costs more than the rest of a small request.
 * @param formAction sources for the directive `form-action`; left out when not given
 */
export function securityHeaders(publicOrigin: string, formAction: readonly string[] | undefined): StandingHeaders {
  const pairs: [string, string][] = [];
  const middleware = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        ...(formAction ? { formAction: [...formAction] } : {}),
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    strictTransportSecurity: publicOrigin.startsWith('https:') && { maxAge: 63_072_000 },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  const recorder = {
    setHeader: (name: string, value: string) => void pairs.push([name, value]),
    removeHeader: () => undefined,
  };
  middleware({} as IncomingMessage, recorder as unknown as ServerResponse, (error?: unknown) => {
    if (error) throw error;
  });
  return { setOwn: preparedHeaders(pairs), passedOn: pairs.filter(([name]) => name === 'Strict-Transport-Security') };
}
