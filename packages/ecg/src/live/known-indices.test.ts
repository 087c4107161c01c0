import { expect, it } from 'vitest';
import { testSignal } from '../test-signal.ts';
import { packetsOf, run } from './test-packets.ts';

/** Quality and fibrillation index of each second, recorded when the models were still part of the code. */
const known = [
  [0.9999906807297715, 0],
  [0.9999978052866746, 0],
  [0.9999996523803433, 0],
  [0.9999999641551391, 0.00007013582628856264],
  [0.9999999720411169, 0.00005233397893903483],
  [0.9999999619461581, 0.0000484384520881466],
  [0.9999999223404448, 0.00006874491593303263],
  [0.9999509744142535, 0.00009741423346829254],
  [0.3, 0.00032488916792445296],
  [0.3, 0.002132773025219537],
  [0.3, 0.00032239974960086496],
  [0.3, 0.000616329773206638],
  [0.3, 0.0005280854072117817],
  [0.3, 0.0006016347292514284],
  [0.28972707734724296, 0.0003178411194336641],
  [0.257954713140562, 0.0002467167849796694],
  [0.9615936155726672, 0.650175886443586],
  [0.9875919548590317, 0.9941451410048074],
  [0.9997767356614059, 0.9993377860969584],
  [0.9998877660972598, 0.9995209314998017],
  [0.9998458314614201, 0.9987184098822468],
  [0.9997863866304147, 0.998022564965014],
  [0.9997313462382316, 0.9988855753240613],
  [0.999709919088354, 0.9985688836714356],
];

const samplingRateHz = 250;
const partSeconds = 8;

/** A clean ECG, the same ECG with muscle noise, then waves like ventricular fibrillation. */
function signal(): Int16Array {
  let seed = 7;
  const random = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 31 - 1;
  };
  const clean = testSignal(partSeconds, samplingRateHz).samples;
  const noisy = clean.map((count) => Math.round(count + 60 * random()));
  const fibrillating = Int16Array.from({ length: partSeconds * samplingRateHz }, (_, index) => {
    const time = index / samplingRateHz;
    const phase = 2 * Math.PI * 4.6 * time + 1.5 * Math.sin(1.9 * time);
    return Math.round(80 * (1 + 0.5 * Math.sin(0.8 * time)) * Math.sin(phase));
  });
  return Int16Array.from([...clean, ...noisy, ...fibrillating]);
}

it('reproduces the recorded indices bit for bit', () => {
  const indices = run(packetsOf(signal())).observations.flatMap((seen) =>
    seen.kind === 'second' ? [[seen.second.qualityIndex, seen.second.fibrillationIndex]] : [],
  );
  expect(indices).toEqual(known);
});
