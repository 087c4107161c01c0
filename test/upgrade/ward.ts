import { setTimeout as delay } from 'node:timers/promises';
import type { AlarmRow, StoredScore } from '@beatwatch/timescale';
import { openDatabase, type Database } from '@beatwatch/timescale';
import type { ClientToServerEvents, RequestResult, ServerToClientEvents } from '@beatwatch/live-protocol';
import { createFleet, type FleetPatient } from '@beatwatch/simulator';
import { createKafkaStream, type MessageStream, type Producer } from '@beatwatch/stream';
import { io, type Socket } from 'socket.io-client';
import { scripted } from '../stack/packets.ts';
import { liveToken } from '../stack/live-token.ts';
import { RunningStack } from '../stack/running-stack.ts';

const sinus = scripted('sinus-1', 1, []);
const ventricular = scripted('ventricular-1', 2, [{ kind: 'ventricular-run', atSeconds: 40, beats: 14 }]);
const disconnected = scripted('disconnected-1', 4, [{ kind: 'drop-out', atSeconds: 20, forSeconds: 3600 }]);

/** What an upgrade must keep. */
export interface Kept {
  readonly alarms: readonly AlarmRow[];
  readonly labels: number;
  readonly staffThreshold: number | undefined;
  readonly learnedThreshold: number;
  readonly counts: Readonly<Record<'patient' | 'waveform' | 'beat' | 'beat_score' | 'alarm_event', number>>;
}

interface Connected {
  readonly dataDir: string;
  readonly stack: RunningStack;
  readonly stream: MessageStream;
  readonly producer: Producer;
}

/** A small ward on a running stack of some version. */
export class UpgradeWard {
  readonly stack: RunningStack;
  readonly database: Database;
  readonly #dataDir: string;
  readonly #stream: MessageStream;
  readonly #producer: Producer;
  readonly #fleet: ReturnType<typeof createFleet>;

  private constructor({ dataDir, stack, stream, producer }: Connected, patients: readonly FleetPatient[]) {
    this.#dataDir = dataDir;
    this.stack = stack;
    this.database = openDatabase({
      connectionString: stack.info.databaseUrl,
      applicationName: 'upgrade-test',
    });
    this.#stream = stream;
    this.#producer = producer;
    this.#fleet = createFleet({ patients, producer });
  }

  static async open(dataDir: string, command?: string, isFirst = true): Promise<UpgradeWard> {
    const stack = await RunningStack.start(dataDir, ['--no-simulator'], { withinMs: 240_000, command });
    const stream = await createKafkaStream({ brokers: stack.info.brokers ?? [], clientId: 'upgrade-test' });
    const producer = await stream.producer();
    const patients = isFirst ? [sinus, ventricular, disconnected] : [sinus, ventricular];
    const ward = new UpgradeWard({ dataDir, stack, stream, producer }, patients);
    await ward.#fleet.start();
    return ward;
  }

  /** Waits until a threshold is learned and alarms are open, then acts as staff would. */
  async watch(): Promise<Kept> {
    const { alarms, thresholds } = this.database.repositories;
    await until('a learned threshold', async () => (await this.newestScore())?.threshold !== undefined);
    const openOf = (patient: FleetPatient) =>
      alarms.list({ patientId: patient.patientId, openOnly: true, limit: 10 });
    await until('a tachycardia', async () =>
      (await openOf(ventricular)).some(({ kind }) => kind === 'ventricular-tachycardia'),
    );
    await until('a lack of data', async () => (await openOf(disconnected)).length > 0);
    const [alarm] = await openOf(ventricular);
    if (alarm === undefined) throw new Error('an alarm has ended by itself');
    const { gatewayUrl } = this.stack.info;
    const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(gatewayUrl, {
      transports: ['websocket'],
      // Versions without sessions took the name that a client gave.
      auth: await liveToken(this.#dataDir, 'Nurse K.').then(
        (token) => ({ token }),
        () => ({ actor: 'Nurse K.' }),
      ),
    });
    const labelled = await socket.emitWithAck('label', {
      patientId: alarm.patientId,
      alarmId: alarm.alarmId,
      label: 'true',
    });
    const set = await socket.emitWithAck('setThreshold', { patientId: ventricular.patientId, value: 3.25 });
    requireTaken(labelled, set);
    await until('the label', async () => (await alarms.labels(alarm.alarmId)).length > 0);
    await until('the threshold', async () => (await thresholds.inForce(ventricular.patientId)) !== undefined);
    socket.close();
    return this.kept();
  }

  /** What is stored now. */
  async kept(): Promise<Kept> {
    const { alarms, thresholds } = this.database.repositories;
    const all = await alarms.list({ limit: 1000 });
    const labels = await Promise.all(all.map(({ alarmId }) => alarms.labels(alarmId)));
    const counts = await this.database.pool.query<Kept['counts']>(
      `select (select count(*) from patient) as patient, (select count(*) from waveform) as waveform,
         (select count(*) from beat) as beat, (select count(*) from beat_score) as beat_score,
         (select count(*) from alarm_event) as alarm_event`,
    );
    const [row] = counts.rows;
    if (row === undefined) throw new Error('a query without a row');
    return {
      alarms: all,
      labels: labels.flat().length,
      staffThreshold: (await thresholds.inForce(ventricular.patientId))?.value,
      learnedThreshold: (await this.newestScore())?.threshold ?? Number.NaN,
      counts: row,
    };
  }

  /** Of the quiet patient. */
  async newestScore(): Promise<StoredScore | undefined> {
    const range = { patientId: sinus.patientId, fromUs: 0, toUs: Date.now() * 1000 + 60e6 };
    return (await this.database.repositories.scores.recent(range, 1))[0];
  }

  /** The first beats of the quiet patient that were measured after a time, oldest first. */
  async scoresSince(fromUs: number): Promise<readonly StoredScore[]> {
    const range = { patientId: sinus.patientId, fromUs, toUs: Date.now() * 1000 + 60e6 };
    return [...(await this.database.repositories.scores.recent(range, 1000))].reverse();
  }

  /** Ends the fleet and the stack. */
  async stop(): Promise<void> {
    await this.#fleet.stop();
    await this.#producer.stop();
    await this.#stream.stop();
    await this.database.close();
    await this.stack.interrupt();
  }
}

function requireTaken(...results: readonly RequestResult[]): void {
  for (const result of results) if (!result.ok) throw new Error(`the gateway refused: ${result.message}`);
}

/** @throws naming what did not come within two minutes */
export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 120_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`within two minutes there was not ${what}`);
    await delay(300);
  }
}
