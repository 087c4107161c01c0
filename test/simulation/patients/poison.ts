import { topics } from '@beatwatch/contracts';
import type { SimulatedBroker } from '../broker/simulated-broker.ts';
import type { Chance } from '../chance.ts';
import { delay } from '../clock.ts';
import type { Surroundings } from '../database/simulated-database.ts';
import type { BankPatient } from './bank.ts';

interface PoisonOptions extends Surroundings {
  readonly broker: SimulatedBroker;
  readonly patients: readonly BankPatient[];
  readonly fromMs: number;
  readonly toMs: number;
}

interface Poison {
  readonly topic: string;
  readonly key: string;
  readonly value: Uint8Array;
}

const encoder = new TextEncoder();

/** Sends messages that cannot be used: junk, half messages, wrong keys. */
export async function sendPoison(options: PoisonOptions): Promise<void> {
  const { broker, chance, nowMs, fromMs, toMs } = options;
  const times = Array.from({ length: chance.whole(0, 8) }, () => chance.ms(fromMs, toMs)).sort(
    (a, b) => a - b,
  );
  for (const atMs of times) {
    if (atMs > nowMs()) await delay(atMs - nowMs());
    const { topic, key, value } = drawPoison(chance, options.patients);
    options.trace.add('poison', topic, key, value.byteLength);
    broker.append(topic, broker.partitionOf(key), [
      { key: encoder.encode(key), value, timestampMs: nowMs() },
    ]);
  }
}

function drawPoison(chance: Chance, patients: readonly BankPatient[]): Poison {
  const patient = chance.pick(patients);
  const message = chance.pick(patient.messages);
  const junk = Uint8Array.from({ length: chance.whole(0, 60) }, () => chance.whole(0, 255));
  switch (chance.whole(0, 3)) {
    case 0:
      return {
        topic: chance.pick([
          topics.packets,
          topics.segmentedBeats,
          topics.beats,
          topics.patientCommands,
          topics.alarms,
          topics.scores,
        ]),
        key: patient.patientId,
        value: junk,
      };
    case 1: {
      const cut = message.value.slice(0, chance.whole(1, message.value.byteLength - 1));
      return { topic: message.topic, key: message.key, value: cut };
    }
    case 2:
      return { topic: message.topic, key: chance.pick(['', 'nobody', 'x\0y']), value: message.value };
    default:
      return { topic: topics.packets, key: patient.patientId, value: new Uint8Array(300_000).fill(7) };
  }
}
