import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../../test/stack/reference-data.ts';
import { sequenceNames } from './beat-window.ts';
import { databases } from './read-windows.ts';
import { sequenceStudyDefaults } from './settings.ts';
import { studySequences } from './study.ts';

describe('studySequences', () => {
  it(
    'judges some records of each database by what was trained on the others',
    { timeout: 180_000 },
    async (context) => {
      for (const database of databases) referenceFile(context, database);
      const trained = new Map<string, Set<string>>();
      const { outcome, html } = await studySequences({
        ...sequenceStudyDefaults,
        dataFolder: referenceFile(context, '.'),
        command: 'test',
        nowMs: () => 0,
        epochs: 1,
        sequences: sequenceNames,
        recordsPerDatabase: 2,
        onProgress: (progress) => {
          if (progress.phase !== 'training') return;
          const judged = progress.judged.join(' ');
          trained.set(judged, (trained.get(judged) ?? new Set()).add(progress.sequence));
        },
      });
      expect([...trained].map(([judged, sequences]) => [judged, sequences.size])).toEqual([
        ['vfdb cudb cpsc2021', 4],
        ['svdb', 4],
        ['mitdb', 4],
        ['cinc2017-more', 4],
      ]);
      expect(outcome.normalWindows.mitdb).toBeGreaterThan(20);
      for (const { methods } of outcome.tasks) {
        for (const { auroc, low, high } of Object.values(methods)) {
          expect(auroc).toBeGreaterThanOrEqual(low - 1e-9);
          expect(auroc).toBeLessThanOrEqual(high + 1e-9);
        }
      }
      expect(html).toContain('The best autoencoder less the best of each other sort');
    },
  );
});
