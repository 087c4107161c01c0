import type { Texts } from '../texts.ts';

export const time: Texts['time'] = {
  justNow: 'gerade eben',
  ago: (duration) => `vor ${duration}`,
};
