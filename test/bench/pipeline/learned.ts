import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { decodePacket, encodeObservation, topics, type Observation, type Packet } from '@beatwatch/contracts';
import { createLeadPipeline } from '@beatwatch/ecg';
import { createLoadFleet, loadArchetypes, loadPatientId } from '@beatwatch/simulator';
import { partitionOf, type MessageStream, type OutgoingMessage } from '@beatwatch/stream';
import { packState } from '@beatwatch/stream-processor';
import type { Repositories } from '@beatwatch/timescale';
import { signalModels } from '../../stack/signal-models.ts';
import type { RunningStack } from '../../stack/running-stack.ts';
import { createWard } from '../scorer/ward.ts';

const tickMs = 1000;
const pageOfStates = 100;

/**
 * What the scorer has learned of each heart of the load fleet.
 * @param minutes of signal up to now
 */
export async function learnedStates(minutes: number): Promise<readonly object[]> {
  const untilMs = Date.now();
  let nowMs = untilMs - minutes * 60_000;
  const packets: Packet[] = [];
  const producer = {
    send: (_topic: string, messages: readonly OutgoingMessage[]) => {
      packets.push(...messages.map(({ value }) => decodePacket(value)));
      return Promise.resolve();
    },
  };
  const fleet = createLoadFleet({ patients: loadArchetypes, producer, now: () => nowMs });
  const ids = Array.from({ length: loadArchetypes }, (_, index) => loadPatientId(index));
  const pipelines = ids.map(() => createLeadPipeline({ models: signalModels }));
  const ward = await createWard();
  const monitors = ids.map((id) => ward.admit(id));
  for (; nowMs < untilMs; nowMs += tickMs) {
    await fleet.sendDue();
    const observations: Observation[][] = ids.map(() => []);
    for (const packet of packets.splice(0)) {
      const index = ids.indexOf(packet.patientId);
      observations[index]?.push(...(pipelines[index]?.push(packet).observations ?? []));
    }
    const encoded = observations.map((ofOne) => ofOne.map(encodeObservation));
    await ward.judge(encoded, monitors);
  }
  await fleet.stop();
  await ward.close();
  return monitors.map(({ state }) => state);
}

export interface Ward {
  readonly stack: RunningStack;
  readonly stream: MessageStream;
  readonly repositories: Pick<Repositories, 'checkpoints'>;
}

/** Gives patients of the load fleet their states, and has the scorer start again, which reads them. */
export async function admitLearned(
  { stack, stream, repositories }: Ward,
  states: readonly object[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const { logId } = stream;
  const checkpoints = Array.from({ length: to - from }, (_, at) => {
    const id = loadPatientId(from + at);
    return {
      processor: 'scorer',
      topic: topics.beats,
      partition: partitionOf(id),
      patientId: id,
      logId,
      nextOffset: 0,
      state: packState({ ...states[(from + at) % states.length], reached: { logId, sources: {} } }),
    };
  });
  for (let at = 0; at < checkpoints.length; at += pageOfStates)
    await repositories.checkpoints.write(checkpoints.slice(at, at + pageOfStates));
  const before = await stack.pidOf('scorer');
  process.kill(before, 'SIGKILL');
  while ((await stack.pidOf('scorer')) === before) await delay(100);
}
