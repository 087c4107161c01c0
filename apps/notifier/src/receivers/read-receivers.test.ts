import { describe, expect, it } from 'vitest';
import { NotifierError } from '../errors.ts';
import { receiversOf } from './read-receivers.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const webhook = { name: 'pager', type: 'webhook', url: 'https://pager.example/alarms', secrets: [secret] };

describe('the file of receivers', () => {
  it('gives what is left out its default', () => {
    expect(receiversOf({ receivers: [webhook] }, 'r.json')).toEqual([
      expect.objectContaining({
        minPriority: 'low',
        technical: true,
        patientNames: false,
        allowHttp: false,
        changes: ['raised', 'priority-changed', 'acknowledged', 'escalated', 'latched', 'resolved'],
      }),
    ]);
  });

  it.each<[string, object, RegExp]>([
    ['http to the world', { url: 'http://pager.example' }, /receivers\.0\.url: expected https: http is for/],
    ['another protocol', { url: 'ftp://pager.example' }, /receivers\.0\.url: expected an http or https URL/],
    ['a user in the URL', { url: 'https://u:hush-hush@pager.example' }, /expected no user in the URL/],
    ['a short secret', { secrets: ['whsec_AAAA'] }, /secrets\.0: expected whsec_ and 24 to 64/],
    ['no secret', { secrets: [] }, /secrets/],
    ['an unknown field', { uri: 'x' }, /uri/],
    ['another name', { name: 'My Pager' }, /receivers\.0\.name: expected 1 to 40/],
    ['a header that would replace the signature', { headers: { 'webhook-id': '1' } }, /headers/],
    ['an unknown kind', { kinds: ['asystoly'] }, /kinds\.0/],
    ['an unknown type', { type: 'pigeon' }, /type/],
  ])('refuses %s and names the field, never a value', (_, fields, message) => {
    const read = (): unknown => receiversOf({ receivers: [{ ...webhook, ...fields }] }, 'r.json');
    expect(read).toThrow(NotifierError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/hush-hush|whsec_AAAA/);
  });

  it('lets http be asked for, refuses two receivers of one name', () => {
    const insecure = { ...webhook, url: 'http://pager.example', allowHttp: true };
    expect(receiversOf({ receivers: [insecure] }, 'r.json')).toHaveLength(1);
    expect(() => receiversOf({ receivers: [webhook, webhook] }, 'r.json')).toThrow(/different names/);
  });
});
