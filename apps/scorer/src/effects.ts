import {
  encodeAlarmEvent,
  encodeScore,
  topics,
  type AlarmEvent,
  type DeadLetter,
  type PatientCommand,
  type PatientId,
} from '@beatwatch/contracts';
import { deadLetterMessages, GroupCommit } from '@beatwatch/stream-processor';
import type { OutgoingMessage, Producer } from '@beatwatch/stream';
import type { AlarmInputBlock, Repositories, StoredScore } from '@beatwatch/timescale';

/** What is stored as well as applied: all but acknowledgements, which alarms tell. */
export type StaffCommand = Exclude<PatientCommand, { action: 'acknowledge' }>;

/** Effects of one batch of messages. */
export interface BatchEffect {
  readonly scores: readonly StoredScore[];
  readonly events: readonly AlarmEvent[];
  /** What alarms were decided by. */
  readonly inputs: readonly AlarmInputBlock[];
  readonly commands: readonly StaffCommand[];
  readonly deadLetters: readonly DeadLetter[];
}

export const noEffect: BatchEffect = { scores: [], events: [], inputs: [], commands: [], deadLetters: [] };

/** Stores, then publishes. Simultaneous batches of several partitions are stored in one statement for each table. */
export function createEffects(
  repositories: Repositories,
  producer: Producer,
): (effect: BatchEffect) => Promise<void> {
  const writes = new GroupCommit<BatchEffect>(
    async (effects) => {
      const scores = effects.flatMap((effect) => effect.scores);
      const events = effects.flatMap((effect) => effect.events);
      if (scores.length > 0) await repositories.scores.write(scores);
      if (events.length > 0) await repositories.alarms.write(events);
      const inputs = effects.flatMap((effect) => effect.inputs);
      if (inputs.length > 0) await repositories.alarmInputs.write(inputs);
      for (const command of effects.flatMap((effect) => effect.commands)) await store(repositories, command);
    },
    { maxItems: 200 },
  );

  return async (effect) => {
    const { scores, events, inputs, commands, deadLetters } = effect;
    if (scores.length + events.length + inputs.length + commands.length > 0) await writes.add([effect]);
    if (events.length > 0) await producer.send(topics.alarms, keyed(events, encodeAlarmEvent));
    if (scores.length > 0) await producer.send(topics.scores, keyed(scores, encodeScore));
    if (deadLetters.length > 0) await producer.send(topics.deadLetter, deadLetterMessages(deadLetters));
  };
}

function store(repositories: Repositories, command: StaffCommand): Promise<void> {
  switch (command.action) {
    case 'set-threshold':
      return repositories.thresholds.set(command);
    case 'set-limits':
      return repositories.limits.set(command);
    case 'label':
      return repositories.alarms.label(command);
    default:
      return repositories.admissions.apply(command);
  }
}

function keyed<Item extends { readonly patientId: PatientId }>(
  items: readonly Item[],
  encode: (item: Item) => Uint8Array,
): OutgoingMessage[] {
  return items.map((item) => ({ key: item.patientId, value: encode(item) }));
}
