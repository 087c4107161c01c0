import { setTimeout as delay } from 'node:timers/promises';
import type { AlarmId } from '@beatwatch/contracts';
import { createFleet } from '@beatwatch/simulator';
import { createKafkaStream } from '@beatwatch/stream';
import { RunningStack, temporaryDataDir } from '../stack/running-stack.ts';
import { smallDisk } from './data-folder.ts';
import { RestlessDatabase } from './database.ts';
import { Faults } from './faults.ts';
import { judgedAgain } from './judged.ts';
import { compareNames, compareRows, type Entry } from './ledger.ts';
import { Page } from './page.ts';
import { wardOf, type WardPatient } from './patients.ts';
import { readPublished, repeats } from './published.ts';
import { RecordingProducer } from './recorder.ts';
import { describeFault, type Fault, type Planned } from './schedule.ts';
import { scriptedAlarms, scriptedNames } from './scripted-alarms.ts';
import { withoutGivenUp } from './given-up-signal.ts';
import { storedRows, type StoredRows } from './stored-rows.ts';

export interface ChaosOptions {
  readonly patients: number;
  /** From the first packet to the last one. */
  readonly seconds: number;
  readonly seed: number;
  readonly schedule: readonly Planned[];
  /** The data folder lies on a file system of its own, which can be filled. */
  readonly onSmallDisk: boolean;
  readonly onStep: (text: string) => void;
}

export interface FaultOutcome {
  readonly fault: Fault;
  /** Since the first packet. */
  readonly atSeconds: number;
  /** From the end of the fault until every quiet patient is judged; undefined: not within the limit. */
  readonly judgedAfterSeconds: number | undefined;
}

export interface ChaosResult {
  readonly packets: number;
  readonly faults: readonly FaultOutcome[];
  readonly ledger: readonly Entry[];
  /** Alarms that said that there were no data, though the patient sent all the time. */
  readonly falseNoData: number;
  /** Seconds of signal that were given up, so that beats and alarms go on, while the disk was full. */
  readonly signalGivenUp: number;
  /** Scripted alarms that an undisturbed stack does not raise either: detectors are judged elsewhere. */
  readonly undetected: readonly string[];
  /** Messages that said again what was said before. */
  readonly repeatedScores: number;
  readonly repeatedAlarms: number;
  readonly pageReconnects: number;
  /** From the time of an alarm to its being shown, in order. */
  readonly shownAfterSeconds: readonly number[];
}

/** Without a fault: every patient is being watched. */
export const quietSeconds = 15;
const judgedLimitMs = 120_000;

