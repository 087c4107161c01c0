import { bootstrapIntervals, type Interval } from '@beatwatch/statistics';
import { countUnits, figureNames, figuresOf, type FigureName, type Figures } from './figures.ts';
import type { JudgedBeat, JudgedSequence } from './judge-set.ts';

/** A challenger's figure less the champion's. */
interface Difference {
  readonly estimate: number;
  /** Of 95 %. */
  readonly interval: Interval;
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
  const estimates = differenceOf(championFigures, challengerFigures);
  const intervals = bootstrapIntervals([...before.keys()], (places) =>
    differenceOf(
      figuresOf(places.flatMap((place) => before[place] ?? [])),
      figuresOf(places.flatMap((place) => after[place] ?? [])),
    ),
  );
  const difference: Partial<Record<FigureName, Difference>> = {};
  for (const name of figureNames) {
    const [estimate, interval] = [estimates[name], intervals[name]];
    if (estimate !== undefined && interval !== undefined) difference[name] = { estimate, interval };
  }
  return {
    champion: championFigures,
    challenger: challengerFigures,
    difference,
    drawn: patients.length < 2 ? 'blocks of 20 beats' : 'patients',
    units: before.length,
  };
}

/** Undefined where one of them has no such figure. */
function differenceOf(champion: Figures, challenger: Figures): Figures {
  const of = (name: FigureName): number | undefined => {
    const [one, other] = [champion[name], challenger[name]];
    return one === undefined || other === undefined ? undefined : other - one;
  };
  return Object.fromEntries(figureNames.map((name) => [name, of(name)])) as Figures;
}

function blocksOf(beats: readonly JudgedBeat[]): JudgedBeat[][] {
  return Array.from({ length: Math.ceil(beats.length / blockBeats) }, (_, index) =>
    beats.slice(index * blockBeats, (index + 1) * blockBeats),
  );
}
