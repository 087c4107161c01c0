import { createSeededRandom, quantile } from '@beatwatch/statistics';
import { countUnits, figureNames, figuresOf, type FigureName, type Figures } from './figures.ts';
import type { JudgedBeat, JudgedSequence } from './judge-set.ts';

/** A challenger's figure less the champion's. */
interface Difference {
  readonly estimate: number;
  /** Bounds of the 95 % interval. */
  readonly interval: readonly [low: number, high: number];
}

/** Two models on the same beats. */
export interface PairedFigures {
  readonly champion: Figures;
  readonly challenger: Figures;
  readonly difference: Readonly<Partial<Record<FigureName, Difference>>>;
  /** What is drawn: patients, or blocks of 20 beats of the only one. */
  readonly drawn: 'patients' | 'blocks of 20 beats';
  readonly units: number;
}

const draws = 1000;
const seed = 1;
const blockBeats = 20;

/**
 * Figures of two models with 95 % intervals of the differences, by bootstrap over patients: both models are judged on the
 * same draws, 1,000 with replacement. The same outcomes give the same intervals.
 * @param champion outcomes of the same sequences in the same order as the challenger's
 */
export function pairedFigures(
  champion: readonly JudgedSequence[],
  challenger: readonly JudgedSequence[],
): PairedFigures {
  const patients = [...new Set(champion.map(({ patient }) => patient))];
  const unitsOf = (outcomes: readonly JudgedSequence[]): readonly (readonly JudgedBeat[])[] => {
    if (patients.length < 2) return blocksOf(outcomes.flatMap(({ beats }) => beats));
    return patients.map((patient) => outcomes.flatMap((one) => (one.patient === patient ? one.beats : [])));
  };
  const [before, after] = [countUnits(unitsOf(champion)), countUnits(unitsOf(challenger))];
  const [championFigures, challengerFigures] = [figuresOf(before), figuresOf(after)];
  const random = createSeededRandom(seed);
  const drawnDifferences: Record<FigureName, number[]> = {
    separation: [],
    sensitivity: [],
    specificity: [],
    lossSeparation: [],
  };
  for (let draw = 0; draw < draws; draw += 1) {
    const places = before.map(() => Math.floor(random.next() * before.length));
    const one = figuresOf(places.flatMap((place) => before[place] ?? []));
    const other = figuresOf(places.flatMap((place) => after[place] ?? []));
    for (const name of figureNames) {
      const difference = (other[name] ?? Number.NaN) - (one[name] ?? Number.NaN);
      if (!Number.isNaN(difference)) drawnDifferences[name].push(difference);
    }
  }
  const difference = Object.fromEntries(
    figureNames.flatMap((name) => {
      const estimate = (challengerFigures[name] ?? Number.NaN) - (championFigures[name] ?? Number.NaN);
      if (Number.isNaN(estimate)) return [];
      const drawn = drawnDifferences[name];
      return [[name, { estimate, interval: [quantile(drawn, 0.025), quantile(drawn, 0.975)] }]];
    }),
  ) as Partial<Record<FigureName, Difference>>;
  return {
    champion: championFigures,
    challenger: challengerFigures,
    difference,
    drawn: patients.length < 2 ? 'blocks of 20 beats' : 'patients',
    units: before.length,
  };
}

function blocksOf(beats: readonly JudgedBeat[]): JudgedBeat[][] {
  return Array.from({ length: Math.ceil(beats.length / blockBeats) }, (_, index) =>
    beats.slice(index * blockBeats, (index + 1) * blockBeats),
  );
}
