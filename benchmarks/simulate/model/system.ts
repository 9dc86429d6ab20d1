/**
 * The model of a deployment, or of a part of it: authorization servers, each of some processes with a main thread and threads for
 * hashes; a database with its connections, cores and log; clients with an own clock. Times are in milliseconds.
 */
import type { FlowCost, FlowName, Store } from '../costs.ts';
import { Clock } from './clock.ts';
import { Processor } from './processor.ts';
import { fromQuantiles, type Random } from './random.ts';
import { GroupCommit, Slots, Thread } from './stations.ts';

export interface Topology {
  readonly store: Store;
  readonly servers: number;
  readonly coresPerServer: number;
  readonly processesPerServer: number;
  /** Of each process. */
  readonly hashesAtOnce: number;
  readonly hashQueue: number;
  readonly poolSize: number;
  /** May be part of a core: the share of a database that others use as well. */
  readonly databaseCores: number;
  /** Between client and server, and between server and database: there and back. */
  readonly clientRoundTripMs: number;
  readonly databaseRoundTripMs: number;
  /** From the primary to the standby that a commit waits for, and back; 0 without. */
  readonly standbyRoundTripMs: number;
  readonly logBytesPerMs: number;
  readonly syncMs: readonly number[];
  /** How much slower this machine's cores are than those that were measured: 1 as fast. */
  readonly slowdown: number;
  /** The load comes from one thread that shares the database's cores, as on the machine that was measured. */
  readonly clientBeside: boolean;
  /** How long a request waits for the database before it is answered with 503. */
  readonly databasePatienceMs: number;
  /** While the database does not answer. */
  readonly outage?: { readonly fromMs: number; readonly forMs: number } | undefined;
}

/** Threads for hashes have nice + 5: a third of the weight of others. */
const hashWeight = 335 / 1024;
/** Of the main thread's work on a request, what it does before it waits for the database. */
const partBefore = 2 / 3;

/** How one request ended. */
export type Ending = 'done' | 'hash queue full' | 'database away';

interface Process {
  readonly main: Thread;
  readonly hashes: Slots;
  readonly pool: Slots;
  readonly machine: Processor;
  readonly writer: Thread;
}

export class System {
  readonly clock: Clock = new Clock();
  readonly machines: readonly Processor[];
  readonly database: Processor;
  readonly log: GroupCommit;
  readonly #topology: Topology;
  readonly #random: Random;
  readonly #processes: Process[] = [];
  readonly #client: Thread;
  #turn = 0;
  #waitingForDatabase: (() => void)[] = [];

  constructor(topology: Topology, random: Random) {
    this.#topology = topology;
    this.#random = random;
    const { clock } = this;
    this.machines = Array.from({ length: topology.servers }, () => new Processor(clock, topology.coresPerServer));
    this.database = new Processor(clock, topology.databaseCores);
    this.#client = new Thread(this.database);
    const { standbyRoundTripMs, logBytesPerMs, syncMs } = topology;
    this.log = new GroupCommit(
      clock,
      (bytes) => fromQuantiles(random, syncMs) + standbyRoundTripMs + bytes / logBytesPerMs,
    );
    for (const machine of this.machines) {
      for (let count = 0; count < topology.processesPerServer; count += 1) {
        this.#processes.push({
          main: new Thread(machine),
          hashes: new Slots(topology.hashesAtOnce, topology.hashQueue),
          pool: new Slots(topology.poolSize),
          writer: new Thread(machine),
          machine,
        });
      }
    }
    const { outage } = topology;
    if (outage) clock.after(outage.fromMs + outage.forMs, () => this.#databaseBack());
  }

  /** One request of a flow, on any of the processes. */
  request(cost: FlowCost, step: number, ended: (ending: Ending) => void): void {
    const { clock } = this;
    const { share, hashes } = cost.steps[step]!;
    const spread = fromQuantiles(this.#random, cost.spread);
    const { slowdown, clientRoundTripMs, clientBeside } = this.#topology;
    const waitMs = clientRoundTripMs + (clientBeside ? cost.restMs * share * spread : 0);
    const mainMs = cost.mainMs * share * spread * slowdown;
    const wakeMs = cost.wakeMs * share * slowdown;
    const process = this.#processes[this.#turn++ % this.#processes.length]!;
    const answer = (ending: Ending) => clock.after(waitMs / 2, () => this.#byClient(cost, share, () => ended(ending)));
    const answering = () => {
      process.main.compute(mainMs * (1 - partBefore), () => answer('done'));
      // Others of its threads work as well; nobody waits for them but for a core.
      process.machine.compute(cost.sideMs * share * slowdown, () => undefined);
    };
    const storing = () => {
      if (!this.#store(cost, share, process, answering, () => answer('database away'))) answering();
    };
    const computing = () =>
      process.main.compute(
        mainMs * partBefore,
        () => {
          if (!hashes) {
            storing();
            return;
          }
          const taken = process.hashes.take(() =>
            process.machine.compute(
              cost.hashMs * slowdown,
              () => {
                process.hashes.give();
                storing();
              },
              hashWeight,
            ),
          );
          if (!taken) answer('hash queue full');
        },
        wakeMs,
      );
    this.#byClient(cost, share, () => clock.after(waitMs / 2, computing));
  }

  #byClient({ clientMs }: FlowCost, share: number, then: () => void): void {
    if (this.#topology.clientBeside) this.#client.compute((clientMs * share) / 2, then);
    else then();
  }

  /** False: this request waits for nothing there. */
  #store(cost: FlowCost, share: number, process: Process, then: () => void, away: () => void): boolean {
    const { store, databaseRoundTripMs, slowdown } = this.#topology;
    const computeMs = cost.databaseMs * share * slowdown;
    const bytes = cost.logBytes * share;
    const commits = cost.commits / cost.steps.length;
    const commit = (done: () => void) => {
      if (commits > 0) this.log.commit(bytes, done);
      else done();
    };
    if (store === 'sqlite') {
      if (commits === 0) process.machine.compute(computeMs, () => undefined);
      else process.writer.compute(computeMs, () => commit(then));
      return commits > 0;
    }
    const trips = Math.max(commits, cost.trips * share);
    const onConnection = (done: () => void) =>
      process.pool.take(() =>
        this.clock.after(databaseRoundTripMs * trips, () =>
          this.database.compute(computeMs, () =>
            commit(() => {
              process.pool.give();
              done();
            }),
          ),
        ),
      );
    // Its records of audit are written a moment later, many together.
    if (commits === 0 && cost.trips < 0.5) {
      this.database.compute(computeMs, () => undefined);
      return false;
    }
    this.#whenReachable(() => onConnection(then), away);
    return true;
  }

  #whenReachable(go: () => void, away: () => void): void {
    const { outage, databasePatienceMs } = this.#topology;
    const { now } = this.clock;
    if (!outage || now < outage.fromMs || now >= outage.fromMs + outage.forMs) {
      go();
      return;
    }
    let waits = true;
    this.#waitingForDatabase.push(() => {
      if (waits) go();
      waits = false;
    });
    this.clock.after(databasePatienceMs, () => {
      if (waits) away();
      waits = false;
    });
  }

  #databaseBack(): void {
    const waiting = this.#waitingForDatabase;
    this.#waitingForDatabase = [];
    for (const go of waiting) go();
  }
}

/** How often each flow begins, in a second. */
export type Rates = Partial<Record<FlowName, number>>;
