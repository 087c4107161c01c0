import {
  deviceId,
  encodeBeat,
  encodePacket,
  patientId,
  topics,
  type AlarmKind,
  type PatientId,
} from '@beatwatch/contracts';
import { beatsOf } from '@beatwatch/ecg';
import type { LoadedSignalModels } from '@beatwatch/signal-models';
import { createSyntheticSource } from '../../../apps/simulator/src/fleet/signal.ts';
import { createWearable } from '../../../apps/simulator/src/fleet/wearable.ts';
import { parseScript, type ScriptInput } from '../../../apps/simulator/src/script/script.ts';
import type { Physiology } from '../../../apps/simulator/src/synthesis/physiology.ts';
import { PatientLeads } from '@beatwatch/patient-signal';

/** One message of a device and when it is sent. */
export interface DeviceMessage {
  readonly atMs: number;
  readonly topic: string;
  readonly key: string;
  readonly value: Uint8Array;
}

export interface BankPatient {
  readonly patientId: PatientId;
  readonly messages: readonly DeviceMessage[];
  /** Alarms that the script gives cause for, and until when each has to be raised after the start, if all goes well. */
  readonly expected: readonly { readonly kind: AlarmKind; readonly bySeconds: number }[];
  /** Beats from before this time belong to a backlog: they are late, and raise no alarm. Epoch microseconds. */
  readonly lateBeforeUs?: number;
}

interface PatientPlan {
  readonly name: string;
  readonly script: ScriptInput;
  readonly physiology?: Partial<Physiology>;
  readonly expected?: BankPatient['expected'];
  /** Default II. */
  readonly leads?: readonly ('II' | 'V2')[];
  /** Cut into beats by the device. */
  readonly isSegmented?: true;
  /** Seconds of an earlier time that are sent together at this second, marked late. */
  readonly backlog?: { readonly atSeconds: number; readonly seconds: number };
}

/** Noise and wander that go on during asystole and tell it from a loose cable. */
const movement: Partial<Physiology> = { noiseMv: 0.012, baselineWanderMv: 0.08 };

const plans: readonly PatientPlan[] = [
  { name: 'sinus', script: [] },
  {
    name: 'asystole',
    script: [{ kind: 'asystole', atSeconds: 40, forSeconds: 9 }],
    physiology: movement,
    expected: [{ kind: 'asystole', bySeconds: 46 }],
  },
  {
    name: 'fibrillation',
    script: [{ kind: 'ventricular-fibrillation', atSeconds: 30, forSeconds: 20 }],
    expected: [{ kind: 'ventricular-fibrillation', bySeconds: 42 }],
  },
  {
    name: 'slow',
    script: [{ kind: 'sinus-rate', atSeconds: 20, forSeconds: 25, rateBpm: 30, overSeconds: 3 }],
    expected: [{ kind: 'extreme-bradycardia', bySeconds: 45 }],
  },
  {
    name: 'fast',
    script: [{ kind: 'sinus-rate', atSeconds: 15, forSeconds: 40, rateBpm: 150, overSeconds: 5 }],
    expected: [{ kind: 'extreme-tachycardia', bySeconds: 45 }],
  },
  {
    name: 'ectopy',
    script: [
      { kind: 'ventricular-run', atSeconds: 35, beats: 10 },
      { kind: 'ventricular-premature', atSeconds: 55, beats: 6 },
    ],
    expected: [{ kind: 'ventricular-tachycardia', bySeconds: 48 }],
  },
  {
    name: 'loose',
    script: [
      { kind: 'lead-off', atSeconds: 25, forSeconds: 12 },
      { kind: 'ventricular-fibrillation', atSeconds: 55, forSeconds: 15 },
    ],
    expected: [
      { kind: 'lead-off', bySeconds: 35 },
      { kind: 'ventricular-fibrillation', bySeconds: 67 },
    ],
  },
  {
    name: 'link',
    script: [
      { kind: 'duplicates', atSeconds: 12, packets: 5 },
      { kind: 'reordering', atSeconds: 20, packets: 3 },
      { kind: 'drop-out', atSeconds: 28, forSeconds: 16 },
      { kind: 'ventricular-fibrillation', atSeconds: 60, forSeconds: 15 },
    ],
    expected: [
      { kind: 'no-data', bySeconds: 41 },
      { kind: 'ventricular-fibrillation', bySeconds: 72 },
    ],
  },
  {
    name: 'clock',
    script: [
      { kind: 'clock-jump', atSeconds: 15, bySeconds: 3 },
      { kind: 'clock-jump', atSeconds: 30, bySeconds: -7200 },
      { kind: 'ventricular-fibrillation', atSeconds: 50, forSeconds: 20 },
    ],
    expected: [{ kind: 'ventricular-fibrillation', bySeconds: 62 }],
  },
  {
    name: 'two-leads',
    script: [{ kind: 'ventricular-fibrillation', atSeconds: 35, forSeconds: 15 }],
    leads: ['II', 'V2'],
    expected: [{ kind: 'ventricular-fibrillation', bySeconds: 47 }],
  },
  {
    name: 'backlog',
    script: [{ kind: 'asystole', atSeconds: 5, forSeconds: 9 }],
    physiology: movement,
    backlog: { atSeconds: 20, seconds: 30 },
  },
  {
    name: 'segmented',
    script: [{ kind: 'sinus-rate', atSeconds: 25, forSeconds: 30, rateBpm: 150 }],
    isSegmented: true,
  },
];

