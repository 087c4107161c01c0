import type { AlarmLimits, AlarmProfile, PatientCommand, PatientId } from '@beatwatch/contracts';
import type { PatientMonitor } from '@beatwatch/patient-monitor';
import type { Logger } from '@beatwatch/service-kit';
import { keepTicking, type Ticking, type TickTools } from '@beatwatch/stream-processor';
import type { AppliedProfile, Repositories } from '@beatwatch/timescale';
import type { ScoredPatient } from './scored-patient.ts';

type SetLimits = Extract<PatientCommand, { readonly action: 'set-limits' }>;

type LimitsStore = Pick<Repositories['limits'], 'own' | 'profilesInForce' | 'apply'>;

/**
 * Limits of alarms that people have set. A patient's own come with the log, and are in the patient's state; of one that is
 * lost they are read from the database. Those of a ward come from the database, between two batches of the log, and are stored
 * with the state before anything is decided by them.
 */
export class LimitsInForce {
  readonly #repository: LimitsStore;
  readonly #logger: Logger;
  #reading: Ticking | undefined;
  /** Undefined before they have been read: nobody's are changed until then. */
  #profiles: ReadonlyMap<PatientId, AlarmProfile> | undefined;
  /** As they were stored when the last partition was taken over. */
  #stored: ReadonlyMap<PatientId, AlarmLimits> = new Map();
  /** By partition, what has come from its log since: newer than what is read from the database, whenever that is. */
  readonly #noted = new Map<number, Map<PatientId, AlarmLimits>>();
  #reads = 0;
  #newestRead = 0;

  constructor(repository: LimitsStore, logger: Logger) {
    this.#repository = repository;
    this.#logger = logger;
  }

  /** Reads the wards' again and again; while the database is away, those that were read last hold. */
  keepReading(everyMs: number): void {
    this.#reading = keepTicking(everyMs, () =>
      this.refresh().catch((error: unknown) => {
        this.#logger.warn({ error: String(error) }, 'reading the limits of alarms failed');
      }),
    );
  }

  async stop(): Promise<void> {
    await this.#reading?.stop();
  }

  /**
   * Reads what is in force, before patients of a partition are restored: another process may have had it.
   * @throws TimescaleError
   */
  async read(partition: number): Promise<void> {
    this.#noted.delete(partition);
    this.#reads += 1;
    const read = this.#reads;
    const [stored] = await Promise.all([this.#repository.own(), this.refresh()]);
    // Partitions are taken over at the same time: an older read may come later.
    if (read < this.#newestRead) return;
    this.#newestRead = read;
    this.#stored = stored;
  }

  /**
   * Reads the profiles of the wards.
   * @throws TimescaleError
   */
  async refresh(): Promise<void> {
    this.#profiles = await this.#repository.profilesInForce();
  }

  /** Takes note of a command of a partition's log that is about to be stored. */
  note({ patientId, limits }: SetLimits, partition: number): void {
    const noted = this.#noted.get(partition) ?? new Map<PatientId, AlarmLimits>();
    this.#noted.set(partition, noted.set(patientId, limits));
  }

  /** Gives a new monitor what is in force for its patient: states are forgotten, or lost. */
  begin(patientId: PatientId, monitor: PatientMonitor): void {
    const own = this.#ownOf(patientId);
    const profile = this.#profiles?.get(patientId);
    if (own !== undefined && Object.keys(own).length > 0)
      monitor.command({ patientId, actor: 'system', timeUs: 0, action: 'set-limits', limits: own });
    if (profile !== undefined) monitor.setProfile(profile);
  }

  #ownOf(patientId: PatientId): AlarmLimits | undefined {
    for (const noted of this.#noted.values()) {
      const limits = noted.get(patientId);
      if (limits !== undefined) return limits;
    }
    return this.#stored.get(patientId);
  }

  /** Has alarms decided by the profiles of the wards that patients lie in now. */
  async takeOverProfiles(
    { states, checkpoint, retryUntilStored }: TickTools<ScoredPatient>,
    nowUs: number,
  ): Promise<void> {
    const applied = this.#takeOver(states, nowUs);
    if (applied.length === 0) return;
    await retryUntilStored(() => this.#repository.apply(applied));
    await checkpoint();
  }

  #takeOver(states: TickTools<ScoredPatient>['states'], nowUs: number): readonly AppliedProfile[] {
    const profiles = this.#profiles;
    if (profiles === undefined) return [];
    return states.entries().flatMap(([patientId, { monitor }]) => {
      const profile = profiles.get(patientId);
      if (isSame(monitor.limits.profile, profile)) return [];
      states.stateToChange(patientId).monitor.setProfile(profile);
      return [{ patientId, timeUs: Math.round(nowUs), ...(profile !== undefined && { profile }) }];
    });
  }
}

const isSame = (one: AlarmProfile | undefined, other: AlarmProfile | undefined): boolean =>
  one?.profileId === other?.profileId;
