import { topics } from '@beatwatch/contracts';
import { SimulatedBroker } from './broker/simulated-broker.ts';
import { Chance } from './chance.ts';
import type { VirtualClock } from './clock.ts';
import { SimulatedDatabase } from './database/simulated-database.ts';
import { Host } from './host.ts';
import { ingestOn, scorerOn, type Site } from './processes/processors.ts';
import { Trace } from './trace.ts';
import { fairWeather } from './weather.ts';

/** What the same messages come to where nothing fails. */
export interface Reference {
  readonly broker: SimulatedBroker;
  readonly database: SimulatedDatabase;
}

const stepMs = 250;
const longestMs = 600_000;

/**
 * Gives ingest and the scorer the same log of packets, in fair weather and without people. The clock goes on from where it
 * stands, which nothing but the dates of scores follows.
 */
export async function runReference(site: Site, clock: VirtualClock): Promise<Reference> {
  const nowMs = (): number => clock.nowMs;
  const around = { chance: new Chance(1), weather: fairWeather(), trace: new Trace(nowMs, false), nowMs };
  const database = new SimulatedDatabase(around);
  const broker = new SimulatedBroker({ ...around, partitions: site.broker.around.partitions });
  for (const topic of [topics.packets, topics.segmentedBeats]) {
    site.broker.logs(topic).forEach((log, partition) => {
      broker.append(topic, partition, log);
    });
  }
  const fair = { broker, database, models: site.models };
  const host = new Host('reference', nowMs);
  const times = { checkpointMs: 0 };
  const ingest = ingestOn(fair, host, times);
  const scorer = scorerOn(fair, host, { ...times, tickMs: 3_600_000 });
  void ingest.start();
  void scorer.start();
  const untilMs = nowMs() + longestMs;
  while (nowMs() < untilMs) {
    await clock.runUntil(nowMs() + stepMs);
    const isDone =
      broker.isRead('ingest', topics.packets) &&
      broker.isRead('ingest', topics.segmentedBeats) &&
      broker.isRead('scorer', topics.beats);
    if (isDone) return { broker, database };
  }
  throw new Error('the reference run did not end');
}
