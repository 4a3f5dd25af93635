import {
  afterEach,
  beforeEach,
  describe,
  expect,
  it,
  jest
} from '@jest/globals';
import { collectWarnings } from '../../__tests__/diagnostics';
import { tracesOf } from '../../__tests__/recorded-traces';
import { NO_OP_TRACE_ID } from '../../recording/live-span';
import { getCurrentActiveSpan } from '../current-trace';
import { trace } from '../trace';
import { withSpan } from '../with-span';

const ENVIRONMENT = { ...process.env };
let warnings: ReturnType<typeof collectWarnings>;

beforeEach(() => {
  warnings = collectWarnings();
});
afterEach(() => {
  process.env = { ...ENVIRONMENT };
  warnings.stop();
  jest.restoreAllMocks();
});

const work = (): number =>
  withSpan(() => withSpan(() => 2, { name: 'inner' }), { name: 'outer' });

async function countOf(runs: number, run: () => unknown): Promise<number> {
  const records = await tracesOf(() => {
    for (let i = 0; i < runs; i++) {
      run();
    }
  });
  return records.length;
}

describe('sampling', () => {
  it('records no trace at 0 and runs the code all the same', async () => {
    process.env['MLFLOW_TRACE_SAMPLING_RATIO'] = '0';
    expect(await countOf(20, work)).toBe(0);
    expect(work()).toBe(2);
  });

  it('gives code of a trace that is not recorded spans that do nothing', () => {
    process.env['MLFLOW_TRACE_SAMPLING_RATIO'] = '0';
    withSpan(span => {
      expect(span.traceId).toBe(NO_OP_TRACE_ID);
      withSpan(inner => expect(inner.traceId).toBe(NO_OP_TRACE_ID));
    });
    expect(getCurrentActiveSpan()).toBeNull();
  });

  it('records about its share, whole traces only', async () => {
    process.env['MLFLOW_TRACE_SAMPLING_RATIO'] = '0.3';
    const records = await tracesOf(() => {
      for (let i = 0; i < 2000; i++) {
        work();
      }
    });
    // Ten standard deviations of a binomial distribution: never by chance.
    expect(Math.abs(records.length - 600)).toBeLessThan(205);
    expect(records.every(({ spans }) => spans?.ids.length === 2)).toBe(true);
  });

  it('lets a function have a share of its own, where it starts a trace', async () => {
    process.env['MLFLOW_TRACE_SAMPLING_RATIO'] = '0';
    const always = trace(() => 1, { samplingRatioOverride: 1 });
    const never = trace(() => 1, { samplingRatioOverride: 0 });
    expect(await countOf(5, always)).toBe(5);
    process.env['MLFLOW_TRACE_SAMPLING_RATIO'] = '1';
    expect(await countOf(5, never)).toBe(0);
    const [record] = await tracesOf(() => withSpan(() => never()));
    expect(record?.spans?.ids).toHaveLength(2);
  });

  it('records everything when the share is none, and says so', async () => {
    process.env['MLFLOW_TRACE_SAMPLING_RATIO'] = '30%';
    expect(await countOf(3, work)).toBe(3);
    expect(warnings.messages).toEqual([
      'MLFLOW_TRACE_SAMPLING_RATIO: "30%" is not a number from 0 to 1; the default, 1, is used'
    ]);
  });

  it('takes no random number away from the program, and gives new ids when it is seeded', async () => {
    process.env['MLFLOW_TRACE_SAMPLING_RATIO'] = '0.999999';
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const records = await tracesOf(() => [work(), work()]);
    expect(new Set(records.map(({ info }) => info.traceId)).size).toBe(2);
    expect(random).not.toHaveBeenCalled();
  });
});
