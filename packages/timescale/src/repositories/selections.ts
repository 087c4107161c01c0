import { rr140Zscore } from '@beatwatch/contracts';
import { boolColumn, byteaColumn, float8Column, int4Column, textColumn, timeColumn } from '../columns.ts';
import type { Query } from '../query.ts';
import type { Repositories } from '../repositories.ts';
import type { SelectedBeat, SelectionPart } from '../training-repositories.ts';
import { packShape, unpackShape } from './beat-shape.ts';
import { beatTimesOf, type BeatTimesRow } from './beats.ts';

interface SelectedRow extends BeatTimesRow {
  step: number;
  deltas: Buffer;
  part: SelectionPart;
  normal: boolean | null;
  labelled: boolean;
  learnable: boolean;
}

/** Rows of one statement. */
const rowsAtOnce = 2000;

function selectedOf(row: SelectedRow, preprocessing: string): SelectedBeat {
  return {
    beat: { ...beatTimesOf(row), preprocessing, samples: unpackShape(row) },
    part: row.part,
    ...(row.normal !== null && { normal: row.normal }),
    labelled: row.labelled,
    learnable: row.learnable,
  };
}

export function selectionRepository(query: Query): Repositories['selections'] {
  const writeBeats = async (fingerprint: string, beats: readonly SelectedBeat[], from: number) => {
    const shapes = beats.map(({ beat }) => packShape(beat.preprocessing, beat.samples));
    await query(
      'selections.save',
      `insert into training_beat
         (fingerprint, place, patient_id, device_id, lead, time, end_time, rr_interval_ms, preceding_rr_interval_ms,
          step, deltas, part, normal, labelled, learnable)
       select $1, beat.* from unnest(
         $2::int4[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::float8[],
         $9::float8[], $10::float8[], $11::bytea[], $12::text[], $13::bool[], $14::bool[], $15::bool[]) as beat
       on conflict do nothing`,
      [
        fingerprint,
        int4Column(beats.map((_, index) => from + index)),
        textColumn(beats.map(({ beat }) => beat.patientId)),
        textColumn(beats.map(({ beat }) => beat.deviceId)),
        textColumn(beats.map(({ beat }) => beat.lead)),
        timeColumn(beats.map(({ beat }) => beat.timeUs)),
        timeColumn(beats.map(({ beat }) => beat.endTimeUs)),
        float8Column(beats.map(({ beat }) => beat.rrIntervalMs)),
        float8Column(beats.map(({ beat }) => beat.precedingRrIntervalMs)),
        float8Column(shapes.map(({ step }) => step)),
        byteaColumn(shapes.map(({ deltas }) => deltas)),
        textColumn(beats.map(({ part }) => part)),
        boolColumn(beats.map(({ normal }) => normal)),
        boolColumn(beats.map(({ labelled }) => labelled)),
        boolColumn(beats.map(({ learnable }) => learnable)),
      ],
    );
  };
  return {
    async save({ fingerprint, summary, beats }) {
      await query(
        'selections.save',
        `insert into training_selection (fingerprint, preprocessing, summary) values ($1, $2, $3::jsonb)
         on conflict do nothing`,
        [fingerprint, beats[0]?.beat.preprocessing ?? rr140Zscore, JSON.stringify(summary)],
      );
      for (let from = 0; from < beats.length; from += rowsAtOnce) {
        await writeBeats(fingerprint, beats.slice(from, from + rowsAtOnce), from);
      }
    },

    async find(fingerprint) {
      const [found] = await query<{ preprocessing: string; summary: unknown }>(
        'selections.find',
        'select preprocessing, summary from training_selection where fingerprint = $1',
        [fingerprint],
      );
      if (found === undefined) return undefined;
      const beats: SelectedBeat[] = [];
      for (;;) {
        const rows = await query<SelectedRow>(
          'selections.find',
          `select patient_id, device_id, lead, epoch_us(time) as time_us, epoch_us(end_time) as end_time_us,
             rr_interval_ms, preceding_rr_interval_ms, step, deltas, part, normal, labelled, learnable
           from training_beat where fingerprint = $1 and place >= $2 order by place limit $3`,
          [fingerprint, beats.length, rowsAtOnce],
        );
        beats.push(...rows.map((row) => selectedOf(row, found.preprocessing)));
        if (rows.length < rowsAtOnce) return { fingerprint, summary: found.summary, beats };
      }
    },

    async list(limit) {
      return query(
        'selections.list',
        `select fingerprint, preprocessing, summary, epoch_us(stored_at) as "storedAtUs" from training_selection
         order by stored_at desc limit $1`,
        [limit],
      );
    },
  };
}
