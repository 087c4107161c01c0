import {
  rhythmMeasureNames,
  type Beat,
  type DeviceId,
  type Observation,
  type PatientId,
  type SignalFault,
  type SignalSecond,
  type Writable,
} from '@beatwatch/contracts';

/**
 * Observations as another thread of this process reads them: what comes out is what would if ingest published them and the scorer
 * read the messages, which is written and read far more slowly. Where they come from in a log is left out.
 */
export interface PackedObservations {
  /** Texts that the observations have, each once. */
  readonly texts: readonly string[];
  /** Of each observation: what it has (see `has`), numbers of its texts, and its other numbers. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Samples and measures, which the messages round to 32 bits. */
  readonly values: Float32Array<ArrayBuffer>;
}

const has = {
  beat: 1,
  late: 2,
  axis: 4,
  preceding: 8,
  label: 16,
  measures: 32,
  qrsShare: 64,
  shift: 128,
  behind: 256,
};

export class ObservationWriter {
  readonly #places = new Map<string, number>();
  #numbers = new Float64Array(4096);
  #values = new Float32Array(32_768);
  #number = 0;
  #value = 0;

  write(observation: Observation): void {
    if (observation.kind === 'beat') this.#beat(observation.beat);
    else this.#second(observation.second);
  }

  finish(): PackedObservations {
    return {
      texts: [...this.#places.keys()],
      numbers: this.#numbers.slice(0, this.#number),
      values: this.#values.slice(0, this.#value),
    };
  }

  #beat(beat: Beat): void {
    const { late, axis, precedingRrIntervalMs: preceding, referenceLabel: label } = beat;
    this.#put(
      has.beat |
        (late === true ? has.late : 0) |
        (axis === undefined ? 0 : has.axis) |
        (preceding === undefined ? 0 : has.preceding) |
        (label === undefined ? 0 : has.label),
    );
    this.#source(beat);
    this.#put(beat.rrIntervalMs);
    this.#text(beat.preprocessing);
    if (axis !== undefined) this.#put(axis);
    if (preceding !== undefined) this.#put(preceding);
    if (label !== undefined) this.#text(label);
    this.#put(beat.samples.length);
    this.#all(beat.samples);
  }

  #second(second: SignalSecond): void {
    const { late, axis, rhythmMeasures: measures, qrsShare, faults } = second;
    // A message does not tell 0 from nothing.
    const { shiftUs = 0, behindLogUs = 0 } = second;
    this.#put(
      (late === true ? has.late : 0) |
        (axis === undefined ? 0 : has.axis) |
        (measures === undefined ? 0 : has.measures) |
        (qrsShare === undefined ? 0 : has.qrsShare) |
        (shiftUs === 0 ? 0 : has.shift) |
        (behindLogUs === 0 ? 0 : has.behind),
    );
    this.#source(second);
    this.#put(second.qualityIndex);
    this.#put(second.fibrillationIndex);
    this.#put(faults.length);
    for (const fault of faults) this.#text(fault);
    if (axis !== undefined) this.#put(axis);
    if (shiftUs !== 0) this.#put(shiftUs);
    if (behindLogUs !== 0) this.#put(behindLogUs);
    if (measures !== undefined) this.#all(measures);
    if (qrsShare !== undefined) this.#all([qrsShare]);
  }

  #source({ patientId, deviceId, lead, timeUs, endTimeUs }: Beat | SignalSecond): void {
    this.#text(patientId);
    this.#text(deviceId);
    this.#text(lead);
    this.#put(timeUs);
    this.#put(endTimeUs);
  }

  #put(number: number): void {
    if (this.#number === this.#numbers.length) {
      const grown = new Float64Array(2 * this.#numbers.length);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.#number] = number;
    this.#number += 1;
  }

  #text(text: string): void {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(text, place);
    }
    this.#put(place);
  }

  #all(values: ArrayLike<number>): void {
    const end = this.#value + values.length;
    if (end > this.#values.length) {
      const grown = new Float32Array(2 * end);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values.set(values, this.#value);
    this.#value = end;
  }
}

/** Reads observations in the order in which they were written. The samples of beats are a part of the packed values. */
export class ObservationReader {
  readonly #packed: PackedObservations;
  #number = 0;
  #value = 0;

  constructor(packed: PackedObservations) {
    this.#packed = packed;
  }

  /** The next one; there has to be one. */
  read(): Observation {
    const flags = this.#next();
    return (flags & has.beat) === 0
      ? { kind: 'second', second: this.#second(flags) }
      : { kind: 'beat', beat: this.#beat(flags) };
  }

  #beat(flags: number): Beat {
    const beat = this.#source() as Writable<Beat>;
    beat.rrIntervalMs = this.#next();
    beat.preprocessing = this.#text();
    if ((flags & has.axis) !== 0) beat.axis = this.#next();
    if ((flags & has.preceding) !== 0) beat.precedingRrIntervalMs = this.#next();
    if ((flags & has.label) !== 0) beat.referenceLabel = this.#text();
    beat.samples = this.#values(this.#next());
    if ((flags & has.late) !== 0) beat.late = true;
    return beat;
  }

  #second(flags: number): SignalSecond {
    const second = this.#source() as Writable<SignalSecond>;
    second.qualityIndex = this.#next();
    second.fibrillationIndex = this.#next();
    const faults: SignalFault[] = [];
    for (let left = this.#next(); left > 0; left -= 1) faults.push(this.#text() as SignalFault);
    second.faults = faults;
    if ((flags & has.axis) !== 0) second.axis = this.#next();
    if ((flags & has.shift) !== 0) second.shiftUs = this.#next();
    if ((flags & has.behind) !== 0) second.behindLogUs = this.#next();
    if ((flags & has.measures) !== 0)
      second.rhythmMeasures = Array.from(this.#values(rhythmMeasureNames.length));
    if ((flags & has.qrsShare) !== 0) second.qrsShare = this.#values(1)[0] ?? 0;
    if ((flags & has.late) !== 0) second.late = true;
    return second;
  }

  #source() {
    return {
      patientId: this.#text() as PatientId,
      deviceId: this.#text() as DeviceId,
      lead: this.#text(),
      timeUs: this.#next(),
      endTimeUs: this.#next(),
    };
  }

  #next(): number {
    const number = this.#packed.numbers[this.#number] ?? 0;
    this.#number += 1;
    return number;
  }

  #text(): string {
    return this.#packed.texts[this.#next()] ?? '';
  }

  #values(count: number): Float32Array {
    const from = this.#value;
    this.#value += count;
    return this.#packed.values.subarray(from, this.#value);
  }
}
