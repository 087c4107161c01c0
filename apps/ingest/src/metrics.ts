import { Counter, type Registry } from 'prom-client';

/** Counters of ingest; label values come from closed sets. */
export interface IngestMetrics {
  readonly messages: Counter<'topic'>;
  readonly beats: Counter;
  readonly waveformsNotStored: Counter;
  readonly deadLetters: Counter<'code'>;
  readonly signalEvents: Counter<'kind'>;
}

export function createIngestMetrics(registry: Registry): IngestMetrics {
  const registers = [registry];
  return {
    messages: new Counter({
      name: 'ingest_messages_total',
      help: 'Messages read',
      labelNames: ['topic'],
      registers,
    }),
    beats: new Counter({
      name: 'ingest_beats_total',
      help: 'Beats found, or accepted from their producer',
      registers,
    }),
    waveformsNotStored: new Counter({
      name: 'ingest_waveforms_not_stored_total',
      help: 'Chunks of waveforms that were judged and not stored, for lack of space',
      registers,
    }),
    deadLetters: new Counter({
      name: 'ingest_dead_letters_total',
      help: 'Messages put into the dead-letter topic',
      labelNames: ['code'],
      registers,
    }),
    signalEvents: new Counter({
      name: 'ingest_signal_events_total',
      help: 'Irregularities of packet streams, such as gaps, duplicates and clock jumps',
      labelNames: ['kind'],
      registers,
    }),
  };
}
