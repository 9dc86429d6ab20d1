/** The picture of the architecture: rows of boxes from the top down, and arcs for who imports whom. */
import type { Arrow } from './import-graph.ts';

/** One line of the picture. */
export interface Row {
  readonly name: string;
  readonly kind: 'program' | 'module' | 'package';
  /** What lies in it, from the top down. */
  readonly parts: readonly (readonly string[])[];
  /** The packages that it imports. */
  readonly packages: readonly string[];
}

/** What the picture shows: the programs, the authorization server's modules from the top down, and the packages. */
export interface Architecture {
  readonly rows: readonly Row[];
  /** Between the authorization server's modules. */
  readonly inside: readonly Arrow[];
  /** Between folders of the same folder of the authorization server. */
  readonly within: readonly Arrow[];
}

const WIDTH = 960;
const BOX = { left: 12, right: 790, height: 32, gap: 10 } as const;
const MOST_REACH = 200;
const HEADING = 28;
const HEADINGS = {
  program: 'Other services',
  module: 'Authorization server: each module imports only from below',
  package: 'Packages',
} as const;

const STYLE = `
svg{font:13px ui-sans-serif,system-ui,sans-serif;color:#1f2328}
text{fill:currentColor}
.page{fill:#fff}
.box{fill:#f6f8fa;stroke:#8c959f}
.module .box{fill:#eef6f2;stroke:#18705c}
.package .box{fill:#f3f0fa;stroke:#6e5aa8}
.name{font-weight:600}
.parts,.heading{fill:#57606a}
.parts{font-size:11px}
.heading{font-weight:600;font-size:12px}
.arrow{fill:none;stroke-width:1.1;opacity:.75}
.arrow{stroke:#18705c}
.head{fill:#18705c}
@media (prefers-color-scheme:dark){
svg{color:#e6edf3}
.page{fill:#0d1117}
.box{fill:#161b22;stroke:#6e7681}
.module .box{fill:#10231d;stroke:#3fb68b}
.package .box{fill:#1c1730;stroke:#a48fe0}
.parts,.heading{fill:#9da7b3}
.arrow{stroke:#3fb68b}
.head{fill:#3fb68b}
}`;

/** Round enough for a text that is compared byte by byte. */
const at = (value: number): string => String(Math.round(value * 10) / 10);

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The picture as an SVG document: rows from the top down, arrows between modules on the right. */
export function draw({ rows, inside }: Architecture): string {
  const tops = new Map<string, number>();
  const shapes: string[] = [];
  let y = 16;
  let kind: Row['kind'] | undefined;
  for (const row of rows) {
    if (row.kind !== kind) {
      y += kind === undefined ? 0 : 10;
      shapes.push(`<text class="heading" x="${BOX.left}" y="${y + 16}">${HEADINGS[row.kind]}</text>`);
      y += HEADING;
      kind = row.kind;
    }
    tops.set(row.name, y);
    shapes.push(box(row, y));
    y += BOX.height + BOX.gap;
  }
  const height = y + 8;
  const title = `${inside.length} arrows between the modules of the authorization server`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">Services, modules and packages, and which imports which: ${title}</title>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="page" width="${WIDTH}" height="${height}"/>`,
    ...arcs(inside, tops),
    ...shapes,
    '</svg>',
    '',
  ].join('\n');
}

function box({ name, kind, parts, packages }: Row, y: number): string {
  const inner = parts.map((layer) => layer.join(', ')).join(' › ');
  const middle = at(y + BOX.height / 2 + 4.5);
  const uses = packages.length === 0 ? '' : `uses ${packages.join(', ')}`;
  return [
    `<g class="${kind}"><rect class="box" x="${BOX.left}" y="${y}" width="${BOX.right - BOX.left}" height="${BOX.height}" rx="6"/>`,
    `<text class="name" x="${BOX.left + 12}" y="${middle}">${escaped(name)}</text>`,
    `<text class="parts" x="${BOX.left + 92}" y="${middle}">${escaped(inner)}</text>`,
    `<text class="parts" x="${BOX.right - 12}" y="${middle}" text-anchor="end">${escaped(uses)}</text>`,
    '</g>',
  ].join('');
}

/** How far down its half of a box's edge an arrow stands. */
const spread = (many: number, index: number): number => (BOX.height / 2 - 4) * ((index + 1) / (many + 1));

/** Arcs on the right, wider the further they lead; where they leave and arrive, they are spread over the box's edge. */
function arcs(arrows: readonly Arrow[], tops: ReadonlyMap<string, number>): string[] {
  const known = arrows.map(([from, to]) => ({
    from,
    to,
    start: tops.get(from) as number,
    end: tops.get(to) as number,
  }));
  return known.map((arrow) => {
    const leaving = known.filter(({ from }) => from === arrow.from).toSorted((a, b) => b.end - a.end);
    const arriving = known.filter(({ to }) => to === arrow.to).toSorted((a, b) => b.start - a.start);
    const y1 = arrow.start + BOX.height / 2 + 2 + spread(leaving.length, leaving.indexOf(arrow));
    const y2 = arrow.end + 2 + spread(arriving.length, arriving.indexOf(arrow));
    const reach = BOX.right + Math.min(MOST_REACH, 20 + (y2 - y1) * 0.5);
    return [
      `<path class="arrow" d="M${BOX.right},${at(y1)} C${at(reach)},${at(y1)} ${at(reach)},${at(y2)} ${BOX.right + 6},${at(y2)}">`,
      `<title>${escaped(arrow.from)} imports ${escaped(arrow.to)}</title></path>`,
      `<path class="head" d="M${BOX.right},${at(y2)} l8,-3.4 v6.8 z"/>`,
    ].join('');
  });
}
