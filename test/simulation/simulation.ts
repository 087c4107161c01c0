import { topics, type PatientId } from '@beatwatch/contracts';
import type { Service } from '@beatwatch/service-kit';
import { seedFrom } from '@beatwatch/statistics';
import { SimulatedBroker } from './broker/simulated-broker.ts';
import { Chance } from './chance.ts';
import { checkOutcome } from './check/outcome.ts';
import { CommitCheck } from './check/commits.ts';
import { MemoryCheck } from './check/memory.ts';
import { StationCheck } from './check/station.ts';
import { faultyMs } from './check/windows.ts';
import { delay, VirtualClock } from './clock.ts';
import { SimulatedDatabase, type Surroundings } from './database/simulated-database.ts';
import type { Host } from './host.ts';
import { drawFaults, inject, type Fault } from './faults.ts';
import { signalSeconds, type BankPatient } from './patients/bank.ts';
import { sendMessages } from './patients/devices.ts';
import { sendPoison } from './patients/poison.ts';
import { actAsStaff } from './patients/staff.ts';
import { gatewayOn, type SimulatedGateway } from './processes/gateway.ts';
import type { SimulatedModels } from './processes/models.ts';
import { ingestOn, scorerOn, type Site } from './processes/processors.ts';
import { Supervised } from './processes/supervised.ts';
import { runReference } from './reference.ts';
import { Trace } from './trace.ts';
import { fairWeather } from './weather.ts';

/** Made once for all simulations of a process. */
export interface World {
  readonly bank: readonly BankPatient[];
  readonly models: SimulatedModels;
}

/** When every simulation begins, epoch milliseconds: 2026-01-01. */
export const startMs = 1_767_225_600_000;

const partitions = 3;
const firstFaultMs = startMs + 6000;
const lastFaultMs = startMs + 58_000;
const endOfSignalMs = startMs + signalSeconds * 1000;
/** Time after the last fault until all is as if there had been none. */
const settledMs = 15_000;
/** Time to catch up, and for the alarms that follow the end of the signal. */
const endMs = endOfSignalMs + 35_000;

export interface Outcome {
  readonly seed: number;
  /** What was found wrong; empty for a good run. */
  readonly problems: readonly string[];
  /** Equal for two runs of one seed. */
  readonly hash: string;
  readonly patients: readonly PatientId[];
  readonly faults: readonly Fault[];
  readonly counts: Readonly<Record<string, number>>;
  readonly lines: readonly string[];
}

/** Runs one seed. Everything that is drawn, and so everything that happens, follows from the seed. */
export async function simulate(
  seed: number,
  world: World,
  { keepsTrace = false }: { readonly keepsTrace?: boolean } = {},
): Promise<Outcome> {
  const clock = new VirtualClock(startMs);
  const realRandom = Math.random;
  // What the processes draw themselves, such as the length of a pause before the next attempt.
  const own = new Chance(seedFrom(seed, 1));
  Math.random = () => own.next();
  try {
    return await new Simulation(seed, world, clock, keepsTrace).run();
  } finally {
    Math.random = realRandom;
    clock.uninstall();
  }
}

class Simulation {
  readonly #seed: number;
  readonly #clock: VirtualClock;
  readonly #chance: Chance;
  readonly #trace: Trace;
  readonly #patients: readonly BankPatient[];
  /** Patients whose alarms people act on. */
  readonly #handled: ReadonlySet<PatientId>;
  readonly #faults: readonly Fault[];
  readonly #commits: CommitCheck;
  readonly #around: Surroundings;
  readonly #site: Site;
  readonly #processors: Supervised<Service>[] = [];
  readonly #gateway: Supervised<SimulatedGateway>;
  readonly #failures: { readonly atMs: number; readonly text: string }[] = [];

  constructor(seed: number, world: World, clock: VirtualClock, keepsTrace: boolean) {
    this.#seed = seed;
    this.#clock = clock;
    this.#chance = new Chance(seed);
    const nowMs = (): number => clock.nowMs;
    this.#trace = new Trace(() => clock.nowMs - startMs, keepsTrace);
    this.#patients = this.#draw(world.bank, this.#chance.whole(3, 5));
    this.#handled = new Set(
      this.#patients.filter(() => this.#chance.happens(0.3)).map(({ patientId }) => patientId),
    );
    this.#faults = drawFaults(this.#chance, firstFaultMs, lastFaultMs);
    this.#around = { chance: this.#chance, weather: fairWeather(), trace: this.#trace, nowMs };
    const database = new SimulatedDatabase(this.#around);
    this.#commits = new CommitCheck(database.tables);
    const broker = new SimulatedBroker({
      ...this.#around,
      partitions,
      onCommit: (groupId, position, before) => {
        this.#commits.check(broker, { groupId, position, before });
      },
    });
    this.#site = { broker, database, models: world.models };
    for (const kind of ['ingest', 'scorer'] as const) {
      const number = this.#chance.whole(1, 2);
      for (let index = 0; index < number; index += 1) this.#addProcessor(kind);
    }
    this.#gateway = this.#supervised('gateway', (host) => gatewayOn(this.#site, host, nowMs));
  }

