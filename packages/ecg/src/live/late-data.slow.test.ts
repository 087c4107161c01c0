import { deserialize, serialize } from 'node:v8';
import type { Packet } from '@beatwatch/contracts';
import { describe, expect, it } from 'vitest';
import { testSignal } from '../test-signal.ts';
import type { LeadPipeline } from './lead-pipeline.ts';
import { beatsOf, type LeadOutput } from './output.ts';
import { newPipeline, packetsOf, restoredPipeline, run, startUs } from './test-packets.ts';

/** Two minutes in packets of 0.3 s; seconds 30 to 90 are measured offline. */
const packets = packetsOf(testSignal(120, 250).samples);
const before = packets.slice(0, 100);
const offline = packets.slice(100, 300);
const after = packets.slice(300);
const whole = run(packets);
const hourUs = 3.6e9;

interface Sent {
  readonly packet: Packet;
  /** Time from measurement to arrival in the log, microseconds. */
  readonly delayUs: number;
}
const sent = (list: readonly Packet[], delayUs: number): Sent[] =>
  list.map((packet) => ({ packet, delayUs }));

/** All packets within a second; the first one `delayUs` after its measurement. */
const atOnce = (list: readonly Packet[], delayUs: number): Sent[] =>
  list.map((packet, index) => ({ packet, delayUs: delayUs - index * 299_000 }));

function runSent(list: readonly Sent[], pipeline: LeadPipeline = newPipeline()): LeadOutput {
  const outputs = list.map(({ packet, delayUs }) => pipeline.push(packet, packet.lastSampleTimeUs + delayUs));
  return {
    chunks: outputs.flatMap(({ chunks }) => chunks),
    observations: outputs.flatMap(({ observations }) => observations),
    events: outputs.flatMap(({ events }) => events),
  };
}

/** Beats of the offline minute without those at its ends, where a gap may have cut them. */
const within = (output: Pick<LeadOutput, 'observations'>) =>
  beatsOf(output.observations).filter(
    ({ timeUs, endTimeUs }) => timeUs > startUs + 33e6 && endTimeUs < startUs + 87e6,
  );
const kinds = ({ events }: LeadOutput): Set<string> => new Set(events.map(({ kind }) => kind));

/** Items of both lists: after each of `first`, `step` of `second`. */
function interleaved<Item>(first: readonly Item[], second: readonly Item[], step: number): Item[] {
  const rest = [...second];
  const mixed = first.flatMap((item) => [item, ...rest.splice(0, step)]);
  return [...mixed, ...rest];
}

