import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { CutReason, EngineSocket } from './connection.ts';
import { Connections, type WaitingLimits } from './connections.ts';

/** What `Connection` reads of an engine's socket. */
class FakeEngine extends EventEmitter {
  readonly tcp = {
    writableLength: 0,
    bytesWritten: 0,
    destroyed: false,
    destroy: (): void => {
      this.tcp.destroyed = true;
    },
  };
  readonly request = { socket: this.tcp };

  receive(data: string): void {
    this.emit('packet', { type: 'message', data });
  }
}

function begin(limits: WaitingLimits = {}) {
  const clock = { ms: 0 };
  const cut: CutReason[] = [];
  const connections = new Connections({
    now: () => clock.ms,
    onCut: (reason) => cut.push(reason),
    ...limits,
  });
  const open = (): FakeEngine => {
    const engine = new FakeEngine();
    connections.add(engine as unknown as EngineSocket);
    return engine;
  };
  return { clock, cut, connections, open };
}

describe('Connections', () => {
  it('cuts the one with the most waiting where all together have too much, and one with too much alone', () => {
    const { cut, connections, open } = begin({ maxWaitingBytes: 100, maxTotalWaitingBytes: 150 });
    const engines = [60, 80, 70, 10].map((bytes) => {
      const engine = open();
      engine.tcp.writableLength = bytes;
      return engine;
    });
    connections.check();
    expect(engines.map(({ tcp }) => tcp.destroyed)).toEqual([false, true, false, false]);
    engines[3]!.tcp.writableLength = 101;
    connections.check();
    expect(engines.map(({ tcp }) => tcp.destroyed)).toEqual([false, true, false, true]);
    expect(cut).toEqual(['too-much-waiting', 'too-much-waiting']);
  });

  it('counts what the engine holds back while its transport is busy', () => {
    const { connections, open } = begin({ congestedBytes: 10 });
    const engine = open();
    const congested = (): boolean => connections.congested(engine as unknown as EngineSocket);
    engine.emit('packetCreate', { data: 'x'.repeat(6) });
    engine.emit('packetCreate', { data: new Uint8Array(6) });
    expect(congested()).toBe(true);
    engine.emit('flush');
    expect(congested()).toBe(false);
    engine.tcp.writableLength = 11;
    expect(congested()).toBe(true);
  });

  it('cuts one that takes nothing for a while, and none that is slow', () => {
    const { clock, cut, connections, open } = begin({ maxStallMs: 1000 });
    const [slow, stalled, idle] = [open(), open(), open()];
    for (let second = 1; second <= 10; second += 1) {
      clock.ms += 400;
      Object.assign(slow.tcp, { bytesWritten: second * 10, writableLength: 5 });
      Object.assign(stalled.tcp, { bytesWritten: second * 10, writableLength: second * 10 });
      connections.check();
    }
    expect([slow, stalled, idle].map(({ tcp }) => tcp.destroyed)).toEqual([false, true, false]);
    expect(cut).toEqual(['reads-nothing']);
  });

  it('cuts one that sends more than it may, by messages or by bytes, once', () => {
    const { clock, cut, open } = begin();
    const [many, large, good] = [open(), open(), open()];
    for (let index = 0; index < 600; index += 1) many.receive('2["seen",1]');
    for (let index = 0; index < 60; index += 1) large.receive('x'.repeat(10_000));
    for (let index = 0; index < 3000; index += 1) {
      clock.ms += 20;
      good.receive('2["seen",1]');
    }
    expect([many, large, good].map(({ tcp }) => tcp.destroyed)).toEqual([true, true, false]);
    expect(cut).toEqual(['flood', 'flood']);
  });
});
