/** Serves the sample pages as the server would, for a browser that looks at them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brandOf } from '@gatehouse/html';
import axe from 'axe-core';
import { assets, formPostScript } from '../../src/pages/assets.ts';
import { text } from '../../src/texts/catalog.ts';
import { samplePages } from './samples.ts';

const image = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#1a4fd6" d="M0 0h8v8H0z"/><path fill="#fff" d="M2 6V2h1l2 2.5V2h1v4H5L3 3.5V6z"/></svg>',
);
const long = ' Buchhaltungsdienstleistungsgesellschaft_ohne_Leerzeichen_im_Namen';
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; frame-src 'self'";

/** Where axe itself is: kept by the browser, read and compiled once and not for each page. */
export const axePath = '/axe.js';

/** By the path `/<name>` and the query `in`, a language, and `long`, both or neither. */
export interface SampleServer {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts on a free port of the loopback interface. */
export async function startSampleServer(): Promise<SampleServer> {
  const made = new Map<string, Readonly<Record<string, string>>>();
  const pagesFor = (mark: string, language: string) => {
    const key = language + mark;
    const pages = made.get(key) ?? samplePages(mark, text(language));
    made.set(key, pages);
    return pages;
  };
  // Some of the samples have a brand: its colours are looked at too.
  const brand = brandOf({ radius: 4, colours: { light: { accent: '#1a4fd6' } } }, '/assets', 'Northwind');
  const [brandSheet] = brand.assets;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const asset = assets.find(({ path }) => path === pathname);
    if (asset) {
      // A page that sends itself on is to stay where it can be looked at.
      response.setHeader('content-type', asset.contentType).end(asset === formPostScript ? '' : asset.body);
      return;
    }
    if (pathname === axePath) {
      response.setHeader('cache-control', 'max-age=3600');
      response.setHeader('content-type', 'text/javascript; charset=utf-8').end(axe.source);
      return;
    }
    if (pathname.startsWith('/assets/')) {
      response.setHeader('content-type', pathname.includes('.css') ? 'text/css' : 'image/svg+xml');
      response.end(pathname.includes('.css') ? brandSheet?.body : image);
      return;
    }
    const name = decodeURIComponent(pathname.slice(1));
    const documents = pagesFor(searchParams.has('long') ? long : '', searchParams.get('in') ?? 'en');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', policy);
    response.end(documents[name] ?? '');
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => {
        server.close(closed);
      });
    },
  };
}
