import { fibrillationNumbers, fibrillationPlaces } from '../fibrillation/state.ts';
import { qualityNumbers, qualityPlaces } from '../quality/state.ts';
import { candidateNumbers } from '../rpeaks/candidate.ts';
import { detectorNumbers, detectorPlaces } from '../rpeaks/state.ts';
import { segmentNumbers } from './segment-state.ts';
import { fieldsOf, withSegments, type Fields } from './stored-fields.ts';

/** A snapshot of version 8, which holds each number of a segment by itself, with its segments packed. */
export const withPackedSegments = (snapshot: Fields): Fields => withSegments(snapshot, packedSegment);

const packedSegment = (segment: Fields): Fields => ({
  source: segment['source'],
  late: segment['late'],
  numbers: packed(segmentNumbers, { ...segment, ...fieldsOf(segment['clock']) }, []),
  chunk: segment['chunk'],
  detector: packedDetector(fieldsOf(segment['detector'])),
  quality: packedQuality(fieldsOf(segment['quality'])),
  fibrillation: packedFibrillation(fieldsOf(segment['fibrillation'])),
});

type Numbers = ArrayLike<number>;
/** A list of numbers and the place where it begins. */
type PlacedList = readonly [place: number, values: Numbers];

/** Numbers in the order of their names, then the lists in their places; the array ends with the last list. */
function packed(names: readonly string[], values: Fields, lists: readonly PlacedList[]): Float64Array {
  const ends = lists.map(([place, { length }]) => place + length);
  const numbers = new Float64Array(Math.max(names.length, ...ends));
  for (const [index, name] of names.entries()) numbers[index] = Number(values[name] ?? 0);
  for (const [place, list] of lists) numbers.set(list, place);
  return numbers;
}

function packedDetector(detector: Fields): Fields {
  const numbersOf = (name: string): Numbers => detector[name] as Numbers;
  const candidates = detector['candidates'] as readonly Record<string, number>[];
  const values = {
    ...detector,
    rrCount: numbersOf('rrIntervals').length,
    heightCount: numbersOf('beatHeightLogs').length,
    candidateCount: candidates.length,
  };
  const numbers = packed(detectorNumbers, values, [
    [detectorPlaces.mains, numbersOf('mainsFilter')],
    [detectorPlaces.analysis, numbersOf('analysisFilter')],
    [detectorPlaces.qrs, numbersOf('qrsFilter')],
    [detectorPlaces.wide, numbersOf('wideFilter')],
    [detectorPlaces.rrIntervals, numbersOf('rrIntervals')],
    [detectorPlaces.heightLogs, numbersOf('beatHeightLogs')],
    [detectorPlaces.template, numbersOf('template')],
    [
      detectorPlaces.candidates,
      candidates.flatMap((candidate) => candidateNumbers.map((name) => candidate[name] ?? 0)),
    ],
    [detectorPlaces.energy, numbersOf('energy')],
    [detectorPlaces.energy + numbersOf('energy').length, numbersOf('wideEnergy')],
  ]);
  return { numbers, history: detector['history'] };
}

function packedQuality(quality: Fields): Fields {
  const { at, rising, extreme, times } = fieldsOf(quality['slopeReversals']);
  const [slow = [], middle = [], qrs = [], fast = []] = quality['bandFilters'] as readonly Numbers[];
  const values = {
    ...quality,
    ...fieldsOf(quality['second']),
    reversalAt: at,
    reversalRising: rising,
    reversalExtreme: extreme,
    reversalCount: (times as Numbers).length,
  };
  const numbers = packed(qualityNumbers, values, [
    [qualityPlaces.baseline, quality['baselineFilter'] as Numbers],
    [qualityPlaces.withoutBaseline, quality['withoutBaselineFilter'] as Numbers],
    [qualityPlaces.analysis, quality['analysisFilter'] as Numbers],
    [qualityPlaces.slow, slow],
    [qualityPlaces.middle, middle],
    [qualityPlaces.qrs, qrs],
    [qualityPlaces.fast, fast],
    [qualityPlaces.hum, quality['humFilter'] as Numbers],
    [qualityPlaces.partialPower, quality['partialPower'] as Numbers],
    [qualityPlaces.reversals, times as Numbers],
    [qualityPlaces.end, []],
  ]);
  return { numbers, memory: quality['memory'] };
}

const packedFibrillation = (fibrillation: Fields): Fields => ({
  numbers: packed(fibrillationNumbers, fibrillation, [
    [fibrillationPlaces.filter, fibrillation['filter'] as Numbers],
  ]),
  window: fibrillation['window'],
});
