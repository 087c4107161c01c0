import { z } from 'zod';

const ruleSchema = z.object({
  betterBy: z.number().exactOptional(),
  worseBy: z.number().exactOptional(),
  openFalseAlarmsPerHour: z.number().exactOptional(),
});
export type PartialRule = z.output<typeof ruleSchema>;

/** To the process of a job, once: what to do. */
export const taskSchema = z.object({
  kind: z.string(),
  id: z.string(),
  createdAtMs: z.number(),
  data: z.unknown(),
  databaseUrl: z.string(),
  dataDir: z.string(),
  /** Folder of the data sets with annotated recordings. */
  referenceDir: z.string().exactOptional(),
  /** When a challenger is recommended, where that is not the default. */
  rule: ruleSchema,
  /** Priority, 0 to 19, the lowest. */
  nice: z.number(),
});
export type Task = z.output<typeof taskSchema>;

/** From the process of a job. */
export const fromProcessSchema = z.discriminatedUnion('type', [
  /** It made a step. */
  z.object({ type: z.literal('step'), memoryBytes: z.number() }),
  z.object({ type: z.literal('progress'), progress: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('result'), result: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('failure'), message: z.string(), retryable: z.boolean() }),
]);
export type FromProcess = z.output<typeof fromProcessSchema>;
