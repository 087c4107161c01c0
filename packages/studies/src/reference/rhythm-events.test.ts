import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rhythmEvents } from './rhythm-events.ts';
import { annotationsOf, rateHz } from './test-annotations.ts';

const eventsOf = (symbols: string) => rhythmEvents(annotationsOf(symbols), rateHz, 100);
const run = (onsetSeconds: number, beats: number) => ({
  kind: 'ventricular-run',
  onsetSeconds,
  endSeconds: onsetSeconds + beats - 1,
  beats,
});

describe('rhythmEvents', () => {
  it.each([
    ['NNVVNVV', []],
    ['NNVVVN', [run(3, 3)]],
    // Escape beats and R-on-T beats are ventricular, fusion beats and a rhythm change are not beats of the run.
    ['VEr', [run(1, 3)]],
    ['VVFV', []],
    ['VVVVVNVVV', [run(1, 5), run(7, 3)]],
  ])('finds the runs of %s', (symbols, expected) => {
    expect(eventsOf(symbols)).toEqual(expected);
  });

  it('ignores changes of rhythm or signal quality between two beats', () => {
    expect(eventsOf('VV+V~V')).toEqual([{ ...run(1, 4), endSeconds: 6 }]);
  });

  it('takes flutter from [ to ], or to the end of the record, and ends a run at it', () => {
    const flutter = { kind: 'ventricular-fibrillation' };
    expect(eventsOf('NVV[!!]VN[!')).toEqual([
      { ...flutter, onsetSeconds: 4, endSeconds: 7 },
      { ...flutter, onsetSeconds: 10, endSeconds: 100 },
    ]);
  });

  it('takes annotated rhythms where there are no marks: fibrillation as one episode, tachycardia without beats', () => {
    const named = (symbols: string, ...names: readonly string[]) => {
      const left = [...names];
      return annotationsOf(symbols).map((annotation) =>
        annotation.symbol === '+' ? { ...annotation, aux: left.shift()! } : annotation,
      );
    };
    const fibrillation = { kind: 'ventricular-fibrillation', onsetSeconds: 3, endSeconds: 7 };
    expect(rhythmEvents(named('+ + + +   +', '(VT', '(VFL', '(VF', '(N', '(VFIB'), rateHz, 60)).toEqual([
      { kind: 'ventricular-tachycardia', onsetSeconds: 1, endSeconds: 3 },
      fibrillation,
      { ...fibrillation, onsetSeconds: 11, endSeconds: 60 },
    ]);
    expect(rhythmEvents(named('N+VVV+N', '(VT', '(N'), rateHz, 60)).toEqual([
      { ...run(3, 3), endSeconds: 5 },
    ]);
  });

  it('finds every run of three or more V, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('N', 'V', 'V', 'A'), { maxLength: 60 }).map((list) => list.join('')),
        (symbols) => {
          const expected = [...symbols.matchAll(/V{3,}/g)].map(({ 0: text, index }) =>
            run(index + 1, text.length),
          );
          expect(eventsOf(symbols)).toEqual(expected);
        },
      ),
    );
  });
});
