/**
 * What so many people need: arithmetic from their behaviour and the costs of each flow. The simulation then says how long
 * requests take on it.
 */
import { type Assumptions, valuesOf } from './assumptions.ts';
import { type FlowCost, type FlowName, flowNames, type MeasuredCosts } from './costs.ts';

export interface Behaviour {
  /** How often each flow begins in a second of the busiest hour, and over the day. */
  readonly peak: Readonly<Record<FlowName, number>>;
  readonly mean: Readonly<Record<FlowName, number>>;
  /** Requests a second through the gateway in the busiest hour. */
  readonly gatewayPeak: number;
}

/** What a part needs in the busiest hour, and what one of it can do. */
export interface Need {
  readonly name: string;
  readonly needed: number;
  readonly ofOne: number;
  readonly unit: string;
}

export interface Plan extends Behaviour {
  readonly users: number;
  readonly serverNodes: number;
  readonly gatewayNodes: number;
  /** Independent databases, each with its own share of the users: regions, tenants, or partitions. */
  readonly deployments: number;
  readonly databaseCores: number;
  readonly databaseNodes: number;
  /** Of the authorization servers to each primary, one for changes in each process included. */
  readonly connectionsOfPrimary: number;
  readonly databaseGigabytes: number;
  /** Of that, records of audit. */
  readonly auditGigabytes: number;
  readonly logMegabytesPerSecond: number;
  readonly dollarsPerHour: number;
  /** What one primary lacks first, in order: the first is the bottleneck. */
  readonly ofPrimary: readonly Need[];
}

const daySeconds = 86_400;
const hoursOfMonth = 730;
const databaseSizes = [2, 4, 8, 16, 32, 64];

const forEachFlow = (value: (flow: FlowName) => number) =>
  Object.fromEntries(flowNames.map((flow) => [flow, value(flow)])) as Record<FlowName, number>;

/** How often each flow begins. */
export function behaviourOf(users: number, assumptions: Assumptions, gatewayNodes = 1): Behaviour {
  const told = valuesOf(assumptions.behaviour);
  const perDay = {
    'sign-in': told.signInsPerDay,
    'sign-on': told.signOnsPerDay,
    refresh: (told.sessionHours * 60) / told.accessTokenMinutes,
    'client-credentials': (told.servicesPerPerson * 24 * 60) / told.accessTokenMinutes,
    'token-exchange': 0,
    revocation: told.signOutsPerDay,
  };
  const callsPerDay = told.sessionHours * 60 * told.apiCallsPerMinute * told.gatewayShare;
  // A gateway node keeps what it exchanged a token for: it asks once for each token.
  const callsPerToken = told.apiCallsPerMinute * told.accessTokenMinutes;
  const nodesByChance = gatewayNodes * (1 - (1 - 1 / gatewayNodes) ** callsPerToken);
  const nodesOfToken = Math.min(callsPerToken, 1 + Math.max(0, nodesByChance - 1) * told.gatewaySpread);
  perDay['token-exchange'] = perDay.refresh * told.gatewayShare * nodesOfToken;
  const busiest = Math.max(...assumptions.hours.value) * 24;
  const mean = forEachFlow((flow) => (perDay[flow] * users) / daySeconds);
  // Services work day and night.
  const peak = forEachFlow((flow) => mean[flow] * (flow === 'client-credentials' ? 1 : busiest));
  return { peak, mean, gatewayPeak: ((callsPerDay * users) / daySeconds) * busiest };
}

const sumOver = (rates: Readonly<Record<FlowName, number>>, cost: (flow: FlowName) => number): number =>
  flowNames.reduce((sum, flow) => sum + rates[flow] * cost(flow), 0);

