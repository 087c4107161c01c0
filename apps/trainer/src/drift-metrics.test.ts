import { modelVersion, patientId } from '@beatwatch/contracts';
import type { Drift } from '@beatwatch/retraining';
import { createLogger } from '@beatwatch/service-kit';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { buildDriftMetrics } from './drift-metrics.ts';

const drift = (patient: string, level: Drift['level']): Drift => ({
  patientId: patientId(patient),
  modelVersion: modelVersion('m-1'),
  measure: 'heart rate',
  stabilityIndex: 0.3,
  level,
  ks: 0.4,
  ksProbability: 0,
  before: { values: 200, median: 70 },
  after: { values: 200, median: 85 },
});

it('counts patients by how far they have moved, and keeps the counts where they cannot be measured', async () => {
  const registry = new Registry();
  let measured: () => Promise<readonly Drift[]> = () =>
    Promise.resolve([drift('a', 'strong'), drift('b', 'strong'), drift('c', 'none')]);
  const metrics = buildDriftMetrics({
    measure: () => measured(),
    registry,
    logger: createLogger('trainer', 'silent'),
  });
  await metrics.update();
  const strong = 'beatwatch_drift_patients{measure="heart rate",level="strong"} 2';
  expect(await registry.metrics()).toContain(strong);
  measured = () => Promise.reject(new Error('the database is away'));
  await metrics.update();
  expect(await registry.metrics()).toContain(strong);
  measured = () => Promise.resolve([drift('a', 'none')]);
  await metrics.update();
  expect(await registry.metrics()).not.toContain('strong');
});
