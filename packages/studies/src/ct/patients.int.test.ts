import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import patients from './patients.json' with { type: 'json' };

interface Row {
  readonly patient: string;
  readonly manufacturer: string;
  readonly kernel: string;
}

function manifestRows(file: string): Row[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  const cell = (cells: string[], name: string): string => cells[names.indexOf(name)] ?? '';
  return lines.map((line) => {
    const cells = line.split(',');
    return {
      patient: cell(cells, 'patient'),
      manufacturer: cell(cells, 'manufacturer'),
      kernel: cell(cells, 'kernel'),
    };
  });
}

/** Maker, and whether its kernel is one for lung and bone; Siemens calls these AB50, B50s, B60f. */
function stratumOf({ manufacturer, kernel }: Row): string {
  if (manufacturer === 'SIEMENS') return /B[56]0/.test(kernel) ? 'Siemens sharp' : 'Siemens soft';
  return ['BONE', 'LUNG'].includes(kernel) ? 'GE sharp' : 'GE soft';
}

const order = (patient: string): string =>
  createHash('sha256').update(`beatwatch ct split 1 ${patient}`).digest('hex');

/** How many of each stratum: in proportion, what is left over to the largest remainders. */
function shares(sizes: ReadonlyMap<string, number>, wanted: number): Map<string, number> {
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const exact = [...sizes].map(([name, size]) => ({ name, share: (wanted * size) / total }));
  const given = new Map(exact.map(({ name, share }) => [name, Math.floor(share)]));
  const left = wanted - [...given.values()].reduce((sum, count) => sum + count, 0);
  exact.sort((a, b) => (b.share % 1) - (a.share % 1));
  for (const { name } of exact.slice(0, left)) given.set(name, given.get(name)! + 1);
  return given;
}

describe('patients.json', () => {
  it('is the stratified split of the manifest that docs/decisions/ct-baselines.md describes', (context) => {
    const rows = manifestRows(referenceFile(context, 'ct', 'MANIFEST.csv'));
    const byPatient = new Map(rows.map((row) => [row.patient, row]));
    const strata = new Map<string, string[]>();
    const others: string[] = [];
    for (const [patient, row] of byPatient) {
      if (!patient.startsWith('TCGA-')) others.push(patient);
      else strata.set(stratumOf(row), [...(strata.get(stratumOf(row)) ?? []), patient]);
    }
    const sizes = new Map([...strata].map(([name, members]) => [name, members.length]));
    const [test, validation] = [shares(sizes, 12), shares(sizes, 4)];
    const expected = { train: [...others], validation: [] as string[], test: [] as string[] };
    for (const [name, members] of strata) {
      const ordered = members.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
      const [first, second] = [test.get(name)!, test.get(name)! + validation.get(name)!];
      expected.test.push(...ordered.slice(0, first));
      expected.validation.push(...ordered.slice(first, second));
      expected.train.push(...ordered.slice(second));
    }
    expect(patients).toEqual({
      train: expected.train.sort(),
      validation: expected.validation.sort(),
      test: expected.test.sort(),
    });
  });
});
