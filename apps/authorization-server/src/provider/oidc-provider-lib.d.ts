// The parts of oidc-provider/lib that engine.ts uses and that have no types of their own.
declare module 'oidc-provider/lib/helpers/als.js' {
  const als: { run(ctx: unknown, work: () => unknown): unknown };
  export default als;
}
declare module 'oidc-provider/lib/helpers/challenge.js' {
  export default class ServerChallenge {
    constructor(secret: Buffer, info: string);
    nextChallenge(): string;
    checkChallenge(challenge: string): boolean;
  }
}
declare module 'oidc-provider/lib/helpers/router.js' {
  type Register = (name: string, path: string, ...middleware: never[]) => unknown;
  export default class Router {
    get: Register;
    post: Register;
    put: Register;
    delete: Register;
    options: Register;
  }
}
declare module 'oidc-provider/lib/helpers/weak_cache.js' {
  import type { KoaContextWithOIDC } from 'oidc-provider';

  type ResponseMode = (ctx: KoaContextWithOIDC, redirectUri: string, payload: Record<string, string>) => void;
  export default function instance(provider: unknown): {
    grantTypeHandlers: Map<string, unknown>;
    responseModes: Map<string, ResponseMode>;
    DPoPNonces: { nextChallenge(): string; checkChallenge(challenge: string): boolean };
  };
}
