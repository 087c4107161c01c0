import { bandChart, barChart, heatmap, table, type ReportSection } from '@beatwatch/report';
import { normalLabel } from '../../ecg5000/beats.ts';
import { classTitle } from './classes.ts';
import { smoothingSamples, type DataProfile } from './profile.ts';
import type { Ecg5000File } from './read-folder.ts';

/** The data as they are before training. */
export function profileSection(profile: DataProfile, files: readonly Ecg5000File[]): ReportSection {
  const { beats, samplesPerBeat, missingValues, duplicates, classes, correlation } = profile;
  const colourOf = (label: string) => (label === normalLabel ? 'blue' : 'orange');
  return {
    id: 'data',
    title: 'The data',
    text: [
      `${beats} beats of ${samplesPerBeat} samples each, from ${files.map(({ name }) => name).join(' and ')}. ` +
        `Every beat was scaled to mean 0 and standard deviation 1 by the makers of the data set, so amplitudes have no unit. ` +
        `${missingValues === 0 ? 'No value is missing' : `${missingValues} values are missing`}, and ` +
        `${duplicates === 0 ? 'no beat occurs twice' : `${duplicates} beats repeat an earlier one`}.`,
    ],
    content: [
      barChart({
        id: 'class-counts',
        caption: `Beats of each class. The autoencoder is trained on normal beats (blue); the four other classes (orange) occur only in the test.`,
        summary: `Bar chart: ${classes.map(({ label, count }) => `${classTitle(label)} ${count}`).join(', ')}.`,
        value: { label: 'Beats' },
        bars: classes.map(({ label, count }) => ({
          name: classTitle(label),
          value: count,
          colour: colourOf(label),
        })),
      }),
      heatmap({
        id: 'step-correlation',
        caption:
          'Correlation between the amplitudes at two samples over all beats. Blocks of one colour are parts of the beat ' +
          'that rise and fall together: far fewer numbers than samples suffice to describe a beat.',
        summary: `Heatmap of the ${samplesPerBeat} by ${samplesPerBeat} correlations between time steps.`,
        columns: { label: 'Sample' },
        rows: { label: 'Sample' },
        value: { label: 'Correlation', domain: [-1, 1] },
        colours: 'diverging',
        values: correlation,
      }),
      table({
        id: 'class-ranges',
        caption: 'Classes and the range of their amplitudes (z-scores)',
        columns: ['Class', 'Beats', 'Share', 'Lowest', 'Highest'],
        rows: classes.map(({ label, count, minimum, maximum }) => [
          classTitle(label),
          String(count),
          `${((100 * count) / beats).toFixed(1)} %`,
          minimum.toFixed(2),
          maximum.toFixed(2),
        ]),
      }),
      bandChart({
        id: 'class-shapes',
        caption:
          `Mean beat of each class (line) and two standard deviations to either side (band), over its beats at each sample, ` +
          `both smoothed over ${smoothingSamples} samples. A narrower band means more similar beats.`,
        summary: `Mean and spread of ${classes.length} classes of beats, one small chart each.`,
        x: { label: 'Sample' },
        y: { label: 'Amplitude (z-score)' },
        panels: classes.map(({ label, mean, sigma }) => ({
          name: classTitle(label),
          colour: colourOf(label),
          middle: mean,
          low: mean.map((value, step) => value - 2 * (sigma[step] ?? 0)),
          high: mean.map((value, step) => value + 2 * (sigma[step] ?? 0)),
        })),
      }),
    ],
  };
}