export function planFor(users: number, costs: MeasuredCosts, assumptions: Assumptions): Plan {
  const machine = valuesOf(assumptions.machines);
  const price = valuesOf(assumptions.prices);
  const flowCosts: Readonly<Record<FlowName, FlowCost>> = costs.flows.postgres;
  const nodes = (coreMsPerSecond: number, cores: number) =>
    Math.max(2, Math.ceil((coreMsPerSecond * machine.slowdown) / 1000 / (cores * machine.useAtPeak)) + 1);
  const calls = behaviourOf(users, assumptions).gatewayPeak;
  const gatewayNodes = calls > 0 ? nodes(calls * costs.gatewayMs, machine.serverCores) : 0;
  const behaviour = behaviourOf(users, assumptions, Math.max(1, gatewayNodes));
  const { peak, mean } = behaviour;
  // What is less busy handles fewer requests together.
  const atPeak = (ms: number, coldMs: number) => ms + coldMs * (1 - machine.useAtPeak);
  const main = sumOver(peak, (flow) => atPeak(flowCosts[flow].mainMs, flowCosts[flow].coldMs));
  const beside = sumOver(peak, (flow) => flowCosts[flow].sideMs + flowCosts[flow].hashMs);
  // Either all cores or the main threads are what there is too little of.
  const serverNodes = Math.max(nodes(main + beside, machine.serverCores), nodes(main, machine.serverWorkers));
  const ofDatabase = sumOver(peak, (flow) => atPeak(flowCosts[flow].databaseMs, flowCosts[flow].databaseColdMs));
  const databaseMs = ofDatabase * (1 + machine.vacuumShare) * machine.slowdown;
  const logBytes = sumOver(peak, (flow) => flowCosts[flow].logBytes);
  const serialMs = changesRowMs(costs, assumptions);
  const ofPrimary: Need[] = [
    { name: 'processor', needed: databaseMs / 1000, ofOne: machine.databaseCores * machine.useAtPeak, unit: 'cores' },
    {
      name: 'write-ahead log',
      needed: logBytes / 1e6,
      ofOne: machine.logMegabytesPerSecond * machine.useAtPeak,
      unit: 'MB/s',
    },
    {
      name: 'row of changes',
      needed: peak.revocation,
      ofOne: (1000 / serialMs) * machine.useAtPeak,
      unit: 'revocations/s',
    },
  ].toSorted((a, b) => b.needed / b.ofOne - a.needed / a.ofOne);
  const deployments = Math.max(1, ...ofPrimary.map(({ needed, ofOne }) => Math.ceil(needed / ofOne)));
  const coresOfEach = databaseMs / 1000 / machine.useAtPeak / deployments;
  const databaseCores =
    databaseSizes.find((size) => size >= coresOfEach && size <= machine.databaseCores) ?? machine.databaseCores;
  const databaseNodes = deployments * (1 + machine.databaseStandbys);
  const { databaseGigabytes, auditGigabytes } = sizesOf(users, mean, costs, assumptions);
  const cores = (serverNodes + gatewayNodes) * machine.serverCores + databaseNodes * databaseCores;
  const gigabytes = databaseGigabytes * (1 + machine.databaseStandbys);
  return {
    users,
    ...behaviour,
    serverNodes,
    gatewayNodes,
    deployments,
    databaseCores,
    databaseNodes,
    connectionsOfPrimary: Math.ceil(serverNodes / deployments) * machine.serverWorkers * (machine.poolSize + 1),
    databaseGigabytes,
    auditGigabytes,
    logMegabytesPerSecond: logBytes / 1e6,
    dollarsPerHour: cores * price.perVcpuHour + (gigabytes * price.perGigabyteMonth) / hoursOfMonth,
    ofPrimary,
  };
}

/** Revocations take their order from one row: each holds it until it is committed, at the standby too. */
export function changesRowMs(costs: MeasuredCosts, assumptions: Assumptions): number {
  const { syncMs, standbyRoundTripMs, databaseRoundTripMs, slowdown } = valuesOf(assumptions.machines);
  const { databaseMs, databaseColdMs } = costs.flows.postgres.revocation;
  return syncMs + standbyRoundTripMs + databaseRoundTripMs + (databaseMs + databaseColdMs) * slowdown;
}

const isIssued = (flow: FlowName) => flow !== 'revocation';

function sizesOf(
  users: number,
  mean: Readonly<Record<FlowName, number>>,
  { auditBytes, flows: { postgres: costs } }: MeasuredCosts,
  assumptions: Assumptions,
): { databaseGigabytes: number; auditGigabytes: number } {
  const { refreshTokenDays, auditDays, auditShare } = valuesOf(assumptions.behaviour);
  const { artefactBytes, userBytes } = valuesOf(assumptions.rows);
  // What a flow leaves stays until its refresh token would have expired; services leave none.
  const live = sumOver(mean, (flow) => costs[flow].rowsNew) * refreshTokenDays * daySeconds;
  const audited = sumOver(mean, (flow) => {
    const { auditRows } = costs[flow];
    // Of each flow one record is of tokens, others are of sign-ins and the like.
    return isIssued(flow) ? Math.max(0, auditRows - 1) + Math.min(1, auditRows) * auditShare : auditRows;
  });
  const auditGigabytes = (audited * auditDays * daySeconds * auditBytes) / 1e9;
  return { databaseGigabytes: (live * artefactBytes + users * userBytes) / 1e9 + auditGigabytes, auditGigabytes };
}
