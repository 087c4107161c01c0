import type { ModelVersion } from '@beatwatch/contracts';
import type { Checkpoint, Repositories } from '@beatwatch/timescale';

/** Consumer group of the shadow, and owner of its checkpoints. */
export const shadowGroup = 'scorer-shadow';
/** Those of the scorer that judges. */
const liveGroup = 'scorer';

interface ShadowedModel {
  /** Of the autoencoder. */
  readonly version: ModelVersion;
  /** As scores name it. */
  readonly modelVersion: ModelVersion;
}

export interface ShadowRepositoriesOptions {
  /** The version that everybody is to be judged by in the shadow; undefined without one. */
  readonly wanted: () => Promise<ModelVersion | undefined>;
  /** The model that is in the shadow now; undefined before one is open. */
  readonly current: () => ShadowedModel | undefined;
}

/**
 * The database as a scorer in the shadow sees it: it reads what the live one reads, and stores scores and alarms apart. Nothing
 * that the live path reads is written. A patient of whom it has no state begins with that of the live scorer, to be made known to
 * the shadow's model from there.
 */
export function shadowRepositories(
  live: Repositories,
  { wanted, current }: ShadowRepositoriesOptions,
): Repositories {
  const { alarms, alarmInputs, scores, checkpoints, thresholds, models, assignments, shadow } = live;
  const { patients, waveforms, gaps, beats, training, drift, selections, decisions, silences, deliveries } =
    live;
  const { admissions, limits } = live;
  const { users, audit, machineKeys, devices, careNotes, careGroups } = live;
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    // Each by name: a repository that comes new has to be decided about here.
    ...{
      patients,
      waveforms,
      gaps,
      beats,
      training,
      drift,
      selections,
      decisions,
      shadow,
      silences,
      deliveries,
      users,
      audit,
      machineKeys,
      devices,
      careNotes,
      careGroups,
    },
    scores: {
      ...scores,
      async write(all) {
        const model = current();
        if (model === undefined) return;
        await shadow.writeScores(
          model.version,
          all.filter(({ modelVersion }) => modelVersion === model.modelVersion),
        );
      },
    },
    alarms: {
      ...alarms,
      async write(events) {
        const model = current();
        if (model !== undefined) await shadow.writeChanges(model.version, events);
      },
      // Those that stand are the live scorer's to end.
      list: () => Promise.resolve([]),
      keepStrips: () => Promise.resolve(0),
      label: nothing,
    },
    alarmInputs: { ...alarmInputs, write: nothing },
    thresholds: { ...thresholds, set: nothing },
    admissions: { ...admissions, apply: nothing },
    limits: { ...limits, set: nothing, apply: nothing },
    models: { ...models, ensure: nothing },
    assignments: {
      ...assignments,
      async inForce() {
        const everybody = await wanted();
        return { patients: new Map(), ...(everybody !== undefined && { everybody }) };
      },
    },
    checkpoints: {
      ...checkpoints,
      async read(key): Promise<readonly Checkpoint[]> {
        const own = await checkpoints.read(key);
        const known = new Set(own.map(({ patientId }) => patientId));
        const others = await checkpoints.read({ ...key, processor: liveGroup });
        return [
          ...own,
          ...others.flatMap((one) => (known.has(one.patientId) ? [] : { ...one, processor: shadowGroup })),
        ];
      },
    },
  };
}
