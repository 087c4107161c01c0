import { defaultAlarmSettings } from '@beatwatch/alarms';
import {
  decodeObservation,
  isAdmission,
  observedIn,
  requirePatientKey,
  topics,
  type Observation,
  type PatientId,
  type SystemNotice,
} from '@beatwatch/contracts';
import {
  Breather,
  buildStreamProcessor,
  keepTicking,
  readBatch,
  type BatchHandler,
  type StreamProcessor,
  type Ticking,
  type TickTools,
} from '@beatwatch/stream-processor';
import type { Producer } from '@beatwatch/stream';
import { monitorBatch, PatientMonitor, reconstructAnomalous } from '@beatwatch/patient-monitor';
import { Admissions, endStandbys } from './admissions.ts';
import { readAbsentSince } from './absent-since.ts';
import { createEffects, noEffect, type BatchEffect, type StaffCommand } from './effects.ts';
import { ModelShelf } from './hot-swap/model-shelf.ts';
import { ModelSwaps } from './hot-swap/model-swaps.ts';
import { storedVersions } from './hot-swap/stored-versions.ts';
import { ingestPositions } from './ingest-positions.ts';
import { IngestProgress } from './ingest-progress.ts';
import { decodeCommand, isLate } from './messages.ts';
import { createScorerMetrics, measureScores, registerWaitingSwaps } from './metrics.ts';
import { NoDataTimer } from './no-data.ts';
import { OrphanedAlarms, type OpenAlarms } from './orphaned-alarms.ts';
import { LimitsInForce } from './patient-limits.ts';
import { monitorsOf, openAlarmsOf } from './partition-monitors.ts';
import { ScoredPatient } from './scored-patient.ts';
import type { ScorerOptions } from './scorer-options.ts';
import { inputsOf } from './stored-inputs.ts';
import { scoreOf } from './stored-score.ts';
import { startStripKeeper, type StripKeeper } from './strip-keeper.ts';

export interface Scorer extends StreamProcessor {
  /** Takes a system notice that did not come over the stream: an outage of what is before the scorer explains missing data. */
  addNotice(notice: Pick<SystemNotice, 'noticeId' | 'state'>): void;
}

/**
 * Scores beats and raises alarms. Beats of all patients are encoded together and judged patient by patient in the order
 * of the log; scores and alarms are stored, then published, then the position is committed.
 */
