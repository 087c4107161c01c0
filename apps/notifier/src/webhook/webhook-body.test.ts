import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { alarmChangeOf } from '../change/alarm-change.ts';
import { alarmEvent } from '../test-changes.ts';
import { webhookBody, webhookBodySchema } from './webhook-body.ts';

const schemaFile = new URL('../../../../docs/schemas/alarm-webhook-1.json', import.meta.url);

describe('the body of a webhook', () => {
  it('is what docs/schemas/alarm-webhook-1.json says', () => {
    expect(JSON.parse(readFileSync(schemaFile, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(z.toJSONSchema(webhookBodySchema))),
    );
  });

  it("follows it, with the patient's name where it is given", () => {
    const change = alarmChangeOf(alarmEvent(), {});
    const { data, ...rest } = webhookBodySchema.parse(JSON.parse(webhookBody(change, 'Ada Löw')));
    expect(rest).toEqual({ type: 'alarm.changed', timestamp: change.alarm.changedAt });
    expect(data).toMatchObject({ version: 1, change: 'raised', patient: { id: 'p-1', name: 'Ada Löw' } });
    expect(webhookBody(change)).not.toContain('name');
  });
});