describe('signal measured offline', () => {
  it('is marked late and continues into the live signal without a break if it is sent in order', () => {
    const backlog = offline.map((packet, index) => ({
      packet,
      delayUs: hourUs - (index / offline.length) * (hourUs - 1e6),
    }));
    const output = runSent([...sent(before, 3e5), ...backlog, ...sent(after, 3e5)]);
    expect(output.events).toEqual([]);
    const beats = beatsOf(output.observations);
    expect(beats.map(({ late: _, ...beat }) => beat)).toEqual(whole.beats);
    const late = beats.filter((beat) => beat.late === true);
    expect(late[0]!.endTimeUs).toBeGreaterThan(startUs + 28e6);
    expect(late.at(-1)!.endTimeUs).toBeLessThan(startUs + 91e6);
    expect(within(output).filter((beat) => beat.late !== true).length).toBeLessThan(4);
    for (const seen of output.observations) {
      if (seen.kind === 'second' && seen.second.timeUs < startUs + 29e6)
        expect(seen.second.late).toBeUndefined();
    }
  });

  it('is judged beside the live signal and does not change it if it is sent between live packets', () => {
    const live = [...sent(before, 3e5), ...sent(after, 3e5)];
    const alone = runSent(live);
    const list = [...sent(before, 3e5), ...interleaved(sent(after, 3e5), sent(offline, hourUs), 3)];
    const output = runSent(list);
    const ofLive = output.observations.filter((seen) =>
      seen.kind === 'beat' ? seen.beat.late !== true : seen.second.late !== true,
    );
    expect(ofLive).toEqual(alone.observations);
    expect(kinds(output)).toEqual(new Set(['gap', 'late']));
    const late = within(output);
    expect(late.every((beat) => beat.late === true)).toBe(true);
    expect(late.map(({ timeUs }) => timeUs)).toEqual(within(whole).map(({ timeUs }) => timeUs));
    const sampleCount = output.chunks.reduce((sum, { samples }) => sum + samples.length, 0);
    expect(sampleCount).toBeGreaterThan(119 * 250);
  });

  it('changes nothing when it is sent again, in order or interleaved', () => {
    const ways = [
      [...sent(before, 3e5), ...sent(offline, hourUs), ...sent(after, 3e5)],
      [...sent(before, 3e5), ...interleaved(sent(after, 3e5), sent(offline, hourUs), 3)],
    ];
    for (const way of ways) {
      const pipeline = newPipeline();
      runSent(way, pipeline);
      pipeline.flush();
      const again = runSent(atOnce(offline, 2 * hourUs), pipeline);
      expect(again.observations).toEqual([]);
      expect(again.chunks).toEqual([]);
      expect(kinds(again)).toEqual(new Set(['duplicate']));
    }
  });

  it('is complete after ten further seconds of live signal and leaves nothing in the state', () => {
    const pipeline = newPipeline();
    const plain = newPipeline();
    for (const one of [pipeline, plain])
      runSent([...sent(before, 3e5), ...sent(after.slice(0, 30), 3e5)], one);
    const backfill = runSent(sent(offline, hourUs), pipeline);
    expect(serialize(pipeline.snapshot()).byteLength).toBeLessThan(32_768);
    const rest = runSent(sent(after.slice(30), 3e5), pipeline);
    runSent(sent(after.slice(30), 3e5), plain);
    const chunks = [...backfill.chunks, ...rest.chunks].filter(
      ({ firstSampleTimeUs: timeUs }) => timeUs >= startUs + 30e6 && timeUs < startUs + 90e6,
    );
    expect(chunks.reduce((sum, { samples }) => sum + samples.length, 0)).toBe(60 * 250);
    expect(serialize(pipeline.snapshot()).byteLength - serialize(plain.snapshot()).byteLength).toBeLessThan(
      100,
    );
  });

  it('gives bit-identical output when the state is stored and restored after each packet', () => {
    const list = [...sent(before, 3e5), ...interleaved(sent(after, 3e5), sent(offline, hourUs), 2)];
    const expected = runSent(list);
    let pipeline = newPipeline();
    const outputs = list.map((one) => {
      pipeline = restoredPipeline(deserialize(serialize(pipeline.snapshot())));
      return runSent([one], pipeline);
    });
    expect(outputs.flatMap(({ observations }) => observations)).toEqual(expected.observations);
    expect(outputs.flatMap(({ chunks }) => chunks)).toEqual(expected.chunks);
  });

  it('is accepted from before the first packet received', () => {
    const output = runSent([...sent(after, 3e5), ...atOnce(before, hourUs)]);
    expect(kinds(output)).toEqual(new Set(['late']));
    expect(beatsOf(output.observations).filter((beat) => beat.late === true).length).toBeGreaterThan(20);
  });

  it('is late at any delay if the device marks it late', () => {
    const marked = packets.map((packet, index) =>
      index < 100 ? { ...packet, late: true as const } : packet,
    );
    const beats = run(marked).beats;
    expect(beats).toHaveLength(whole.beats.length);
    for (const { endTimeUs, late } of beats) {
      if (endTimeUs < startUs + 29e6) expect(late).toBe(true);
      if (endTimeUs > startUs + 31e6) expect(late).toBeUndefined();
    }
  });
});

describe('a link whose delay grows', () => {
  it('is live up to a minute of delay and late beyond it', () => {
    const list = packets.map((packet, index) => ({ packet, delayUs: 3e5 + index * 250_000 }));
    const beats = beatsOf(runSent(list).observations);
    expect(beats).toHaveLength(whole.beats.length);
    const firstLate = beats.find((beat) => beat.late === true)!;
    // 60 s of delay after 240 packets of 0.3 s.
    expect(Math.abs(firstLate.endTimeUs - startUs - 72e6)).toBeLessThan(2e6);
  });
});

describe('a device whose clock is set back', () => {
  const backUs = hourUs;
  const setBack = (list: readonly Packet[]): Packet[] =>
    list.map((packet) => ({ ...packet, lastSampleTimeUs: packet.lastSampleTimeUs - backUs }));

  it('is not late if that happens in mid-stream', () => {
    const list = [...sent(packets.slice(0, 200), 3e5), ...sent(setBack(packets.slice(200)), backUs + 3e5)];
    const output = runSent(list);
    expect(output.events).toMatchObject([{ kind: 'clock-jump', jumpUs: -backUs }]);
    expect(beatsOf(output.observations).some((beat) => beat.late === true)).toBe(false);
  });

  it.each(['with its counter', 'with its counter, joined late', 'without numbers'])(
    'is live again within eight seconds of a restart %s',
    (how) => {
      const joined = how.endsWith('late') ? packets.slice(50) : packets;
      const restarted = setBack(packets).map((packet, index) => ({ ...packet, sequence: index }));
      const list = [...sent(joined, 3e5), ...sent(restarted, backUs + 120e6 + 3e5)].map(
        ({ packet, delayUs }) => {
          const { sequence: _, ...unnumbered } = packet;
          return { packet: how === 'without numbers' ? unnumbered : packet, delayUs };
        },
      );
      const output = runSent(list);
      expect(output.events.filter(({ kind }) => kind === 'restart')).toHaveLength(1);
      const live = beatsOf(output.observations).filter(
        (beat) => beat.late !== true && beat.timeUs < startUs - backUs + 200e6,
      );
      expect(live[0]!.timeUs).toBeLessThan(startUs - backUs + 8e6);
      expect(live.length).toBeGreaterThan(130);
    },
  );
});
