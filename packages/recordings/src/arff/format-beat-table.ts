import { format } from 'arff';
import type { BeatTable } from './beat-table.ts';

/**
 * Writes beats in the layout of ECG5000 (UCR archive): a numeric attribute for each value, then the class.
 * @param comments lines above the table
 */
export function formatBeatTable({ name, beats }: BeatTable, comments: readonly string[] = []): string {
  const names = Array.from(beats[0]?.samples ?? [], (_, index) => `att${index + 1}`);
  const table = format({
    relation: name,
    attributes: [
      ...names.map((attribute) => ({ name: attribute, type: 'numeric' })),
      { name: 'target', type: 'enum', values: [...new Set(beats.map(({ label }) => label))].sort() },
    ],
    data: beats.map(({ samples, label }) => ({
      ...Object.fromEntries(names.map((attribute, index) => [attribute, samples[index]])),
      target: label,
    })),
  });
  return [...comments.map((line) => `% ${line.replaceAll(/[\r\n]+/g, ' ')}`), table].join('\n');
}
