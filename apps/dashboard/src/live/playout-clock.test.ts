import { describe, expect, it } from 'vitest';
import { PlayoutClock } from './playout-clock.ts';

const startUs = 1.7e15;
const frameMs = 16;

/** Plays a feed: packets of `packetMs` of recording at `speed`, received in ticks of 100 ms, drawn at 60 frames a second. */
function play(options: {
  readonly clock: PlayoutClock;
  readonly packetMs: number;
  readonly speed: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly originUs?: number;
}): { readonly atMs: number; readonly positionUs: number; readonly latestUs: number }[] {
  const { clock, packetMs, speed, fromMs, toMs, originUs = startUs } = options;
  const frames = [];
  let sent = 0;
  for (let nowMs = fromMs; nowMs < toMs; nowMs += frameMs) {
    if (Math.floor(nowMs / 100) > Math.floor((nowMs - frameMs) / 100)) {
      const due = Math.floor(((nowMs - fromMs) * speed) / packetMs);
      for (; sent < due; sent += 1) clock.arrive(originUs + (sent + 1) * packetMs * 1000, nowMs);
    }
    const positionUs = clock.advance(nowMs);
    if (positionUs !== undefined) frames.push({ atMs: nowMs, positionUs, latestUs: clock.latestUs ?? 0 });
  }
  return frames;
}

describe('PlayoutClock', () => {
  it('has no position before the first sample', () => {
    expect(new PlayoutClock().advance(0)).toBeUndefined();
  });

  it.each([
    { speed: 1, packetMs: 300 },
    { speed: 10, packetMs: 300 },
    { speed: 1, packetMs: 1000 },
    { speed: 0.5, packetMs: 300 },
  ])('moves evenly at $speed x with packets of $packetMs ms, without running dry', ({ speed, packetMs }) => {
    const frames = play({ clock: new PlayoutClock(), packetMs, speed, fromMs: 0, toMs: 40_000 });
    const settled = frames.filter(({ atMs }) => atMs > 20_000);
    const expectedUs = frameMs * 1000 * speed;
    settled.slice(1).forEach(({ positionUs, latestUs }, index) => {
      const stepUs = positionUs - (settled[index]?.positionUs ?? 0);
      expect(stepUs).toBeGreaterThan(expectedUs * 0.7);
      expect(stepUs).toBeLessThan(expectedUs * 1.3);
      expect(latestUs - positionUs).toBeGreaterThan(0);
      expect(latestUs - positionUs).toBeLessThan((1.5 * packetMs + 600) * 1000 * Math.max(1, speed) * 1.5);
    });
  });

  it('stops at the newest sample while no data arrive', () => {
    const clock = new PlayoutClock();
    play({ clock, packetMs: 300, speed: 1, fromMs: 0, toMs: 10_000 });
    for (let nowMs = 10_000; nowMs < 20_000; nowMs += frameMs) {
      expect(clock.advance(nowMs)).toBeLessThanOrEqual(clock.latestUs ?? 0);
    }
    expect(clock.advance(20_000)).toBe(clock.latestUs);
  });

  it('continues at once after a pause, at the speed from before', () => {
    const clock = new PlayoutClock();
    play({ clock, packetMs: 300, speed: 1, fromMs: 0, toMs: 10_000 });
    const laterUs = startUs + 60e6;
    const frames = play({
      clock,
      packetMs: 300,
      speed: 1,
      fromMs: 60_000,
      toMs: 70_000,
      originUs: laterUs,
    }).filter(({ latestUs }) => latestUs > laterUs);
    expect(frames[0]?.positionUs).toBeGreaterThan(laterUs - 1.5e6);
    const travelledUs = (frames.at(-1)?.positionUs ?? 0) - (frames[0]?.positionUs ?? 0);
    expect(travelledUs / 1000).toBeCloseTo(9700, -3);
  });

  it('follows a clock that was set back, but not late data', () => {
    const clock = new PlayoutClock();
    play({ clock, packetMs: 300, speed: 1, fromMs: 0, toMs: 10_000 });
    const beforeUs = clock.latestUs ?? 0;
    expect(clock.arrive(beforeUs - 5e6, 10_050)).toBe('late');
    expect(clock.latestUs).toBe(beforeUs);
    expect(clock.arrive(beforeUs - 3600e6, 13_000)).toBe('set-back');
    expect(clock.advance(13_016)).toBeLessThan(beforeUs - 3600e6);
  });

  it('starts near the newest sample when the last seconds arrive in one tick', () => {
    const clock = new PlayoutClock();
    for (let packet = 1; packet <= 33; packet += 1) clock.arrive(startUs + packet * 300_000, 5);
    expect((clock.latestUs ?? 0) - (clock.advance(6) ?? 0)).toBeLessThan(1e6);
    const frames = play({
      clock,
      packetMs: 300,
      speed: 1,
      fromMs: 20,
      toMs: 5000,
      originUs: startUs + 33 * 300_000,
    });
    frames.slice(1).forEach(({ positionUs }, index) => {
      expect(positionUs - (frames[index]?.positionUs ?? 0)).toBeLessThan(frameMs * 1000 * 2);
    });
  });
});
