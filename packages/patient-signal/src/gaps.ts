import type { LeadEvent, LeadSource } from '@beatwatch/ecg';
import type { SignalGap } from '@beatwatch/timescale';

/** Segment boundaries of a lead among the events of its pipeline. */
export function gapsOf(
  { patientId, deviceId, lead }: LeadSource,
  events: readonly LeadEvent[],
): readonly SignalGap[] {
  return events.flatMap((event): SignalGap[] => {
    switch (event.kind) {
      case 'gap':
      case 'clock-jump':
      case 'restart':
      case 'rate-change': {
        const { kind: reason, fromUs, timeUs: toUs } = event;
        const lost = event.kind === 'gap' && event.lostPackets !== undefined;
        return [
          {
            patientId,
            deviceId,
            lead,
            fromUs,
            toUs,
            reason,
            ...(lost && { lostPackets: event.lostPackets }),
          },
        ];
      }
      case 'duplicate':
      case 'reordered':
      case 'late':
      case 'no-beat':
        return [];
    }
  });
}
