import { describe, expect, it } from 'vitest';
import type { Candidate } from './candidate.ts';
import type { Finding } from './finding.ts';
import { problemsOf, reportOf } from './report.ts';
import { formatReport } from './table.ts';

const candidate = (name: string): Candidate => ({
  name,
  isOurs: true,
  isFloat32: name !== 'half',
  steps: ['golden numbers', 'AUROC', 'batch 1', 'batch 8'],
  command: () => ({ program: 'none', args: [] }),
});

const all = (losses: number[], largestError = 1e-6): readonly Finding[] => [
  { kind: 'device', device: 'a GPU' },
  { kind: 'golden', largestError },
  { kind: 'losses', losses },
  { kind: 'rate', batch: 1, firstMs: 900, medianMs: 2, runs: 9 },
  { kind: 'rate', batch: 8, firstMs: 4, medianMs: 4, runs: 9 },
];

const reference = { anomalous: [false, false, true, true], losses: [1, 2, 3, 4] };

describe('the report on an engine', () => {
  it('has rates, and an AUROC that is compared on the same beats', () => {
    expect(
      reportOf(candidate('one'), { findings: all([1, 2, 3, 4.4]), seconds: 1 }, reference),
    ).toMatchObject({
      device: 'a GPU',
      goldenError: 1e-6,
      auroc: { value: 1, beats: 4, difference: 0, largestLossError: expect.closeTo(0.1) as number },
      rates: [{ beatsPerSecond: 500 }, { beatsPerSecond: 2000 }],
      notMeasured: [],
    });
  });

  it('gives a reason for everything that is missing: its own, or that of its end', () => {
    const findings: Finding[] = [
      ...all([1, 2, 3, 4]).slice(0, 2),
      { kind: 'left-out', step: 'batch 8', reason: 'out of memory' },
    ];
    const { notMeasured } = reportOf(
      candidate('one'),
      { findings, ended: 'out of time', seconds: 1 },
      reference,
    );
    expect(notMeasured).toEqual([
      { step: 'AUROC', reason: 'out of time' },
      { step: 'batch 1', reason: 'out of time' },
      { step: 'batch 8', reason: 'out of memory' },
    ]);
  });

  it('names golden numbers and AUROC that are not as they must be; half precision is held to the AUROC alone', () => {
    const found = Object.entries({
      wrong: all([1, 3, 2, 4], 2e-4),
      half: all([1, 2, 3, 4.01], 2e-3),
      few: all([1, 2, 3]),
    });
    const candidates = found.map(([name]) => candidate(name));
    const reports = found.map(([, findings], index) =>
      reportOf(candidates[index]!, { findings, seconds: 1 }, reference),
    );
    expect(problemsOf(candidates, reports)).toEqual([
      'wrong: golden numbers: found a difference of 0.0002, expected at most 0.0001',
      "wrong: AUROC: found -0.25 from onnx's, expected at most 0.001",
    ]);
  });
});

it('prints a table with rates beside those of PyTorch, and what is missing', () => {
  const late = reportOf(candidate('late'), { findings: [], ended: 'out of time', seconds: 1 }, reference);
  const peer = reportOf(candidate('pytorch'), { findings: all([]), seconds: 1 }, reference);
  const ours = reportOf(candidate('webgpu'), { findings: all([1, 2, 3, 4]), seconds: 1 }, reference);
  const machine = { cpu: '', cores: 2, memoryGib: 4, system: '', node: '', commit: '', loadAverages: [] };
  const report = { startedAt: '', machine, gpus: [], model: 'm', minutes: 1, secondsTaken: 3, problems: [] };
  const text = formatReport({ ...report, engines: [late, ours, peer] }, [1, 8]);
  expect(text).toMatch(/late +- +- +out of time +out of time\n/);
  expect(text).toMatch(/webgpu +1e-6 +1\.0000 +500 +2000\n/);
  expect(text).toContain("webgpu: 1.00 times PyTorch's best rate");
});
