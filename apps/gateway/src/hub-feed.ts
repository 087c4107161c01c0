import { ClockShifts } from './clock-shifts.ts';
import type { FeedListener } from './feed.ts';
import type { Hub } from './hub.ts';
import type { JudgingMonitor } from './judging/judging-monitor.ts';
import { blockOf, liveScoreOf, liveSecondOf } from './patient-window.ts';

export interface HubFeed {
  readonly hub: Hub;
  readonly judging: JudgingMonitor;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onUnreadable: FeedListener['onUnreadable'];
}

/** Takes what the feed reads to the hub and to the watch over judging. Late data stay out: pages read them from the database. */
export function hubFeed({ hub, judging, now, onUnreadable }: HubFeed): FeedListener {
  const shifts = new ClockShifts();
  return {
    onPacket: (packet) => {
      if (packet.late === true) return;
      const shifted = shifts.shifted(packet, now() * 1000);
      if (shifted !== undefined) hub.addBlock(blockOf(shifted));
      hub.devices.heard(packet.patientId, packet.deviceId);
    },
    onReport: (packet) => {
      hub.addReport(packet, shifts.shifted(packet, now() * 1000));
    },
    onScore: (score) => {
      if (score.late !== true) hub.addScore(liveScoreOf(score));
    },
    onSecond: (second) => {
      if (second.late === true) return;
      shifts.learn(second);
      hub.addSecond(liveSecondOf(second));
    },
    onAlarm: (event) => {
      hub.addAlarm(event);
    },
    onNotice: (notice, saidMs) => {
      hub.addNotice(notice, saidMs);
    },
    onProgress: (progress) => {
      judging.reported(progress);
    },
    onAdmission: (command) => {
      hub.addAdmission(command);
    },
    onReceived: (received) => {
      judging.received(received);
    },
    onUnreadable,
  };
}
