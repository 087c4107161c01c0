import type { Repositories } from '@beatwatch/timescale';

/** Passes every check of the border, as U+0000 would if one of them were missing. */
export const leakedNull = '\u2400';

/** Repositories of a line whose border has a hole: in each text that is written to the database, the mark is U+0000. */
export function withLeakyBorder(repositories: Repositories): Repositories {
  const { waveforms, beats, alarms, thresholds } = repositories;
  return {
    ...repositories,
    waveforms: { ...waveforms, write: (chunks) => waveforms.write(chunks.map(leaked)) },
    beats: { ...beats, write: (rows) => beats.write(rows.map(leaked)) },
    alarms: { ...alarms, label: (labelling) => alarms.label(leaked(labelling)) },
    thresholds: { ...thresholds, set: (change) => thresholds.set(leaked(change)) },
  };
}

const leaked = <Row extends object>(row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? value.replaceAll(leakedNull, '\0') : value,
    ]),
  ) as Row;
