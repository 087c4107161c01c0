import { Message } from 'node-hl7-client';
import { describe, expect, it } from 'vitest';
import { alarmChangeOf, type AlarmChange } from '../change/alarm-change.ts';
import { alarmEvent } from '../test-changes.ts';
import { escapeText } from './er7.ts';
import { oruR40 } from './oru-r40.ts';

const options = {
  messageId: '0123456789abcdef0123',
  nowIso: '2025-11-24T16:00:01.000Z',
  processingId: 'P',
} as const;
const lines = (text: string): string[] => text.split('\r').slice(0, -1);
const phaseOf = (change: AlarmChange): string[] =>
  lines(oruR40(change, options))
    .filter((line) => /MDC_ATTR_(EVENT_PHASE|ALARM_STATE|ALARM_INACTIVATION_STATE)\^/.test(line))
    .map((line) => line.split('|')[5] ?? '');

describe('ORU^R40', () => {
  it('is one alert with its persistent id, as PCD-04 has it', () => {
    const change = alarmChangeOf(alarmEvent(), { ward: 'ICU', bed: '3' });
    const more = { ...options, receivingApplication: 'AM', receivingFacility: 'HOSP' };
    expect(lines(oruR40(change, more))).toEqual([
      'MSH|^~\\&|Beatwatch||AM|HOSP|20251124160001.000+0000||ORU^R40^ORU_R40|0123456789abcdef0123|P|2.6|||AL|NE||UNICODE UTF-8|||IHE_PCD_ACM_001^IHE PCD^1.3.6.1.4.1.19376.1.6.4.4^ISO',
      'PID|||p-1^^^Beatwatch^PI||^^^^^^U',
      'PV1||U|ICU^^3',
      'OBR|1|0123456789abcdef0123^Beatwatch|p-1/asystole/1764000000000000^Beatwatch|196616^MDC_EVT_ALARM^MDC|||20251124160000.000+0000',
      'OBX|1|CWE|196616^MDC_EVT_ALARM^MDC|1.0.0.0.1|199684^MDC_EVT_ECG_ASYSTOLE^MDC^asystole^Asystole^L^^^Asystole|||PH~SP|||R|||20251124160000.000+0000',
      'OBX|2|CWE|68480^MDC_ATTR_ALERT_SOURCE^MDC|1.0.0.0.2|69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC||||||R',
      'OBX|3|ST|68481^MDC_ATTR_EVENT_PHASE^MDC|1.0.0.0.3|start||||||R',
      'OBX|4|ST|68482^MDC_ATTR_ALARM_STATE^MDC|1.0.0.0.4|active||||||R',
      'OBX|5|ST|68483^MDC_ATTR_ALARM_INACTIVATION_STATE^MDC|1.0.0.0.5|enabled||||||R',
      'OBX|6|ST|68484^MDC_ATTR_ALARM_PRIORITY^MDC|1.0.0.0.6|PH||||||R',
      'OBX|7|ST|68485^MDC_ATTR_ALERT_TYPE^MDC|1.0.0.0.7|SP||||||R',
    ]);
  });

  it('names the alert as the parent of later changes, with their phase and state', () => {
    const of = (fields: object, previous: AlarmChange['previous']) =>
      alarmChangeOf(alarmEvent({ changeNumber: 2, ...fields }), previous ? { previous } : {});
    const active = { state: 'active', priority: 'medium' } as const;
    const acknowledged = of({ state: 'acknowledged', priority: 'medium' }, active);
    const obr = lines(oruR40(acknowledged, options)).find((line) => line.startsWith('OBR'));
    expect(obr?.split('|')[29]).toBe('^p-1/asystole/1764000000000000&Beatwatch');
    expect(phaseOf(acknowledged)).toEqual(['update', 'active', 'alert-acknowledged']);
    expect(phaseOf(of({ priority: 'high' }, active))).toEqual(['escalate', 'active', 'enabled']);
    expect(phaseOf(of({ priority: 'low' }, active))).toEqual(['de-escalate', 'active', 'enabled']);
    expect(phaseOf(of({ priority: 'medium' }, active))).toEqual(['continue', 'active', 'enabled']);
    expect(phaseOf(of({ state: 'latched' }, active))).toEqual(['update', 'latched', 'enabled']);
    expect(phaseOf(of({ state: 'resolved' }, active))).toEqual(['end', 'inactive', 'enabled']);
  });

  it('tells a heart rate with its unit, and what is technical as such', () => {
    const slow = alarmEvent({ kind: 'extreme-bradycardia' });
    const text = oruR40(
      alarmChangeOf({ ...slow, evidence: { ...slow.evidence, measure: 38.04 } }, {}),
      options,
    );
    expect(text).toContain('|NM|147842^MDC_ECG_HEART_RATE^MDC|1.0.0.0.2|38|264864^MDC_DIM_BEAT_PER_MIN^MDC|');
    const off = oruR40(alarmChangeOf(alarmEvent({ kind: 'lead-off', priority: 'medium' }), {}), options);
    expect(off).toContain('|196680^MDC_EVT_LEAD_OFF^MDC^lead-off^Lead off^L^^^Lead off|||PM~ST|');
  });

  it('gives an independent parser back what went in', () => {
    const change = alarmChangeOf(alarmEvent(), { ward: 'Ward|A^&~\\ süd', bed: 'Zimmer\r7' });
    const text = oruR40(change, { ...options, patientName: 'Łukasz | Ö’Neill' });
    // No separator of a value is one of the message.
    expect(lines(text)[2]?.split('|')[3]).toBe('Ward\\F\\A\\S\\\\T\\\\R\\\\E\\ süd^^Zimmer\\X0D\\7');
    const message = new Message({ text: text.trimEnd() });
    expect(message.get('MSH.9.2').toString()).toBe('R40');
    expect(message.get('MSH.10').toString()).toBe(options.messageId);
    expect(message.get('PID.3.1').toString()).toBe('p-1');
    expect(unescaped(message.get('PID.5.1').toString())).toBe('Łukasz | Ö’Neill');
    expect(unescaped(message.get('PV1.3.1').toString())).toBe('Ward|A^&~\\ süd');
    expect(unescaped(message.get('PV1.3.3').toString())).toBe('Zimmer\r7');
    expect(message.get('OBR.3.1').toString()).toBe('p-1/asystole/1764000000000000');
  });

  it('lets no text end a segment or a frame', () => {
    expect(escapeText('\u000b\u001c\r\n\t')).toBe('\\X0B\\\\X1C\\\\X0D\\\\X0A\\\\X09\\');
    expect(escapeText('u\u0308')).toBe('ü');
  });
});

/** The escape sequences of HL7 v2.6, 2.7, where the parser has left them. */
const unescaped = (text: string): string =>
  text.replace(/\\(?:([FSTRE])|X([0-9A-F]+))\\/g, (_, letter: string | undefined, hex: string) =>
    letter === undefined
      ? String.fromCharCode(Number.parseInt(hex, 16))
      : ({ F: '|', S: '^', T: '&', R: '~', E: '\\' }[letter] ?? ''),
  );
