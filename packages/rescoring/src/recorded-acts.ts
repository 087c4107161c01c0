import type { AlarmSettings } from '@beatwatch/alarms';
import type { AdmissionCommand, AlarmEvent, PatientCommand, PatientId } from '@beatwatch/contracts';
import type { PatientMonitor } from '@beatwatch/patient-monitor';
import type { AppliedProfile, LimitsChange, ThresholdChange } from '@beatwatch/timescale';

/** What happened to a patient's monitor beside the signal. */
export interface ActHistory {
  readonly patientId: PatientId;
  /** Changes of stored alarms. */
  readonly changes: readonly AlarmEvent[];
  /** Thresholds that staff set. */
  readonly thresholds: readonly ThresholdChange[];
  /** Comings and goings. */
  readonly admissions: readonly AdmissionCommand[];
  /** Own limits that staff set. */
  readonly limits: readonly LimitsChange[];
  /** Profiles of wards that alarms were decided by. */
  readonly profiles: readonly AppliedProfile[];
}

interface TimedAct {
  readonly timeUs: number;
  readonly act: (monitor: PatientMonitor) => readonly AlarmEvent[];
}

interface Arrival {
  /** Epoch microseconds at which the log received the next packet; undefined where it keeps no times. */
  readonly arrivalUs: number | undefined;
}

/** Time without packets from which the scorer may have reported missing data; its clock is not the log's. */
const leastGapShare = 0.5;

/**
 * Repeats what people and the scorer's clock did: acknowledgements, thresholds and limits at the time at which they were asked for,
 * missing data where they were reported.
 */
export class RecordedActs {
  readonly #settings: AlarmSettings['noData'];
  readonly #acts: TimedAct[];
  readonly #noDataUs: ReadonlySet<number>;
  readonly #goneUs: readonly number[];
  #lastArrivalUs: number | undefined;

  constructor(
    { patientId, changes, thresholds, admissions, limits, profiles }: ActHistory,
    settings: AlarmSettings,
  ) {
    this.#settings = settings.noData;
    const acknowledged = changes.flatMap(({ alarmId, actor, timeUs, reason }): PatientCommand[] =>
      actor === undefined || reason !== undefined
        ? []
        : [{ patientId, actor, timeUs, action: 'acknowledge', alarmId }],
    );
    const set = thresholds.map(({ actor, timeUs, value }): PatientCommand => ({
      patientId,
      actor,
      timeUs,
      action: 'set-threshold',
      ...(value !== undefined && { value }),
    }));
    const limited = limits.map((change): PatientCommand => ({ ...change, action: 'set-limits' }));
    const commands = [...acknowledged, ...set, ...admissions, ...limited];
    this.#acts = [
      ...commands.map((command): TimedAct => ({
        timeUs: command.timeUs,
        act: (monitor) => monitor.command(command),
      })),
      ...profiles.map(({ timeUs, profile }): TimedAct => ({
        timeUs,
        act: (monitor) => {
          monitor.setProfile(profile);
          return [];
        },
      })),
    ].sort((a, b) => a.timeUs - b.timeUs);
    this.#noDataUs = new Set(
      changes
        .filter(({ kind, state, actor }) => kind === 'no-data' && state === 'active' && actor === undefined)
        .map(({ timeUs }) => timeUs),
    );
    const gone = changes.filter(({ reason }) => reason === 'patient-gone').map(({ timeUs }) => timeUs);
    this.#goneUs = [...new Set(gone)].sort((a, b) => a - b);
  }

  /** What happened before the next packet arrived, in order; to be done before its observations are judged. */
  before({ arrivalUs }: Arrival): TimedAct['act'][] {
    const acts: TimedAct['act'][] = [];
    const gapUs =
      arrivalUs === undefined || this.#lastArrivalUs === undefined ? 0 : arrivalUs - this.#lastArrivalUs;
    if (arrivalUs !== undefined) this.#lastArrivalUs = arrivalUs;
    if (gapUs >= this.#settings.afterMs * 1000 * leastGapShare) {
      acts.push((monitor) => this.#missingData(monitor, gapUs));
    }
    while (arrivalUs !== undefined) {
      const [next] = this.#acts;
      if (next === undefined || next.timeUs >= arrivalUs) break;
      this.#acts.shift();
      acts.push(next.act);
    }
    return acts;
  }

  #missingData(monitor: PatientMonitor, gapUs: number): readonly AlarmEvent[] {
    const { newestUs } = monitor.state.monitor;
    const dueUs = newestUs + this.#settings.afterMs * 1000;
    const reported = this.#noDataUs.has(dueUs) ? monitor.noData(dueUs) : [];
    // The scorer counts from the arrival, a little after the log did.
    const goneUs = this.#goneUs.find((timeUs) => timeUs > newestUs && timeUs <= newestUs + gapUs + 60e6);
    return goneUs === undefined ? reported : [...reported, ...monitor.gone(goneUs)];
  }
}
