import { learnedRecords, shippedModelFolder, signalModelFolds } from '@beatwatch/signal-models';
import { expect, it } from 'vitest';
import { unseenChoices } from './seen-by.ts';
import { SignalModelChoice } from './signal-model-choice.ts';

it.each(unseenChoices)(
  'judges no patient by a rhythm model that saw them, whatever is unseen: %s',
  async (unseen) => {
    const choice = await SignalModelChoice.open(unseen);
    const { mitdb = [], cinc2015 = [] } = await learnedRecords(shippedModelFolder('ventricular-rhythm'));
    expect(signalModelFolds('ventricular-rhythm').length).toBeGreaterThan(1);
    for (const record of [mitdb[0], cinc2015[0]]) {
      const { seenBy } = await choice.for(record ?? '');
      expect(record).toBeDefined();
      expect(seenBy).not.toContain('ventricular-rhythm');
    }
  },
);
