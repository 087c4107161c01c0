import { renderReport } from '@beatwatch/report';
import { expect, it } from 'vitest';
import { driftSection } from '../drift/drift-section.ts';
import type { Comparison } from './compare-models.ts';
import { comparisonReport } from './comparison-report.ts';
import { promotionDefaults } from './promotion-limits.ts';

const figures = {
  separation: 0.9,
  sensitivity: 0.8,
  specificity: 0.95,
  ventricularSensitivity: 0.9,
  ventricularSpecificity: 0.99,
  lossSeparation: 0.85,
};
const comparison: Comparison = {
  champion: 'lstm-ae-16-a',
  challenger: 'lstm-ae-16-b',
  verdict: { promote: false, sentence: 'Do not promote: it is <b>worse</b>.', reasons: ['Because.'] },
  rule: promotionDefaults,
  alarms: [],
  missing: ['the MIT-BIH Supraventricular Arrhythmia Database: not in /data'],
  sets: [
    {
      name: 'mitdb',
      title: 'MIT-BIH',
      labelled: false,
      beats: { normal: 900, anomalous: 100 },
      learnedFrom: { champion: 22, challenger: 0, of: 22 },
      figures: {
        champion: figures,
        challenger: { ...figures, separation: 0.88 },
        difference: { separation: { estimate: -0.02, interval: [-0.03, -0.01] } },
        drawn: 'patients',
        units: 2,
      },
      patients: [
        { patient: '101', champion: 0.9, challenger: 0.92 },
        { patient: '106', champion: 0.95, challenger: 0.8 },
      ],
    },
  ],
};

it('says first whether to promote, and gives figures, pictures and what is missing', () => {
  const report = comparisonReport({ comparison, facts: [], sections: [driftSection([])] });
  expect(report.lead[0]).toBe(comparison.verdict.sentence);
  const html = renderReport(report);
  expect(html).toContain('Do not promote: it is &lt;b&gt;worse&lt;/b&gt;.');
  expect(html).toContain('Not compared on the MIT-BIH Supraventricular Arrhythmia Database');
  expect(html).toContain('−0.0200');
  expect(html).toContain('−0.0300 to −0.0100');
  expect(html).toContain('id="mitdb-patients"');
  expect(html).toContain('The champion learned from 22 of these 22 recordings, the challenger from 0');
});
