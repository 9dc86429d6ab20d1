/** The device flow (RFC 8628): the pages on which a user types the code and confirms the device. */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { identityOf } from '../../directory/clients/identity.ts';
import { deviceCodePage, deviceConfirmPage, deviceDonePage } from '../../pages/device.ts';
import type { FormErrorCode } from '../../texts/catalog.ts';
import { recordOf } from '../engine/registered-client.ts';
import { formSecret, postOnwards } from './own-post.ts';
import { frameFor, type ThemeOf } from './pages.ts';

const formFields = (ctx: KoaContextWithOIDC) => ({ xsrf: formSecret(ctx) });
const action = (ctx: KoaContextWithOIDC) => new URL(ctx.oidc.urlFor('code_verification')).pathname;

/** oidc-provider tells these errors apart by their names alone. */
const refusals: Record<string, FormErrorCode> = {
  NoCodeError: 'user_code_missing',
  NotFoundError: 'user_code_not_found',
  ExpiredError: 'user_code_expired',
  AlreadyUsedError: 'user_code_used',
};

/** oidc-provider's `features.deviceFlow`. */
export const createDeviceFlow = (themeOf: ThemeOf) =>
  ({
    enabled: true,
    charset: 'base-20',
    mask: '****-****',
    async userCodeInputSource(
      ctx: KoaContextWithOIDC,
      _form: string,
      _out?: unknown,
      error?: Error & { userCode?: string },
    ) {
      const { text, theme } = frameFor(ctx, themeOf);
      const code =
        error && (refusals[error.name] ?? (error instanceof errors.AccessDenied ? undefined : 'user_code_not_found'));
      ctx.type = 'html';
      ctx.body = deviceCodePage({
        action: action(ctx),
        fields: formFields(ctx),
        userCode: error?.userCode,
        error: code && { code, text: text.formErrors[code] },
        text,
        theme,
      });
    },
    async userCodeConfirmSource(
      ctx: KoaContextWithOIDC,
      _form: string,
      client: object | undefined,
      device: { ip?: string },
      userCode: string,
    ) {
      const frame = frameFor(ctx, themeOf);
      ctx.type = 'html';
      ctx.body = deviceConfirmPage({
        ...frame,
        action: action(ctx),
        fields: { ...formFields(ctx), user_code: userCode },
        client: identityOf(recordOf(client), frame.text),
        userCode,
        deviceAddress: device.ip,
      });
    },
    async successSource(ctx: KoaContextWithOIDC) {
      ctx.type = 'html';
      const frame = frameFor(ctx, themeOf);
      ctx.body = deviceDonePage({ ...frame, client: identityOf(recordOf(ctx.oidc.client), frame.text) });
    },
  }) as const;

/**
 * The address with the code in it (RFC 8628, section 3.3.1) leads to the question whether that is the code on the device, as if
 * it had been typed: the code counts as tried, and nothing is allowed before the answer (section 5.4). Only where a user opens
 * the address: whatever else a page of strangers loads is to try no codes. Goes around the commit, so that the session of
 * the question is durable.
 */
export const createFillDeviceCodeIn =
  (themeOf: ThemeOf) =>
  async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    const userCode = ctx.oidc?.params?.['user_code'];
    if (ctx['_matchedRouteName'] !== 'code_verification' || ctx.method !== 'GET' || typeof userCode !== 'string')
      return;
    if (ctx.status === 200 && ['', 'document'].includes(ctx.get('sec-fetch-dest'))) {
      await postOnwards(ctx, action(ctx), { ...formFields(ctx), user_code: userCode });
      return;
    }
    ctx.type = 'html';
    ctx.body = deviceCodePage({ action: action(ctx), fields: formFields(ctx), userCode, ...frameFor(ctx, themeOf) });
  };