export function buildScorer(options: ScorerOptions): Scorer {
  const {
    stream,
    repositories,
    models,
    rhythmModels,
    alarms = defaultAlarmSettings,
    tickMs = 1000,
    now = Date.now,
  } = options;
  const monitorModels = { beats: models, ...rhythmModels };
  const metrics = createScorerMetrics(options.registry);
  let producer: Producer | undefined;
  let absentSinceMs: ReadonlyMap<PatientId, number> = new Map();
  const noData = new NoDataTimer({
    ...alarms.noData,
    tickMs,
    absentMs: (id) => Math.max(0, now() - (absentSinceMs.get(id) ?? now())),
  });
  const ingestProgress = new IngestProgress();
  let progressTicks: Ticking | undefined;
  let swapTicks: Ticking | undefined;
  const { openFurtherModel: open, logger } = options;
  const shelf = open && new ModelShelf({ models, open, registry: repositories.models, logger });
  const onSwapped = (): void => {
    metrics.modelSwaps.inc();
  };
  const swaps = shelf && new ModelSwaps({ repositories, models, shelf, logger, onSwapped });
  if (swaps !== undefined) registerWaitingSwaps(options.registry, () => swaps.waiting);
  const admissions = new Admissions(repositories.admissions);
  const limits = new LimitsInForce(repositories.limits, logger);
  const orphans = new OrphanedAlarms(repositories.alarms);
  let strips: StripKeeper | undefined;
  let effects: ((effect: BatchEffect) => Promise<void>) | undefined;

  async function apply(effect: BatchEffect): Promise<void> {
    await effects?.(effect);
    if (effect.events.length > 0) strips?.wanted();
    for (const { code } of effect.deadLetters) metrics.deadLetters.inc({ code });
    for (const { kind, state } of effect.events) metrics.alarmEvents.inc({ kind, state });
  }

  const onObservations: BatchHandler<ScoredPatient> = async (batch, { states, retryUntilStored }) => {
    const decode = (bytes: Uint8Array, key: Uint8Array): Observation => {
      const observation = decodeObservation(bytes);
      requirePatientKey(key, observedIn(observation).patientId);
      if (observation.kind === 'beat') models.for(observation.beat);
      return observation;
    };
    const { good, bad } = readBatch(batch, decode, now() * 1000);
    const patients = new Map<PatientId, ScoredPatient>();
    const unseen = good.flatMap(({ message, value: observation }) => {
      const { patientId } = observedIn(observation);
      const patient = states.stateAt(patientId, message.offset);
      if (!patient?.isNew(observation)) return [];
      patients.set(patientId, patient);
      return [{ monitor: patient.monitor, observation }];
    });
    const repeated = unseen.flatMap(({ monitor, observation }) =>
      isLate(observation) ? [] : noData.dataReceived(monitor),
    );
    const breather = new Breather();
    const outcome = await monitorBatch(unseen, () => breather.breathe());
    const { events } = outcome;
    let { beats } = outcome;
    // The monitors have gone on, so that this waits for an engine as what follows does for the database.
    await retryUntilStored(async () => {
      beats = await reconstructAnomalous(outcome.beats);
    });
    const scoredAtUs = now() * 1000;
    const scores = beats.map(({ beat, judged }) => scoreOf(beat, judged, scoredAtUs));
    const inputs = inputsOf(patients);
    await retryUntilStored(() =>
      apply({ scores, events: [...repeated, ...events], inputs, commands: [], deadLetters: bad }),
    );
    swaps?.judged(outcome);
    measureScores(
      metrics,
      scores,
      beats.map(({ beat }) => beat),
    );
  };

  const onCommands: BatchHandler<ScoredPatient> = async (batch, { states, retryUntilStored }) => {
    const { good, bad } = readBatch(batch, decodeCommand, now() * 1000);
    const events = good.flatMap(({ message: { offset }, value }) => {
      const patient = states.stateToChange(value.patientId);
      if (isAdmission(value) || value.action === 'set-limits') {
        const { topic, partition } = batch;
        if (!patient.isNew({ source: { topic, partition, offset, index: 0 } })) return [];
        if (isAdmission(value)) admissions.note(value);
        else limits.note(value, partition);
      }
      return patient.monitor.command(value);
    });
    const commands = good.flatMap(({ value }): StaffCommand[] =>
      value.action === 'acknowledge' ? [] : [value],
    );
    await retryUntilStored(() => apply({ ...noEffect, events, commands, deadLetters: bad }));
  };

  async function lookAtIngest(): Promise<void> {
    if (!noData.takeSomeoneIdle()) return;
    const positions = await ingestPositions(stream);
    ingestProgress.add(performance.now(), positions);
  }

  async function endOrphans({ states, retryUntilStored }: TickTools<ScoredPatient>): Promise<void> {
    const open = (): OpenAlarms => openAlarmsOf(states);
    const patients = orphans.concern(open);
    if (patients.length === 0) return;
    await retryUntilStored(async () => {
      const events = await orphans.endings(patients, open());
      await apply({ ...noEffect, events });
    });
    orphans.remove(patients);
  }

  const onTick = async (tools: TickTools<ScoredPatient>): Promise<void> => {
    // First, as it begins anew with states that cannot be used.
    await lookForIdle(tools);
    if (endStandbys(tools.states, now() * 1000)) await tools.checkpoint();
    await limits.takeOverProfiles(tools, now() * 1000);
    await endOrphans(tools);
    await swapModels(tools);
  };

  async function swapModels({ partition, states, checkpoint }: TickTools<ScoredPatient>): Promise<void> {
    const swapped = await swaps?.swap(partition, monitorsOf(states));
    if (swapped !== undefined && swapped.length > 0) await checkpoint();
  }

  const lookForIdle = async ({
    partition,
    states,
    checkpoint,
    retryUntilStored,
    sinceLastMs,
  }: TickTools<ScoredPatient>): Promise<void> => {
    const isIngestBehind = ingestProgress.isBehind(partition, performance.now());
    const events = noData.tick(monitorsOf(states), sinceLastMs, isIngestBehind);
    if (events.length === 0) return;
    await checkpoint();
    await retryUntilStored(() => apply({ ...noEffect, events }));
  };

  const processor = buildStreamProcessor<ScoredPatient>({
    ...options,
    name: 'scorer',
    checkpoints: repositories.checkpoints,
    state: {
      topic: topics.beats,
      create: (id) => {
        const monitor = new PatientMonitor(monitorModels, id, alarms);
        const first = options.beginWith?.();
        if (first !== undefined) monitor.assign(first, new Map());
        limits.begin(id, monitor);
        admissions.begin(id, monitor);
        return new ScoredPatient(monitor, { logId: stream.logId, sources: {} });
      },
      beforeRestore: async (stored, partition) => {
        await Promise.all([admissions.refresh(), limits.read(partition)]);
        if (shelf !== undefined)
          await Promise.all([...storedVersions(stored)].map((version) => shelf.open(version)));
      },
      mayForget: (patient) => patient.mayForget,
      serialize: (patient) => patient.serialize(),
      onBegunAnew: (id) => {
        orphans.add(id);
      },
      deserialize: (id, bytes) =>
        ScoredPatient.restore(bytes, stream.logId, (state) =>
          PatientMonitor.restore(monitorModels, id, alarms, state),
        ),
    },
    handlers: { [topics.beats]: onObservations, [topics.patientCommands]: onCommands },
    tick: { everyMs: tickMs, handler: onTick },
  });

  return {
    ...(processor.failed && { failed: processor.failed }),
    get running() {
      return processor.running;
    },
    progress: processor.progress,
    addNotice(notice) {
      ingestProgress.addNotice(notice, performance.now());
    },
    async start() {
      for (const { modelVersion, manifest } of models) {
        await repositories.models.ensure({ version: modelVersion, manifest });
      }
      producer = await stream.producer();
      effects = createEffects(repositories, producer);
      absentSinceMs = await readAbsentSince(repositories);
      if (options.beginWith !== undefined) await swaps?.prepare();
      strips = startStripKeeper({ alarms: repositories.alarms, logger: options.logger, ...options.strips });
      await processor.start();
      progressTicks = keepTicking(tickMs, lookAtIngest);
      limits.keepReading(options.limitsMs ?? 1000);
      if (swaps !== undefined) swapTicks = keepTicking(options.assignmentsMs ?? 1000, () => swaps.prepare());
    },
    async stop() {
      await Promise.all([progressTicks?.stop(), swapTicks?.stop(), limits.stop()]);
      await swaps?.stop();
      await processor.stop();
      await strips?.stop();
      await shelf?.stop();
      await producer?.stop();
      producer = undefined;
    },
  };
}
