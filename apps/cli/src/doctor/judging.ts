import { z } from 'zod';
import type { Stack } from '../stack/stack-file.ts';
import type { Finding } from './finding.ts';

const limitMs = 3000;
const subject = 'monitoring';

const stateSchema = z.object({
  patients: z.number(),
  oldestUnjudgedMs: z.number(),
  interruption: z.object({ sinceMs: z.number(), text: z.string() }).optional(),
});

/** Whether the patients of a running stack are being judged, as its gateway says. */
export async function examineJudging({ gatewayUrl }: Pick<Stack, 'gatewayUrl'>): Promise<Finding> {
  let state: z.output<typeof stateSchema>;
  try {
    const response = await fetch(new URL('/judging', gatewayUrl), { signal: AbortSignal.timeout(limitMs) });
    state = stateSchema.parse(await response.json());
  } catch {
    return {
      subject,
      status: 'bad',
      found: 'the gateway does not answer: screens show nothing',
      remedy: 'look into the log of the gateway, in the folder logs of the data folder',
    };
  }
  const { patients, oldestUnjudgedMs, interruption } = state;
  if (interruption !== undefined) {
    const since = new Date(interruption.sinceMs).toLocaleTimeString([], { hourCycle: 'h23' });
    return {
      subject,
      status: 'bad',
      found: `not judged since ${since}: ${interruption.text}`,
      remedy: 'look into the logs of the part that is named, in the folder logs of the data folder',
    };
  }
  const found =
    patients === 0
      ? 'no patient sends anything'
      : `${patients} patients are judged: the oldest unjudged signal has waited ${(oldestUnjudgedMs / 1000).toFixed(1)} s`;
  return { subject, status: 'good', found };
}
