import type { Beat, Packet } from '@beatwatch/contracts';
import { createLeadPipeline, type LeadPipelineOptions } from './lead-pipeline.ts';
import { beatsOf } from './output.ts';

/** Beats that ingest stores for these packets of one lead; a replay compares them with the database. */
export function expectedBeats(packets: Iterable<Packet>, options: LeadPipelineOptions): Beat[] {
  const pipeline = createLeadPipeline(options);
  const beats: Beat[] = [];
  for (const packet of packets) beats.push(...beatsOf(pipeline.push(packet).observations));
  return beats;
}
