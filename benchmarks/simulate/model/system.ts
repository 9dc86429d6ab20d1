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
/** How one request ended. */
export type Ending = 'done' | 'hash queue full' | 'database away';

interface Process {
  readonly main: Thread;
  readonly hashes: Slots;
  readonly pool: Slots;
  readonly machine: Processor;
  readonly writer: Thread;
}

interface Trip {
  readonly computeMs: number;
  /** What it costs more when the database does nothing else. */
  readonly coldMs: number;
  /** Of log, when it commits: 0 when it only reads. */
  readonly bytes: number;
  readonly process: Process;
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
  /** That PostgreSQL computes at the moment. */
  #transactions = 0;
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
    const process = this.#processes[this.#turn++ % this.#processes.length]!;
    const trips = this.#tripsOf(cost, share);
    // Before each wait the main thread has a part of the work to do, and after the last.
    const parts = trips + (hashes ? 2 : 1);
    const partMs = (cost.mainMs * share * spread * slowdown) / parts;
    const coldMs = (cost.coldMs * share * slowdown) / parts;
    const compute = (then: () => void) => process.main.compute(partMs, then, coldMs);
    const waitMs = clientRoundTripMs + (clientBeside ? cost.restMs * share * spread : 0);
    const answer = (ending: Ending) => clock.after(waitMs / 2, () => this.#byClient(cost, share, () => ended(ending)));
    const store = (left: number): void => {
      if (left === 0) answer('done');
      else {
        const trip = { computeMs: (cost.databaseMs * share) / trips, coldMs: (cost.databaseColdMs * share) / trips };
        const bytes = left === 1 && cost.commits > 0 ? cost.logBytes * share : 0;
        this.#store(
          { ...trip, bytes, process },
          () => compute(() => store(left - 1)),
          () => answer('database away'),
        );
      }
    };
    const hash = () => {
      const hashed = () => {
        process.hashes.give();
        compute(() => store(trips));
      };
      const taken = process.hashes.take(() => process.machine.compute(cost.hashMs * slowdown, hashed, hashWeight));
      if (!taken) answer('hash queue full');
    };
    this.#byClient(cost, share, () =>
      clock.after(waitMs / 2, () => {
        compute(hashes ? hash : () => store(trips));
        // Others of its threads work as well, and records of audit are written later, many together: nobody waits for them but for a core.
        process.machine.compute(cost.sideMs * share * slowdown, () => undefined);
        if (trips === 0) this.#aside(cost, share, process);
      }),
    );
  }

  /** How often a request waits for the database. */
  #tripsOf({ commits, trips }: FlowCost, share: number): number {
    const least = commits > 0 ? 1 : 0;
    return this.#topology.store === 'sqlite' ? least : Math.max(least, Math.round(trips * share));
  }

  #byClient({ clientMs }: FlowCost, share: number, then: () => void): void {
    if (this.#topology.clientBeside) this.#client.compute((clientMs * share) / 2, then);
    else then();
  }

  #aside({ databaseMs }: FlowCost, share: number, { machine }: Process): void {
    const { store, slowdown } = this.#topology;
    (store === 'sqlite' ? machine : this.database).compute(databaseMs * share * slowdown, () => undefined);
  }

  /** One transaction. */
  #store({ computeMs, coldMs, bytes, process }: Trip, then: () => void, away: () => void): void {
    const { store, databaseRoundTripMs, slowdown } = this.#topology;
    const commit = (done: () => void) => {
      if (bytes > 0) this.log.commit(bytes, done);
      else done();
    };
    if (store === 'sqlite') {
      process.writer.compute(computeMs * slowdown, () => commit(then), coldMs * slowdown);
      return;
    }
    const transaction = () => {
      const ms = (computeMs + (this.#transactions === 0 ? coldMs : 0)) * slowdown;
      this.#transactions += 1;
      this.database.compute(ms, () => {
        this.#transactions -= 1;
        commit(() => {
          process.pool.give();
          then();
        });
      });
    };
    const onConnection = () => process.pool.take(() => this.clock.after(databaseRoundTripMs, transaction));
    this.#whenReachable(onConnection, away);
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
