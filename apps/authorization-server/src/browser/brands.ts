/** The brands of this server: that of all pages, and those of applications, with the files that they need. */

import type { Asset } from '@gatehouse/html';
import { type Brand, type Branding, brandOf, over, type Theme } from '@gatehouse/html';
import type { Express } from 'express';
import type { Client, Clients } from '../directory/clients/clients.ts';

export interface Brands {
  /** The look of pages that speak of an application, or of none. */
  readonly theme: (client?: Client) => Theme;
  /** Serves the files. */
  mount(app: Express): void;
}

const folder = '/assets/brand';

/** An SVG that is opened by itself is a document; it may do nothing there either. */
const assetPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/**
 * @param brandingNow the look of all pages; another object when it changed
 * @param serviceName what this server is called
 */
export function createBrands(clients: Clients, brandingNow: () => Branding, serviceName: () => string): Brands {
  let ofAll = brandingNow();
  let common = brandOf(ofAll, folder, serviceName());
  let known = new WeakMap<Branding, Brand>();
  const follow = () => {
    const now = brandingNow();
    if (now === ofAll) return;
    ofAll = now;
    common = brandOf(now, folder, serviceName());
    known = new WeakMap();
  };
  const ofClient = (clientId: string, branding: Branding): Brand => {
    let brand = known.get(branding);
    if (!brand) {
      const made = brandOf(
        over(ofAll, branding),
        `${folder}/${Buffer.from(clientId).toString('base64url')}`,
        serviceName(),
      );
      const { logoUri } = made.theme;
      // The application's logo stands over its name, and beside the service's name only when it named that too.
      const ownLogo = branding.logo === undefined ? {} : { clientLogoUri: logoUri };
      const serviceLogo = branding.name === undefined ? { logoUri: common.theme.logoUri } : {};
      brand = { ...made, theme: { ...made.theme, ...ownLogo, ...serviceLogo } };
      known.set(branding, brand);
    }
    return brand;
  };
  // Another instance may have made the page: a brand is found by its client, its file by the hash.
  const find = async (path: string, owner: string | undefined): Promise<Asset | undefined> => {
    follow();
    const clientId = owner === undefined ? undefined : Buffer.from(owner, 'base64url').toString();
    const branding = clientId === undefined ? undefined : (await clients.find(clientId))?.policy.branding;
    const brand = clientId === undefined ? common : branding && ofClient(clientId, branding);
    return brand?.assets.find((asset) => asset.path === path);
  };

  return {
    theme(client) {
      follow();
      const branding = client?.policy.branding;
      return (client && branding ? ofClient(client.clientId, branding) : common).theme;
    },
    mount(app) {
      app.get([`${folder}/:file`, `${folder}/:owner/:file`], async (request, response, next) => {
        const asset = await find(request.path, request.params['owner'] as string | undefined);
        if (!asset) {
          next();
          return;
        }
        response.set({
          'cache-control': 'public, max-age=31536000, immutable',
          etag: asset.etag,
          'content-security-policy': assetPolicy,
        });
        response.type(asset.contentType).send(asset.body);
      });
    },
  };
}
