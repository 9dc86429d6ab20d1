/** Two curves as SVG: p99 over load, and nodes over users. */
import type { SimulationReport } from './report.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Chart {
  readonly title: string;
  readonly left: number;
  readonly lines: readonly { readonly name: string; readonly color: string; readonly points: readonly Point[] }[];
  readonly xTicks: readonly (readonly [at: number, text: string])[];
  readonly yTicks: readonly (readonly [at: number, text: string])[];
}

const [width, height] = [300, 200];
const top = 50;

const scale = (values: readonly number[], length: number) => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return (value: number) => ((value - least) / (most - least || 1)) * length;
};

function chart({ title, left, lines, xTicks, yTicks }: Chart): string {
  const xs = [...xTicks.map(([at]) => at), ...lines.flatMap(({ points }) => points.map(({ x }) => x))];
  const ys = [...yTicks.map(([at]) => at), ...lines.flatMap(({ points }) => points.map(({ y }) => y))];
  const [across, up] = [scale(xs, width), scale(ys, height)];
  const x = (value: number) => (left + across(value)).toFixed(1);
  const y = (value: number) => (top + height - up(value)).toFixed(1);
  return [
    `<text x="${left}" y="${top - 25}" class="title">${title}</text>`,
    `<path d="M${left} ${top}v${height}h${width}" class="axis"/>`,
    ...xTicks.map(([at, text]) => `<text x="${x(at)}" y="${top + height + 18}" text-anchor="middle">${text}</text>`),
    ...yTicks.map(([at, text]) => `<text x="${left - 6}" y="${y(at)}" text-anchor="end">${text}</text>`),
    ...lines.flatMap(({ name, color, points }, index) => [
      `<polyline fill="none" stroke="${color}" stroke-width="2" points="${points.map((point) => `${x(point.x)},${y(point.y)}`).join(' ')}"/>`,
      `<text x="${left + 10}" y="${top + 10 + index * 16}" fill="${color}">${name}</text>`,
    ]),
  ].join('\n');
}

const log = (value: number) => Math.log10(Math.max(0.1, value));

const powers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => [from + index, `10^${from + index}`] as const);

const line = (name: string, color: string, points: readonly Point[]) => ({ name, color, points });

/** The whole picture. */
export function pictureOf({ overLoad, nodesOverUsers }: SimulationReport): string {
  const latency = chart({
    title: 'Milliseconds over load (100 % is the busiest hour)',
    left: 60,
    lines: [
      line(
        'p99',
        '#b3261e',
        overLoad.map(({ load, p99Ms }) => ({ x: load, y: log(p99Ms) })),
      ),
      line(
        'p50',
        '#1c5fa8',
        overLoad.map(({ load, p50Ms }) => ({ x: load, y: log(p50Ms) })),
      ),
    ],
    xTicks: overLoad.filter((_, index) => index % 2 === 1).map(({ load }) => [load, `${Math.round(load * 100)} %`]),
    yTicks: [0, 1, 2, 3].map((power) => [power, `${10 ** power}`]),
  });
  const nodes = chart({
    title: 'Nodes over users',
    left: 440,
    lines: [
      line(
        'authorization servers',
        '#1c5fa8',
        nodesOverUsers.map(({ users, serverNodes }) => ({ x: log(users), y: log(serverNodes) })),
      ),
      line(
        'database nodes',
        '#3b7d3f',
        nodesOverUsers.map(({ users, databaseNodes }) => ({ x: log(users), y: log(databaseNodes) })),
      ),
    ],
    xTicks: powers(5, 9),
    yTicks: [0, 1, 2, 3].map((power) => [power, `${10 ** power}`]),
  });
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 290" font-family="sans-serif" font-size="12">',
    '<style>.title{font-weight:bold}.axis{fill:none;stroke:#555}</style>',
    '<rect width="780" height="290" fill="#fff"/>',
    latency,
    nodes,
    '</svg>',
    '',
  ].join('\n');
}