/** Runs the real stack under the faults of a schedule, then the same messages undisturbed, and compares the two. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const ward = wardOf(options.patients);
  const dataDir = options.onSmallDisk ? await smallDisk(3072) : await temporaryDataDir();
  try {
    const stack = await RunningStack.start(dataDir.path, ['--no-simulator']);
    const database = new RestlessDatabase(stack);
    try {
      const disturbed = await disturb({ ...options, ward, stack, database, dataDir: dataDir.path });
      await database.close();
      await stack.interrupt();
      options.onStep('the same messages, undisturbed');
      const undisturbed = await undisturbedRows(disturbed.recorder, options.onStep);
      return verdict(disturbed, undisturbed, ward);
    } finally {
      await database.close();
      await stack.interrupt();
    }
  } finally {
    await dataDir.remove();
  }
}

interface Disturbed extends Omit<ChaosResult, 'packets' | 'ledger' | 'undetected' | 'signalGivenUp'> {
  readonly recorder: RecordingProducer;
  readonly startedMs: number;
  readonly seconds: number;
  readonly rows: StoredRows;
  readonly entries: readonly Entry[];
}

async function disturb(
  options: ChaosOptions & {
    readonly ward: readonly WardPatient[];
    readonly stack: RunningStack;
    readonly database: RestlessDatabase;
    readonly dataDir: string;
  },
): Promise<Disturbed> {
  const { ward, stack, database, onStep } = options;
  const { brokers, gatewayUrl } = stack.info;
  if (brokers === undefined) throw new Error('chaos needs the local broker: see beatwatch doctor');
  const stream = await createKafkaStream({ brokers, clientId: 'chaos' });
  const producer = await stream.producer();
  const recorder = new RecordingProducer(producer);
  const page = new Page(gatewayUrl, options.dataDir);
  const faults = new Faults({ stack, dataDir: options.dataDir, producer, seed: options.seed });
  const startedMs = Date.now();
  const fleet = createFleet({ patients: ward, producer: recorder });
  await fleet.start();
  const quiet = ward.filter(({ expected }) => expected === undefined).map(({ patientId }) => patientId);
  const outcomes: FaultOutcome[] = [];
  const untilSeconds = (seconds: number): Promise<void> =>
    delay(Math.max(0, startedMs + seconds * 1000 - Date.now()));
  for (const { atSeconds, fault } of options.schedule) {
    await untilSeconds(quietSeconds + atSeconds);
    const madeMs = Date.now();
    await faults.make(fault).catch((error: unknown) => {
      onStep(`${describeFault(fault)} could not be made: ${String(error)}`);
    });
    const judgedAfterSeconds = await judgedAgain(database, quiet, {
      sinceMs: Date.now(),
      limitMs: judgedLimitMs,
    });
    outcomes.push({ fault, atSeconds: (madeMs - startedMs) / 1000, judgedAfterSeconds });
    onStep(
      `${((madeMs - startedMs) / 1000).toFixed(0).padStart(5)} s  ${describeFault(fault).padEnd(34)} judged again ${
        judgedAfterSeconds === undefined ? 'NOT within 120 s' : `after ${judgedAfterSeconds.toFixed(1)} s`
      }`,
    );
  }
  await untilSeconds(options.seconds);
  await fleet.stop();
  const endedMs = Date.now();
  onStep(`${recorder.messages.length} packets sent; waiting until all is stored`);
  const rows = await storedRows(database);
  const alarms = await database.query<{
    alarm_id: AlarmId;
    state: string;
    priority: string;
    raised_us: number;
  }>(
    `select alarm_id, state, priority, epoch_us(raised_time) as raised_us from alarm where patient_id like 'chaos-%'`,
  );
  const changes = await database.query<{ key: string }>(
    `select concat_ws(' ', alarm_id, change_number, state) as key from alarm_event where patient_id like 'chaos-%'`,
  );
  const [noData] = await database.query<{ count: number }>(
    `select count(*) as count from alarm where kind = 'no-data' and patient_id like 'chaos-%'
       and raised_time < to_timestamp(${endedMs / 1000 - 5})`,
  );
  const published = await readPublished((await stack.now()).brokers ?? brokers);
  const open = alarms.filter(({ state }) => state !== 'resolved').map(({ alarm_id: id }) => id);
  for (let wait = 0; wait < 30 && !sameNames(open, page.open); wait += 1) await delay(500);
  const urgent = alarms.filter(({ priority }) => priority === 'high');
  const shownAfterSeconds = urgent
    .flatMap(({ alarm_id: id, raised_us: raisedUs }) => {
      const shownMs = page.shownMs.get(id);
      return shownMs === undefined ? [] : (shownMs - raisedUs / 1000) / 1000;
    })
    .sort((a, b) => a - b);
  const entries = [
    compareNames('scores published', rows.scores.keys(), published.scores.keys()),
    compareNames(
      'alarm changes published',
      changes.map(({ key }) => key),
      published.alarms.keys(),
    ),
    compareNames('open alarms shown', open, page.open),
    compareNames(
      'urgent alarms shown',
      urgent.map(({ alarm_id: id }) => id),
      urgent.flatMap(({ alarm_id: id }) => (page.shownMs.has(id) ? id : [])),
    ),
    {
      what: 'changes shown backwards',
      expected: 0,
      found: page.backwards,
      missing: 0,
      wrong: page.backwards,
      examples: [],
    },
  ];
  page.close();
  await producer.stop();
  await stream.stop();
  return {
    recorder,
    startedMs,
    seconds: (endedMs - startedMs) / 1000,
    rows,
    entries,
    faults: outcomes,
    falseNoData: noData?.count ?? 0,
    repeatedScores: repeats(published.scores),
    repeatedAlarms: repeats(published.alarms),
    pageReconnects: page.reconnects,
    shownAfterSeconds,
  };
}

/** What the stack makes of the same messages when nothing happens to it. */
async function undisturbedRows(
  recorder: RecordingProducer,
  onStep: ChaosOptions['onStep'],
): Promise<StoredRows> {
  const dataDir = await temporaryDataDir();
  const stack = await RunningStack.start(dataDir.path, ['--no-simulator']);
  const database = new RestlessDatabase(stack);
  try {
    const stream = await createKafkaStream({ brokers: stack.info.brokers ?? [], clientId: 'chaos' });
    const producer = await stream.producer();
    await recorder.replay(producer, () => undefined);
    await producer.stop();
    await stream.stop();
    const rows = await storedRows(database, 900_000);
    onStep(`undisturbed: ${rows.beats.size} beats, ${rows.alarms.size} changes of alarms`);
    return rows;
  } finally {
    await database.close();
    await stack.interrupt();
    await dataDir.remove();
  }
}

function verdict(
  { recorder, rows, entries, startedMs, seconds, ...measured }: Disturbed,
  undisturbed: StoredRows,
  ward: readonly WardPatient[],
): ChaosResult {
  const scripted = (stored: StoredRows): Set<string> =>
    scriptedAlarms(ward, { startedMs, seconds, alarms: stored.alarms });
  const detected = scripted(undisturbed);
  const { required, givenUp } = withoutGivenUp(undisturbed.signal, rows.signal, {
    startedMs,
    faults: measured.faults,
  });
  return {
    ...measured,
    packets: recorder.messages.length,
    signalGivenUp: givenUp,
    undetected: scriptedNames(ward, seconds).filter((name) => !detected.has(name)),
    ledger: [
      compareRows('seconds of signal stored', required, rows.signal),
      compareRows('beats stored', undisturbed.beats, rows.beats),
      compareRows('beats scored', undisturbed.scores, rows.scores),
      compareRows('alarm changes', undisturbed.alarms, rows.alarms),
      compareNames('scripted alarms', detected, scripted(rows)),
      ...entries,
    ],
  };
}

function sameNames(names: readonly string[], others: ReadonlySet<string>): boolean {
  return names.length === others.size && names.every((name) => others.has(name));
}
