import {
  isInForce,
  isInScope,
  mutes,
  type AlarmEvent,
  type PatientId,
  type Silence,
  type SilenceScope,
} from '@beatwatch/contracts';

/** What has ended is still told: pages say why alarms sound again. */
const endedShownMs = 20_000;
/** A second press, or one in another window, means the same. */
const samePressMs = 1000;

/** Where silences outlive the gateway, and are seen by others. */
export interface SilenceStore {
  write(silences: readonly Silence[]): Promise<void>;
  since(timeMs: number): Promise<readonly Silence[]>;
}

export interface SilenceBoardOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The open alarms. */
  readonly alarms: () => readonly AlarmEvent[];
  readonly wardOf: (id: PatientId) => string | undefined;
}

/**
 * Which alarms are muted on all screens. A silence holds at once and is stored beside that: a database that does not answer
 * keeps nobody from muting, and what is lost with it are silences, not sounds.
 */
export class SilenceBoard {
  readonly #options: SilenceBoardOptions;
  #silences = new Map<string, Silence>();
  readonly #unstored = new Set<string>();
  /** What was told last. */
  #told = '';

  constructor(options: SilenceBoardOptions) {
    this.#options = options;
  }

  /** In force or just ended, the oldest first. */
  get shown(): readonly Silence[] {
    const sinceMs = this.#options.now() - endedShownMs;
    return [...this.#silences.values()]
      .filter(({ end, untilMs }) => (end?.atMs ?? untilMs) > sinceMs)
      .sort((a, b) => a.startedMs - b.startedMs);
  }

  /** Whether they are others than at the last call. */
  takeChanged(): boolean {
    if (this.#silences.size === 0 && this.#told === '') return false;
    const shown = this.shown.map(({ silenceId, end }) => `${silenceId} ${end?.atMs ?? ''}`).join('\n');
    if (shown === this.#told) return false;
    this.#told = shown;
    return true;
  }

  /** @param patientId of an alarm's silence */
  start(request: {
    readonly scope: SilenceScope;
    readonly patientId?: PatientId;
    readonly actor: string;
    readonly seconds: number;
  }): void {
    const nowMs = Math.round(this.#options.now());
    const { seconds, ...silence } = request;
    const { scope, actor } = silence;
    for (const before of this.#silences.values()) {
      if (before.scope !== scope || !isInForce(before, nowMs)) continue;
      if (nowMs - before.startedMs < samePressMs) return;
      this.#put({ ...before, end: { atMs: nowMs, actor } });
    }
    const covers = this.#options
      .alarms()
      .filter((alarm) => alarm.state === 'active' && this.#isIn(scope, alarm))
      .filter((alarm) => !mutes({ scope, covers: [] }, alarm))
      .map(({ alarmId, changeNumber }) => ({ alarmId, changeNumber }));
    this.#put({
      ...silence,
      silenceId: `${scope}/${nowMs}`,
      startedMs: nowMs,
      untilMs: nowMs + seconds * 1000,
      covers,
    });
  }

  /** @returns false where it is unknown or over */
  end(silenceId: string, actor: string): boolean {
    const nowMs = Math.round(this.#options.now());
    const silence = this.#silences.get(silenceId);
    if (silence === undefined || !isInForce(silence, nowMs)) return false;
    this.#put({ ...silence, end: { atMs: nowMs, actor } });
    return true;
  }

  /** Ends the silences that an open alarm breaks, and forgets those whose time is over. To be called at every tick. */
  check(): void {
    const nowMs = Math.round(this.#options.now());
    if (this.#silences.size === 0) return;
    const active = this.#options.alarms().filter(({ state }) => state === 'active');
    for (const [id, silence] of this.#silences) {
      // Not sooner, though it has ended: the store may not know that yet.
      if (nowMs - silence.untilMs >= endedShownMs) this.#silences.delete(id);
      if (!isInForce(silence, nowMs)) continue;
      const breaking = active.find((alarm) => this.#isIn(silence.scope, alarm) && !mutes(silence, alarm));
      if (breaking !== undefined) this.#put({ ...silence, end: { atMs: nowMs, alarmId: breaking.alarmId } });
    }
  }

  /** Stores what is new here, then takes over what is new in the store. */
  async exchange(store: SilenceStore): Promise<void> {
    const ids = [...this.#unstored];
    const unstored = ids.flatMap((id) => this.#silences.get(id) ?? []);
    await store.write(unstored);
    for (const silence of unstored) {
      if (this.#silences.get(silence.silenceId) === silence) this.#unstored.delete(silence.silenceId);
    }
    for (const id of ids) if (!this.#silences.has(id)) this.#unstored.delete(id);
    for (const silence of await store.since(this.#options.now())) {
      const known = this.#silences.get(silence.silenceId);
      if (known === undefined || known.end === undefined) this.#silences.set(silence.silenceId, silence);
    }
  }

  #isIn(scope: SilenceScope, alarm: AlarmEvent): boolean {
    return isInScope(scope, alarm, this.#options.wardOf(alarm.patientId));
  }

  #put(silence: Silence): void {
    this.#silences.set(silence.silenceId, silence);
    this.#unstored.add(silence.silenceId);
  }
}
