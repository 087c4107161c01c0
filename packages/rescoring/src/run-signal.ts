import { PatientLeads } from '@beatwatch/patient-signal';
import { loadSignalModels } from '@beatwatch/signal-models';
import { openDatabase } from '@beatwatch/timescale';
import { packSteps, type SignalStep } from './packed-steps.ts';
import type { SignalMessage, SignalTask } from './signal-task.ts';
import { StoredPackets } from './stored-packets.ts';

/** Signal that is read in one statement. */
const pageUs = 15 * 60e6;
/** Observations that are handed on together. */
const batchObservations = 1024;

/**
 * Reads a patient's stored signal, makes its packets again and sends them through ingest's functions.
 * @param say resolves when more may be said
 */
export async function runSignal(
  task: SignalTask,
  say: (message: SignalMessage) => Promise<void>,
): Promise<void> {
  const { patientId, fromUs, toUs, preprocessing } = task;
  const database = openDatabase({
    connectionString: task.connectionString,
    applicationName: 'rescore',
    poolSize: 2,
  });
  try {
    const { models } = await loadSignalModels(task.signalModels);
    const stored = new StoredPackets();
    const page = (from: number) =>
      database.repositories.waveforms.arrived({
        patientId,
        fromUs: from,
        toUs: Math.min(toUs, from + pageUs),
      });
    let next = page(fromUs);
    for (let from = fromUs; from < toUs; from += pageUs) {
      const chunks = await next;
      if (from + pageUs < toUs) next = page(from + pageUs);
      for (const chunk of chunks) stored.add(chunk);
    }
    const packets = stored.inOrder();
    await say({ type: 'read', packets: packets.length });
    const leads = new PatientLeads({ models, preprocessing });
    let steps: SignalStep[] = [];
    let waiting = 0;
    let signalSeconds = 0;
    for (const [index, { packet, arrivalUs }] of packets.entries()) {
      const { observations } = leads.push(packet, arrivalUs);
      signalSeconds += packet.samples.length / packet.samplingRateHz;
      steps.push({ arrivalUs, observations });
      waiting += observations.length;
      if (waiting < batchObservations) continue;
      await say({ type: 'steps', steps: packSteps(steps), packetsDone: index + 1 });
      steps = [];
      waiting = 0;
    }
    await say({ type: 'steps', steps: packSteps(steps), packetsDone: packets.length });
    await say({ type: 'done', signalSeconds });
  } finally {
    await database.close();
  }
}
