// The parts of oidc-provider/lib that engine.ts uses and that have no types of their own.
declare module 'oidc-provider/lib/helpers/als.js' {
  import type { KoaContextWithOIDC } from 'oidc-provider';

  const als: { run(ctx: unknown, work: () => unknown): unknown; getStore(): KoaContextWithOIDC | undefined };
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
  import type { FindAccount, KoaContextWithOIDC } from 'oidc-provider';

  type ResponseMode = (ctx: KoaContextWithOIDC, redirectUri: string, payload: Record<string, string>) => void;
  export default function instance(provider: unknown): {
    grantTypeHandlers: Map<string, unknown>;
    responseModes: Map<string, ResponseMode>;
    configuration: { idTokenSigningAlgValues: string[]; findAccount: FindAccount };
    keystore: { selectForSign(wanted: { alg: string }): object[]; add(key: object): void };
    router: { post(name: string, path: string, ...middleware: never[]): unknown };
    DPoPNonces: { nextChallenge(): string; checkChallenge(challenge: string): boolean };
  };
}
declare module 'oidc-provider/lib/helpers/revoke.js' {
  export default function revoke(ctx: unknown, grantId: string | undefined): Promise<void>;
}
declare module 'oidc-provider/lib/helpers/token_find.js' {
  export function findToken(provider: unknown, token: string, hint: string | undefined): Promise<unknown>;
}
declare module 'oidc-provider/lib/shared/assemble_params.js' {
  export default function assembleParams(allowed: Set<string>, ctx: unknown, next: () => Promise<void>): unknown;
}
declare module 'oidc-provider/lib/shared/client_auth.js' {
  type Step = (ctx: never, next: () => Promise<void>) => unknown;
  const clientAuth: readonly Step[];
  export default clientAuth;
  export function getClientAuthParams(ctx: unknown): Iterable<string>;
}
declare module 'oidc-provider/lib/shared/error_handler.js' {
  export default function errorHandler(eventName: string): (ctx: never, next: () => Promise<void>) => unknown;
}
declare module 'oidc-provider/lib/shared/reject_dupes.js' {
  export default function rejectDupes(allowed: object, ctx: unknown, next: () => Promise<void>): unknown;
}
declare module 'oidc-provider/lib/shared/selective_body.js' {
  export function urlencoded(ctx: never, next: () => Promise<void>): unknown;
}
