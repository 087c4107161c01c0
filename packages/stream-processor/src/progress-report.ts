import { encodeProgress, topics, type JudgingPart } from '@beatwatch/contracts';
import type { MessageStream, Producer } from '@beatwatch/stream';
import type { ProcessingProgress } from './processing-progress.ts';
import { keepTicking, type Ticking } from './ticking.ts';

const everyMs = 500;

/**
 * Publishes the progress of a part every half second. While the broker takes nothing one report waits and no further is made:
 * who reads them then hears nothing, which says enough.
 */
export async function startProgressReport(
  stream: MessageStream,
  part: JudgingPart,
  progress: ProcessingProgress,
): Promise<Ticking> {
  const producer: Producer = await stream.producer();
  const report = async (): Promise<void> => {
    const { positions, hindrance } = progress;
    const value = encodeProgress({
      part,
      timeUs: Date.now() * 1000,
      positions,
      waitingMs: progress.waitingMs(performance.now()),
      ...(hindrance && { hindrance }),
    });
    await producer.send(topics.progress, [{ key: part, value }]).catch(() => undefined);
  };
  const ticking = keepTicking(everyMs, report);
  return {
    async stop() {
      // Before the ticks: one may wait for a broker that is away.
      await Promise.all([producer.stop(), ticking.stop()]);
    },
  };
}
