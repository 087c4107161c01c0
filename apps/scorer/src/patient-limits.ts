import type { AlarmProfile, PatientCommand, PatientId, PatientLimits } from '@beatwatch/contracts';
import type { PatientMonitor } from '@beatwatch/patient-monitor';
import type { Logger } from '@beatwatch/service-kit';
import { keepTicking, type Ticking, type TickTools } from '@beatwatch/stream-processor';
import type { AppliedProfile, Repositories } from '@beatwatch/timescale';
import type { ScoredPatient } from './scored-patient.ts';

type SetLimits = Extract<PatientCommand, { readonly action: 'set-limits' }>;

/**
 * Limits of alarms that people have set. A patient's own come with the log, and are in the patient's state. Those of a ward come
 * from the database, between two batches of the log, and are stored with the state before anything is decided by them.
 */
export class LimitsInForce {
  readonly #repository: Pick<Repositories['limits'], 'inForce' | 'apply'>;
  readonly #logger: Logger;
  #reading: Ticking | undefined;
  /** Undefined before they have been read: nobody's are changed until then. */
  #inForce: Map<PatientId, PatientLimits> | undefined;

  constructor(repository: Pick<Repositories['limits'], 'inForce' | 'apply'>, logger: Logger) {
    this.#repository = repository;
    this.#logger = logger;
  }

  /** Reads them again and again; while the database is away, those that were read last hold. */
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

  /** @throws TimescaleError */
  async refresh(): Promise<void> {
    this.#inForce = new Map(await this.#repository.inForce());
  }

  /** Takes note of a command that is about to be stored. */
  note({ patientId, limits }: SetLimits): void {
    this.#inForce?.set(patientId, { ...this.#inForce.get(patientId), own: limits });
  }

  /** Gives a new monitor what is in force for its patient: states are forgotten, or lost. */
  begin(patientId: PatientId, monitor: PatientMonitor): void {
    const { own, profile } = this.#inForce?.get(patientId) ?? {};
    if (own !== undefined && Object.keys(own).length > 0)
      monitor.command({ patientId, actor: 'system', timeUs: 0, action: 'set-limits', limits: own });
    if (profile !== undefined) monitor.setProfile(profile);
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
    const inForce = this.#inForce;
    if (inForce === undefined) return [];
    return states.entries().flatMap(([patientId, { monitor }]) => {
      const profile = inForce.get(patientId)?.profile;
      if (isSame(monitor.limits.profile, profile)) return [];
      states.stateToChange(patientId).monitor.setProfile(profile);
      return [{ patientId, timeUs: Math.round(nowUs), ...(profile !== undefined && { profile }) }];
    });
  }
}

const isSame = (one: AlarmProfile | undefined, other: AlarmProfile | undefined): boolean =>
  one?.profileId === other?.profileId;