export const signalSeconds = 85;
const samplingRateHz = 125;

/** All patients that simulations draw from, with their signal from `startMs` on; made once, as they take a while. */
export function createBank(startMs: number, signalModels: LoadedSignalModels): readonly BankPatient[] {
  return plans.map((plan, index) => ({
    patientId: patientId(plan.name),
    messages: messagesOf(plan, index + 1, { startMs, signalModels }),
    expected: plan.expected ?? [],
    ...(plan.backlog && { lateBeforeUs: startMs * 1000 }),
  }));
}

interface BankOptions {
  readonly startMs: number;
  readonly signalModels: LoadedSignalModels;
}

function messagesOf(plan: PatientPlan, seed: number, options: BankOptions): DeviceMessage[] {
  const { leads = ['II'], backlog } = plan;
  // The script of a backlog is that of the signal which comes late.
  const now = backlog === undefined ? plan : { ...plan, script: [] };
  const streams = leads.map((lead, index) =>
    packetsOf(now, { seed: seed * 10 + index, lead, seconds: signalSeconds, startMs: options.startMs }),
  );
  const live = streams.flat().sort((one, other) => one.atMs - other.atMs);
  if (plan.isSegmented) return beatMessages(plan, live, options);
  const late =
    backlog === undefined
      ? []
      : packetsOf(plan, {
          seed: seed * 10,
          lead: 'II',
          seconds: backlog.seconds,
          startMs: options.startMs - 3_600_000,
        }).map(({ packet }) => ({
          atMs: options.startMs + backlog.atSeconds * 1000,
          packet: { ...packet, deviceId: deviceId('d-backlog'), late: true as const },
        }));
  return [...live, ...late]
    .sort((one, other) => one.atMs - other.atMs)
    .map(({ atMs, packet }) => ({
      atMs,
      topic: topics.packets,
      key: plan.name,
      value: encodePacket(packet),
    }));
}

interface StreamOptions {
  readonly seed: number;
  readonly lead: 'II' | 'V2';
  readonly seconds: number;
  readonly startMs: number;
}

function packetsOf(plan: PatientPlan, { seed, lead, seconds, startMs }: StreamOptions) {
  const script = parseScript(plan.script);
  const wearable = createWearable({
    patientId: patientId(plan.name),
    deviceId: deviceId(`d-${plan.name}`),
    source: createSyntheticSource({
      seed,
      samplingRateHz,
      script,
      lead,
      ...(plan.physiology && { physiology: plan.physiology }),
    }),
    startTimeUs: startMs * 1000,
    packetMs: 1000,
    script,
  });
  const packets = [];
  while (wearable.dueUs <= (startMs + seconds * 1000) * 1000) {
    const atMs = wearable.dueUs / 1000;
    for (const packet of wearable.next()) packets.push({ atMs, packet });
  }
  return packets;
}

/** The beats of a signal, as a device that cuts beats itself would send them. */
function beatMessages(
  plan: PatientPlan,
  live: ReturnType<typeof packetsOf>,
  { signalModels }: BankOptions,
): DeviceMessage[] {
  const leads = new PatientLeads({ models: signalModels.models, preprocessing: 'r-window-88-microvolts' });
  return live.flatMap(({ atMs, packet }) =>
    beatsOf(leads.push(packet, undefined).observations).map((beat) => ({
      atMs,
      topic: topics.segmentedBeats,
      key: plan.name,
      value: encodeBeat(beat),
    })),
  );
}
