import { describe, expect, it } from 'vitest';
import { resultOfAcknowledgement } from './acknowledgement.ts';

const reply = (msa: string): string => `MSH|^~\\&|AM|H|Beatwatch||20251124||ACK^R40|9|P|2.6\r${msa}\r`;

describe('an acknowledgement', () => {
  it.each<[string, string, string]>([
    ['MSA|AA|m-1', 'delivered', ''],
    ['MSA|CA|m-1|fine', 'delivered', ''],
    ['MSA|AE|m-1', 'refused', 'AE, application error'],
    ['MSA|AR|m-1', 'refused', 'AR, application reject'],
    ['MSA|CR|m-1', 'refused', 'CR, commit reject'],
    ['MSA|ZZ|m-1', 'refused', 'no code of table 0008'],
    ['MSA|AA|m-2', 'unavailable', 'of another message'],
    ['ERR|AA|m-1', 'unavailable', 'MSH or MSA is missing'],
  ])('%s: %s', (msa, is, reason) => {
    const result = resultOfAcknowledgement(reply(msa), 'm-1');
    expect([result.is, 'reason' in result ? result.reason : '']).toEqual([
      is,
      expect.stringContaining(reason),
    ]);
  });

  it('may have another separator, but has to be one', () => {
    expect(resultOfAcknowledgement('MSH#^~\\&#AM\rMSA#AA#m-1\r', 'm-1')).toEqual({ is: 'delivered' });
    expect(resultOfAcknowledgement('HTTP/1.1 400 Bad Request', 'm-1').is).toBe('unavailable');
  });
});
