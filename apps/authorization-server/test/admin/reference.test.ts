/** What the admin API says of itself: its OpenAPI document, and the pages about operations and problems. */
import { describe, expect, it, test } from '@jest/globals';
import { access } from '../../src/admin/access.ts';
import { openApiDocument } from '../../src/admin/openapi/document.ts';
import { sampleOf } from '../../src/admin/openapi/sample.ts';
import { servedDocuments } from '../../src/admin/openapi/served.ts';
import { Problem, type ProblemCode, problemDocument, problems } from '../../src/admin/problem.ts';
import { allOperations } from '../../src/admin/resources/all.ts';

const issuer = 'https://id.example.com';
const served = servedDocuments(issuer, 'https://admin.internal:9010');
const bodyOf = (path: string) => String(served.get(path)?.().body);
const pages = ['/', '/problems'];

describe('ADM-01 what the admin API says of itself', () => {
  test('the document names where the API is served, and who gives tokens', () => {
    const { servers, components } = JSON.parse(bodyOf('/openapi.json')) as {
      servers: { url: string }[];
      components: { securitySchemes: { gatehouse: { flows: { clientCredentials: { tokenUrl: string } } } } };
    };
    expect(servers).toEqual([{ url: 'https://admin.internal:9010/admin/v1' }]);
    expect(components.securitySchemes.gatehouse.flows.clientCredentials.tokenUrl).toBe(`${issuer}/token`);
    // It is made once.
    expect(served.get('/openapi.json')?.()).toBe(served.get('/openapi.json')?.());
  });

  test.each(allOperations)('$id stands on the page with its scope and what it needs', (operation) => {
    const article = bodyOf('/').split(`<article id="${operation.id}">`)[1]?.split('</article>')[0] ?? '';
    expect(article).toContain(`<code>${access[operation.id].scope}</code>`);
    const needs = article.split('<dt>Needs</dt>')[1]?.split('</div>')[0] ?? '';
    expect(needs.includes('X-Reason')).toBe('explained' in access[operation.id]);
    expect(needs.includes('If-Match')).toBe(operation.kind === 'write' && operation.matches !== undefined);
  });

  test('each kind of problem leads to its own place', () => {
    const page = bodyOf('/problems');
    const typeBase = `${issuer}/admin/v1/problems#`;
    for (const code of Object.keys(problems) as ProblemCode[]) {
      const { type } = problemDocument(new Problem(code, ''), { correlationId: undefined, typeBase });
      expect(page.split(`<article id="${String(type).split('#')[1]}">`)).toHaveLength(2);
    }
  });

  test.each(pages)('%s needs no script, and loads its style sheet from below the API', (path) => {
    const page = bodyOf(path);
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=/u);
    const [, stylesheet = ''] = /<link rel="stylesheet" href="\/admin\/v1([^"]+)">/u.exec(page) ?? [];
    expect(served.get(stylesheet)?.()).toMatchObject({ contentType: 'text/css; charset=utf-8', immutable: true });
    const ids = [...page.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
    expect(ids).toHaveLength(new Set(ids).size);
  });
});

describe('ADM-01 examples of bodies', () => {
  const document = openApiDocument(issuer) as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>>;
    components: { schemas: Record<string, object> };
  };
  const named = (reference: string) => document.components.schemas[reference.split('/').at(-1) ?? ''] as never;
  const bodies = allOperations.filter((one) => one.kind === 'write' && one.body !== undefined);

  it.each(bodies)('$id takes the one that is shown', (operation) => {
    const schema = document.paths[operation.path]?.[operation.method]?.requestBody?.content['application/json']?.schema;
    const sample = sampleOf(schema as never, named);
    const { body } = operation as { body: { safeParse(value: unknown): { success: boolean } } };
    expect([sample, body.safeParse(sample).success]).toEqual([sample, true]);
  });
});
