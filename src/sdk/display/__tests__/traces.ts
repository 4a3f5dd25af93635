import { spanTableOf } from '../../../bundle';
import type { RecordedTrace } from '../../recording/types';

/** A trace of one span whose end the test decides. */
export class TestTrace implements RecordedTrace {
  readonly traceId: string;
  isEnded = false;
  snapshots = 0;

  constructor(traceId: string) {
    this.traceId = traceId;
  }

  snapshot(): ReturnType<RecordedTrace['snapshot']> {
    this.snapshots++;
    const end = this.isEnded ? { end: 5 } : {};
    return {
      info: {
        traceId: this.traceId,
        state: this.isEnded ? 'OK' : 'IN_PROGRESS',
        metadata: {},
        tags: {},
        assessments: []
      },
      spans: spanTableOf([
        { spanId: '1', name: this.traceId, start: 0, ...end }
      ])
    };
  }
}

/** Time that passes when the test says so, and the timers that wait for it. */
export class TestClock {
  private _time = 0;
  private _timers: { due: number; run: () => void }[] = [];

  readonly now = (): number => this._time;

  readonly after = (delay: number, run: () => void): (() => void) => {
    const timer = { due: this._time + delay, run };
    this._timers.push(timer);
    return () => {
      this._timers = this._timers.filter(other => other !== timer);
    };
  };

  advance(time: number): void {
    const end = this._time + time;
    for (;;) {
      const next = this._timers
        .filter(({ due }) => due <= end)
        .sort((a, b) => a.due - b.due)[0];
      if (next === undefined) {
        break;
      }
      this._timers = this._timers.filter(timer => timer !== next);
      this._time = Math.max(this._time, next.due);
      next.run();
    }
    this._time = end;
  }

  get pending(): number {
    return this._timers.length;
  }
}
