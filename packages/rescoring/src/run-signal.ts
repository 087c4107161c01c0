import { PatientLeads } from '@beatwatch/patient-signal';
import { loadSignalModels } from '@beatwatch/signal-models';
import { openDatabase, type ArrivedChunk } from '@beatwatch/timescale';
import { packSteps, type SignalStep } from './packed-steps.ts';
import { signalPages, type SignalPage } from './signal-pages.ts';
import type { SignalMessage, SignalTask } from './signal-task.ts';
import { StoredPackets } from './stored-packets.ts';

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
    const { waveforms } = database.repositories;
    const { models } = await loadSignalModels(task.signalModels);
    const { pages, lastNumbers } = await signalPages(waveforms, { patientId, fromUs, toUs });
    const read = (page: SignalPage | undefined): Promise<readonly ArrivedChunk[]> =>
      page === undefined ? Promise.resolve([]) : waveforms.arrived({ patientId, ...page });
    const stored = new StoredPackets(lastNumbers);
    const leads = new PatientLeads({ models, preprocessing });
    let steps: SignalStep[] = [];
    let waiting = 0;
    let signalSeconds = 0;
    let next = read(pages[0]);
    for (const [index] of pages.entries()) {
      const chunks = await next;
      next = read(pages[index + 1]);
      // Awaited later: until then a failure is nobody's.
      next.catch(() => undefined);
      for (const chunk of chunks) stored.add(chunk);
      const share = (index + 1) / pages.length;
      for (const { packet, arrivalUs } of stored.takeBelow(pages[index + 1]?.firstNumber ?? Infinity)) {
        const { observations } = leads.push(packet, arrivalUs);
        signalSeconds += packet.samples.length / packet.samplingRateHz;
        steps.push({ arrivalUs, observations });
        waiting += observations.length;
        if (waiting < batchObservations) continue;
        await say({ type: 'steps', steps: packSteps(steps), share });
        steps = [];
        waiting = 0;
      }
    }
    await say({ type: 'steps', steps: packSteps(steps), share: 1 });
    await say({ type: 'done', signalSeconds });
  } finally {
    await database.close();
  }
}
