/** AS-05: a refresh token that takes the place of a used one is derived from it, where oidc-provider makes one by chance. */
import { Provider, type TokenEndpointGrantContext } from 'oidc-provider';

/** oidc-provider names a token when it saves it first, unless it has a name. */
export function nameSuccessors(
  provider: Provider,
  successorOf: (ctx: TokenEndpointGrantContext) => Promise<string | undefined>,
): void {
  const { prototype } = provider.RefreshToken;
  const save = Reflect.get(prototype, 'save');
  prototype.save = async function (this: InstanceType<typeof provider.RefreshToken>, ...rest) {
    const ctx = Provider.ctx as TokenEndpointGrantContext | undefined;
    const isSuccessor = ctx?.oidc.entities.RotatedRefreshToken !== undefined && !this.jti;
    const name = isSuccessor ? await successorOf(ctx) : undefined;
    if (name !== undefined) this.jti = name;
    return save.apply(this, rest);
  };
}
