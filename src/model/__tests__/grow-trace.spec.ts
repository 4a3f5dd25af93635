import { describe, expect, it } from '@jest/globals';
import { traceFromText } from '../../../test/trace-from-text';
import { buildTrace } from '../build-trace';
import { growTrace } from '../grow-trace';
import { ownTokensOf } from '../own-tokens';

describe('growTrace', () => {
  const running = buildTrace(
    traceFromText('root 0- / ..done 1-4 / ..open 4- / ..unknown ?-?')
  );

  it('draws running spans out, and leaves those that ended', () => {
    const grown = growTrace(running, 9000);
    expect([...grown.ends].slice(0, 3)).toEqual([9000, 4000, 9000]);
    expect(grown.end).toBe(9000);
    expect(grown.selfTimes[2]).toBe(5000);
    expect(grown.selfTimes[0]).toBe(1000);
    expect(running.end).toBe(4000);
  });

  it('leaves a trace as it is that has ended, or where no time has passed', () => {
    const ended = buildTrace(traceFromText('root 0-4'));
    expect(growTrace(ended, 9000)).toBe(ended);
    expect(growTrace(running, 4000)).toBe(running);
    expect(growTrace(running, NaN)).toBe(running);
  });
});

describe('ownTokensOf', () => {
  const usage = (total: number): { attributes: string } => ({
    attributes: JSON.stringify({
      'mlflow.chat.tokenUsage': {
        input_tokens: total,
        output_tokens: 0,
        total_tokens: total
      }
    })
  });

  it('counts what a span sums up of its descendants once', () => {
    const trace = buildTrace(
      traceFromText(
        'root 0-9 / ..chain 0-9 / ....ask 0-4 / ....again 4-9 / ..embed 9-9',
        {
          rows: {
            root: usage(100),
            ask: usage(30),
            again: usage(40),
            embed: { attributes: '{"mlflow.chat.tokenUsage"' }
          }
        }
      )
    );
    expect([...ownTokensOf(trace)]).toEqual([30, 0, 30, 40, 0]);
  });
});
