import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { compareCounts, type PatientCounts, type RateComparison } from '../replayed-alarms/compare-counts.ts';
import type { ComparedSet } from './figure-changes.ts';
import { figureNames, type Figures } from './figures.ts';
import { promotionDefaults } from './promotion-limits.ts';
import { verdictOf, type Verdict } from './promotion-rule.ts';

const same = Object.fromEntries(figureNames.map((name) => [name, 0.9])) as Figures;

/** Beats that a challenger tells better by a hundredth, beyond chance. */
const better: ComparedSet = {
  name: 'mitdb',
  title: 'MIT-BIH',
  figures: {
    champion: same,
    challenger: { ...same, sensitivity: 0.91 },
    difference: { sensitivity: { estimate: 0.01, interval: [0.004, 0.016] } },
    drawn: 'patients',
    units: 22,
  },
};

const judged = (rates: RateComparison, set = better): Verdict =>
  verdictOf(
    { reference: [set], labelled: [], alarms: [{ name: 'mitdb', title: 'MIT-BIH', rates }] },
    promotionDefaults,
  );

/** As many patients as mitdb has, half an hour each, of whom some have false alarms. */
const champion = Array.from({ length: 22 }, (_, index): PatientCounts =>
  counts(index, index % 5 === 0 ? 2 : 0),
);

function counts(index: number, falseAlarms: number, more: Partial<PatientCounts> = {}): PatientCounts {
  return {
    patient: `p-${index}`,
    hours: 0.5,
    falseAlarms,
    soundingFalse: falseAlarms,
    ventricularFalse: falseAlarms,
    trueAlarms: 8,
    events: 2,
    alarmedEvents: 2,
    ...more,
  };
}

/** With more false alarms an hour on the whole, spread over some of the patients as they come. */
function planted(perHour: number, patients: number): RateComparison {
  const random = createSeededRandom(7);
  const more = Array.from({ length: champion.length }, () => 0);
  const count = Math.round(perHour * 0.5 * champion.length);
  const order = random.permutation(champion.length);
  for (let alarm = 0; alarm < count; alarm += 1) {
    const place = order[Math.floor(random.next() * patients)] ?? 0;
    more[place] = (more[place] ?? 0) + 1;
  }
  return compareCounts(champion, [
    champion.map(({ falseAlarms }, index) => counts(index, falseAlarms + (more[index] ?? 0))),
  ]);
}

