/** Other spellings of an honest token, other serializations, hostile JSON, and what is too long (RS-02, RS-06). */

import { around, encode, type Kit, type Sample } from './kit.ts';

export function spellingForgeries(kit: Kit): Sample[] {
  return [...serializations(kit), ...twoValues(kit), ...hostileJson(kit), ...hostileBytes(kit), ...sizes(kit)];
}

function serializations({ token, header, parts: [h, p, s] }: Kit): Sample[] {
  const json = { protected: h, payload: p, signature: s };
  return [
    ['padding after the signature', `${token}=`],
    ['padding after each part', `${h}=.${p}=.${s}=`],
    ['a space inside', `${h}.${p}. ${s}`],
    ['a line break inside', `${h}.\n${p}.${s}`],
    ['a tab inside', `${h}.${p}\t.${s}`],
    ['a dot more', `${token}.`],
    ['a dot before', `.${token}`],
    ['four parts', `${token}.${s}`],
    ['five parts', `${h}.${p}.${s}.${p}.${s}`],
    ['two parts', `${h}.${p}`],
    ['one part', h],
    ['no signature', `${h}.${p}.`],
    ['no payload', `${h}..${s}`],
    ['no header', `.${p}.${s}`],
    ['two dots', '..'],
    ['a dot', '.'],
    ['spare bits in the signature', `${h}.${p}.${spareBits(s)}`],
    ['percent-encoded dots', token.replaceAll('.', '%2E')],
    ['encoded twice', Buffer.from(token).toString('base64url')],
    ['in quotes', `"${token}"`],
    ['a comma and the same again', `${token},${token}`],
    ['the same again beside it', `${token} ${token}`],
    ['flattened JSON', JSON.stringify(json)],
    ['general JSON', JSON.stringify({ payload: p, signatures: [{ protected: h, signature: s }] })],
    ['flattened JSON in base64url', encode(json)],
    ['JWE', `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.AAAA.AAAA.${p}.AAAA`],
    ['JWE with a header of ours', `${h}.AAAA.AAAA.${p}.AAAA`],
    ['unencoded header', `${JSON.stringify(header)}.${p}.${s}`],
    ['fullwidth dots', `${h}\uff0e${p}\uff0e${s}`],
    ['base64 instead of base64url', `${h}.${p}.${s.replaceAll('-', '+').replaceAll('_', '/')}+`],
  ];
}

/** The same bytes, spelt with the next character: the bits it changes belong to none. */
function spareBits(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return part.slice(0, -1) + alphabet[alphabet.indexOf(part.at(-1) as string) + 1];
}

/** One name, two values: parsers disagree about which counts. */
function twoValues({ claims, header, issuer, shape, signed }: Kit): Sample[] {
  const body = JSON.stringify(claims).slice(0, -1);
  const head = JSON.stringify(header).slice(0, -1);
  const inPayload = [
    '"sub":"admin"',
    '"sub":"alice"',
    '"iss":"https://evil.example"',
    `"iss":"${issuer.issuer}"`,
    '"exp":9999999999',
    ...(shape.scope === undefined ? [] : [`"${shape.scope}":"admin"`]),
    '"s\\u0075b":"admin"',
    '"x":{"a":1,"a":2}',
    '"x":[{"a":1,"a":1}]',
    '"cnf":{"jkt":"a","jkt":"b"}',
    '"__proto__":{"admin":true}',
    '"x":{"__proto__":1}',
    '"\\u005f_proto__":{}',
    '"x":[[{"__proto__":[]}]]',
  ];
  const inHeader = ['"alg":"none"', '"kid":"x"', '"a\\u006cg":"RS256"', '"__proto__":{"alg":"none"}'];
  if (shape.typ !== undefined) inHeader.push('"typ":"JWT"');
  return [
    ...inPayload.map((more): Sample => [`payload with one more ${more}`, signed(header, `${body},${more}}`)]),
    ...inHeader.map((more): Sample => [`header with one more ${more}`, signed(`${head},${more}}`, claims)]),
  ];
}

function hostileJson({ claims, header, signed }: Kit): Sample[] {
  const text = JSON.stringify(claims);
  const open = text.slice(0, -1);
  const deep = (levels: number): string => `${open},"x":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  const payloads: Record<string, string> = {
    nothing: '',
    null: 'null',
    true: 'true',
    'a number': '1',
    'a string': '"alice"',
    'a list': '[]',
    'in a list': `[${text}]`,
    'two objects': text + text,
    'rubbish behind': `${text}x`,
    'a last comma': `${open},}`,
    'a comment': `/**/${text}`,
    'single quotes': "{'sub':'alice'}",
    NaN: `${open},"x":NaN}`,
    'an open string': `${open},"x":"`,
    'a mark': `\ufeff${text}`,
    'a control character': `${open},"x":"\u0001"}`,
    'depth 40': deep(40),
    'depth 1,500': deep(1500),
    'depth 10,000': deep(10_000),
    'depth 600 of objects': `${open},"x":${'{"a":'.repeat(600)}1${'}'.repeat(600)}}`,
    'open brackets': '['.repeat(3000),
    colons: ':'.repeat(3000),
    quotes: '"'.repeat(3001),
    escapes: `{"${'\\'.repeat(3001)}`,
  };
  const headers = {
    'a list': '[]',
    null: 'null',
    'a string': '"RS256"',
    'rubbish behind': `${JSON.stringify(header)}x`,
    empty: '{}',
  };
  return [
    ...Object.entries(payloads).map(([name, body]): Sample => [`payload: ${name}`, signed(header, body)]),
    ...Object.entries(headers).map(([name, head]): Sample => [`header: ${name}`, signed(head, claims)]),
  ];
}

function hostileBytes({ claims, header, signed }: Kit): Sample[] {
  const open = JSON.stringify(claims).slice(0, -1);
  const faults = {
    'an overlong encoding': [0xc0, 0x80],
    'a lone continuation': [0x80],
    'an encoded surrogate': [0xed, 0xa0, 0x80],
    'a byte FF': [0xff],
  };
  return [
    ...Object.entries(faults).map(([name, bytes]): Sample => {
      return [
        `payload with ${name}`,
        signed(header, Buffer.concat([Buffer.from(`${open},"x":"`), Buffer.from(bytes), Buffer.from('"}')])),
      ];
    }),
    ['payload in UTF-16', signed(header, Buffer.from(JSON.stringify(claims), 'utf16le'))],
  ];
}

function sizes({ claims, header, signed }: Kit): Sample[] {
  return [
    ['size: a little over 8,192', around(8192, (filler) => signed(header, { ...claims, filler }))[1]],
    ['size: 12,000 of rubbish', 'a'.repeat(12_000)],
    ['size: 100,000', signed(header, { ...claims, filler: 'x'.repeat(75_000) })],
    ['size: 8,000 dots', '.'.repeat(8000)],
    ['size: 8,000 letters', 'a'.repeat(8000)],
    ['an opaque token', 'Zm9vYmFyYmF6'],
  ];
}