  async run(): Promise<Outcome> {
    const { broker, database } = this.#site;
    for (const topic of Object.values(topics)) broker.logs(topic);
    const station = new StationCheck(database.tables);
    const memory = new MemoryCheck(database.tables.all);
    for (const process of [...this.#processors, this.#gateway]) void process.run();
    const messages = this.#patients.flatMap((patient) => patient.messages);
    void sendMessages(messages, { ...this.#around, broker });
    void sendPoison({
      ...this.#around,
      broker,
      patients: this.#patients,
      fromMs: startMs,
      toMs: lastFaultMs,
    });
    void actAsStaff({
      ...this.#around,
      handled: this.#handled,
      station: () => this.#gateway.process?.station,
      untilMs: endOfSignalMs - 10_000,
    });
    for (const fault of this.#faults) void this.#injectLater(fault);
    void this.#watch(station);
    try {
      await this.#clock.runUntil(endMs);
    } finally {
      memory.end();
    }
    const checked = checkOutcome({
      site: this.#site,
      clock: this.#clock,
      reference: await runReference(this.#site, this.#clock),
      patients: this.#patients,
      handled: this.#handled,
      faults: this.#faults,
      startMs,
      endMs,
    });
    const late = this.#failures.filter(({ atMs }) => atMs > lastFaultMs + settledMs);
    return {
      seed: this.#seed,
      problems: [
        ...checked.problems,
        ...this.#commits.problems,
        ...station.problems,
        ...memory.problems,
        ...late.map(({ text }) => `a process ended by itself long after the last fault: ${text}`),
      ],
      hash: this.#trace.digest(),
      patients: this.#patients.map(({ patientId }) => patientId),
      faults: this.#faults,
      counts: {
        ...checked.counts,
        events: this.#trace.events,
        statements: database.statements,
        processes: [...this.#processors, this.#gateway].reduce((sum, { started }) => sum + started, 0),
        failures: this.#failures.length,
        'largest map': memory.largest,
      },
      lines: this.#trace.lines,
    };
  }

  #draw(bank: readonly BankPatient[], number: number): BankPatient[] {
    const left = [...bank];
    return Array.from({ length: number }, () => left.splice(this.#chance.whole(0, left.length - 1), 1)[0]!);
  }

  #addProcessor(kind: 'ingest' | 'scorer'): Supervised<Service> {
    const name = `${kind}-${this.#processors.length}`;
    const build = kind === 'ingest' ? ingestOn : scorerOn;
    const processor = this.#supervised(name, (host) => build(this.#site, host));
    this.#processors.push(processor);
    return processor;
  }

  #supervised<Process extends Service>(name: string, build: (host: Host) => Process): Supervised<Process> {
    return new Supervised({
      name,
      build,
      chance: this.#chance,
      trace: this.#trace,
      nowMs: this.#around.nowMs,
      onFailed: (host, error) => {
        this.#failures.push({ atMs: this.#clock.nowMs, text: `${host}: ${String(error)}` });
      },
    });
  }

  async #injectLater(fault: Fault): Promise<void> {
    await delay(fault.atMs - startMs);
    await inject(fault, {
      ...this.#around,
      broker: this.#site.broker,
      processes: () => [...this.#processors, this.#gateway],
      addProcess: async (forMs) => {
        const added = this.#addProcessor(this.#chance.pick(['ingest', 'scorer'] as const));
        void added.run();
        await delay(forMs);
        added.end();
      },
    });
  }

  /** Compares the page with the database twice a second, while no fault keeps them apart. */
  async #watch(station: StationCheck): Promise<void> {
    // A slow database delays both.
    const apart = this.#faults.filter(({ kind }) => kind !== 'slow database');
    await delay(2000);
    for (;;) {
      const nowMs = this.#clock.nowMs;
      if (faultyMs(apart, nowMs - 500, nowMs) > 0) station.forget();
      else station.look(this.#gateway.process, nowMs - startMs);
      await delay(500);
    }
  }
}