describe('a challenger that tells beats better', () => {
  it.each([
    [0.3, 22],
    [0.3, 2],
    [0.6, 22],
    [0.6, 2],
    [0.6, 1],
    [1.2, 22],
    [1.2, 2],
  ])('is not promoted with %d false alarms an hour more in %d of 22 patients', (perHour, patients) => {
    const { promote, sentence, reasons } = judged(planted(perHour, patients));
    expect(promote).toBe(false);
    expect(sentence).toMatch(
      /^Do not promote: the challenger may be worse in false alarms.* on MIT-BIH by up to \d\.\d\d an hour, and more than 0\.30 an hour has to be ruled out\.$/,
    );
    expect(reasons).toContainEqual(
      expect.stringMatching(/^False alarms on MIT-BIH: \+\d\.\d\d an hour \(95 %/),
    );
  });

  it('is promoted with as many false alarms, and with one more in 11 hours', () => {
    for (const perHour of [0, 0.1]) {
      expect(judged(planted(perHour, 22))).toMatchObject({
        promote: true,
        reasons: ['Sensitivity to anomalous beats on MIT-BIH: +0.0100 (95 % interval +0.0040 to +0.0160).'],
      });
    }
  });

  it('is not promoted where the records are too short to rule new false alarms out', () => {
    const few = champion.slice(0, 4);
    const { promote, sentence } = judged(compareCounts(few, [few]));
    expect(promote).toBe(false);
    expect(sentence).toContain('by up to 1.50 an hour');
  });

  it.each([
    ['misses runs of one patient', { alarmedEvents: 0 }, 'runs and onsets'],
    ['raises few true alarms', { trueAlarms: 0 }, 'true alarms'],
  ])('is not promoted where it %s', (_, lost, what) => {
    const challenger = champion.map((one, index) => ({ ...one, ...(index < 2 && lost) }));
    const { promote, sentence } = judged(compareCounts(champion, [challenger]));
    expect(promote).toBe(false);
    expect(sentence).toContain(`may be worse in ${what}`);
  });
});

it('leaves no great loss of beats open, though none was found', () => {
  const open: ComparedSet = {
    ...better,
    figures: {
      ...better.figures,
      difference: {
        ...better.figures.difference,
        ventricularSensitivity: { estimate: -0.004, interval: [-0.05, 0.03] },
      },
    },
  };
  const { promote, sentence } = judged(planted(0, 22), open);
  expect(promote).toBe(false);
  expect(sentence).toContain('may be worse in sensitivity to ventricular beats on MIT-BIH by up to 0.0500');
});

describe('of what the search of corrections measured', () => {
  const nothingInBeats: ComparedSet = { ...better, figures: { ...better.figures, difference: {} } };
  /** False alarms (all, those that sound, those of ventricular beats), true alarms, runs: by either model, interval. */
  type Measured = readonly [before: number, after: number, low: number, high: number];
  const rates = (hours: number, figures: readonly Measured[]): RateComparison => {
    const at = (place: number) => (index: number) => figures[index]?.[place] ?? Number.NaN;
    const named = <Value>(of: (index: number) => Value) => ({
      falseAlarmsPerHour: of(0),
      soundingFalsePerHour: of(1),
      ventricularFalsePerHour: of(2),
      trueAlarmsPerHour: of(3),
      runSensitivity: of(4),
    });
    return {
      patients: 22,
      hours,
      events: 49,
      champion: named(at(0)),
      challenger: named(at(1)),
      seeds: named((index) => [at(1)(index)]),
      intervals: named((index) => [at(2)(index), at(3)(index)] as const),
    };
  };

  it('promotes the chosen setting, by the false alarms that it spares', () => {
    const mitdb = rates(11, [
      [1.45, 1.45, -0.181, 0.181],
      [1.45, 1.359, -0.272, 0.045],
      [1.088, 1.088, -0.181, 0.181],
      [15.226, 15.316, -0.907, 0.997],
      [0.837, 0.929, 0, 0.177],
    ]);
    const svdb = rates(19.5, [
      [1.59, 1.051, -1.437, -0.026],
      [1.385, 1, -0.975, -0.026],
      [1.436, 0.897, -1.437, -0.026],
      [7.692, 8.205, 0.153, 0.975],
      [0.763, 0.842, 0, 0.203],
    ]);
    const alarms = [
      { name: 'mitdb', title: 'mitdb', rates: mitdb },
      { name: 'svdb', title: 'svdb', rates: svdb },
    ];
    const { promote, sentence } = verdictOf(
      { reference: [nothingInBeats], labelled: [], alarms },
      promotionDefaults,
    );
    expect(promote).toBe(true);
    expect(sentence).toMatch(
      /^Promote: the challenger is better in false alarms.* on svdb by 0\.\d\d an hour/,
    );
  });

  it.each([
    ['0.8', [1.45, 2.266, 0.045, 2.266], [15.226, 15.452, -0.906, 1.223]],
    ['0.5', [1.45, 1.994, 0, 1.631], [15.226, 15.498, -0.952, 1.495]],
    ['0.2', [1.45, 1.631, -0.136, 0.68], [15.226, 15.498, -0.77, 1.269]],
  ] as const)(
    'refuses one with %s false alarms an hour more, though it finds more runs',
    (_, falseAlarms, trueAlarms) => {
      const runs = [0.837, 0.959, 0.043, 0.206] as const;
      const { promote, sentence } = judged(
        rates(11, [falseAlarms, falseAlarms, falseAlarms, trueAlarms, runs]),
      );
      expect(promote).toBe(false);
      expect(sentence).toContain(`by up to ${falseAlarms[3].toFixed(2)} an hour`);
    },
  );
});
