import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collectWarnings } from '../../__tests__/diagnostics';
import { getTrackingUri, init, setTrackingUri } from '../../api/configuration';
import { setExperiment } from '../../api/experiment';
import { tracing } from '../../api/tracing';
import { requestHeaders } from '../../export/request-headers';
import { shared } from '../../state';
import { currentTarget } from '../tracking';

const ENVIRONMENT = { ...process.env };
let warnings: ReturnType<typeof collectWarnings>;

beforeEach(() => {
  warnings = collectWarnings();
  process.env['MLFLOW_TRACKING_URI'] = 'http://env.example';
});
afterEach(() => {
  process.env = { ...ENVIRONMENT };
  shared.settings = {};
  tracing.reset();
  warnings.stop();
});

/** What the header `authorization` of a request now says. */
function authorization(): string | undefined {
  const target = currentTarget();
  const [scheme, value = ''] =
    (target && requestHeaders(target)['authorization'])?.split(' ') ?? [];
  return scheme === 'Basic'
    ? `Basic ${Buffer.from(value, 'base64').toString()}`
    : scheme && `${scheme} ${value}`;
}

describe('credentials', () => {
  it('are the token of the environment', () => {
    process.env['MLFLOW_TRACKING_TOKEN'] = 'tok';
    expect(authorization()).toBe('Bearer tok');
  });

  it('are user name and password before a token', () => {
    Object.assign(process.env, {
      MLFLOW_TRACKING_TOKEN: 'tok',
      MLFLOW_TRACKING_USERNAME: 'ada',
      MLFLOW_TRACKING_PASSWORD: 'pw'
    });
    expect(authorization()).toBe('Basic ada:pw');
  });

  it('are those in the address before those of the environment, and shown nowhere', () => {
    Object.assign(process.env, {
      MLFLOW_TRACKING_USERNAME: 'ada',
      MLFLOW_TRACKING_PASSWORD: 'pw'
    });
    setTrackingUri('https://bob:p%40ss@host.example/mlflow/');
    expect(authorization()).toBe('Basic bob:p@ss');
    expect(getTrackingUri()).toBe('https://host.example/mlflow');
  });

  it('are those given in code before all others, never mixed with them', () => {
    process.env['MLFLOW_TRACKING_USERNAME'] = 'ada';
    process.env['MLFLOW_TRACKING_URI'] = 'http://bob:pw@env.example';
    init({ trackingServerToken: 'mine' });
    expect(authorization()).toBe('Bearer mine');
  });

  it('are none when nothing says any', () => {
    expect(authorization()).toBeUndefined();
  });

  it('do not stand in the error about an address', () => {
    const wrong = () =>
      setTrackingUri('postgres://ada:hidden@db.example/x?password=hidden');
    expect(wrong).toThrow('postgres://db.example/x');
    expect(wrong).not.toThrow('hidden');
    const broken = () => setTrackingUri('http://ada:hi/dd@en@host:port');
    expect(broken).toThrow(TypeError);
    expect(broken).not.toThrow(/hi\/dd/);
  });
});

describe('a workspace', () => {
  it('is a header of each request', () => {
    process.env['MLFLOW_WORKSPACE'] = 'team-a';
    expect(requestHeaders(currentTarget()!)['x-mlflow-workspace']).toBe(
      'team-a'
    );
  });
});

describe('Databricks', () => {
  it('may be given to init, before what the environment says', () => {
    Object.assign(process.env, {
      DATABRICKS_HOST: 'adb-1.example',
      DATABRICKS_TOKEN: 'dapi-1',
      MLFLOW_TRACKING_TOKEN: 'other'
    });
    init({ host: 'adb-2.example', databricksToken: 'dapi-2' });
    expect(currentTarget()).toMatchObject({
      trackingUri: 'https://adb-2.example',
      credentials: { token: 'dapi-2' }
    });
    init({ trackingUri: 'http://a.example' });
    expect(currentTarget()?.credentials.token).toBe('other');
    expect(() => init({ host: 'a b' })).toThrow('host "a b" is not');
  });

  it('is found by DATABRICKS_HOST, with its own token and no other', () => {
    Object.assign(process.env, {
      DATABRICKS_HOST: 'adb-1.example',
      DATABRICKS_TOKEN: 'dapi',
      MLFLOW_TRACKING_TOKEN: 'other'
    });
    setTrackingUri('databricks');
    expect(getTrackingUri()).toBe('https://adb-1.example');
    expect(authorization()).toBe('Bearer dapi');
    process.env['DATABRICKS_HOST'] = 'https://adb-2.example/';
    expect(getTrackingUri()).toBe('https://adb-2.example');
  });

  it('needs its host', () => {
    setTrackingUri('databricks');
    expect(getTrackingUri()).toBeNull();
    expect(warnings.messages.join()).toContain('DATABRICKS_HOST');
  });

  it('has no profiles here', () => {
    expect(() => setTrackingUri('databricks://prod')).toThrow(
      'DATABRICKS_TOKEN'
    );
  });
});

describe('the experiment of a trace', () => {
  it('is named by the context-local destination, the global one, the variable, the code, the environment, in this order', async () => {
    const seen: unknown[] = [];
    const look = () => seen.push(currentTarget()?.experiment);
    look();
    process.env['MLFLOW_EXPERIMENT_ID'] = '1';
    look();
    process.env['MLFLOW_EXPERIMENT_NAME'] = 'by name';
    look();
    setExperiment('by code');
    look();
    process.env['MLFLOW_TRACING_DESTINATION'] = '2';
    look();
    tracing.setDestination({ experimentId: '3' });
    look();
    await Promise.resolve().then(() => {
      tracing.setDestination(
        { experimentName: 'local' },
        { contextLocal: true }
      );
      look();
    });
    look();
    tracing.reset();
    delete process.env['MLFLOW_TRACING_DESTINATION'];
    look();
    expect(seen).toEqual([
      { kind: 'default' },
      { kind: 'id', id: '1' },
      { kind: 'name', name: 'by name' },
      { kind: 'name', name: 'by code' },
      { kind: 'id', id: '2' },
      { kind: 'id', id: '3' },
      { kind: 'name', name: 'local' },
      { kind: 'id', id: '3' },
      { kind: 'name', name: 'by code' }
    ]);
  });

  it('is each request its own with context-local destinations', async () => {
    const seen = await Promise.all(
      ['a', 'b', 'c'].map(async name => {
        await Promise.resolve();
        tracing.setDestination(
          { experimentName: name },
          { contextLocal: true }
        );
        await new Promise(resolve => setTimeout(resolve, 5));
        return currentTarget()?.experiment;
      })
    );
    expect(seen.map(it => it?.kind === 'name' && it.name)).toEqual([
      'a',
      'b',
      'c'
    ]);
    expect(currentTarget()?.experiment.kind).toBe('default');
  });

  it('stays within the scope in which it is set for the context', async () => {
    const named = () => {
      const choice = currentTarget()?.experiment;
      return choice?.kind === 'name' ? choice.name : choice?.kind;
    };
    const local = (experimentName: string) => {
      tracing.setDestination({ experimentName }, { contextLocal: true });
    };
    const seen = await tracing.context({}, async () => {
      local('outer');
      const inner = await tracing.context({}, async () => {
        const before = named();
        local('inner');
        await new Promise(resolve => setTimeout(resolve, 1));
        return [before, named()];
      });
      return [...inner, named()];
    });
    expect(seen).toEqual(['outer', 'inner', 'outer']);
    expect(named()).toBe('default');
  });

  it('is refused as a destination unless it is one', () => {
    // What JavaScript lets through.
    const set = (location: unknown): void => {
      Reflect.apply(tracing.setDestination, undefined, [location]);
    };
    expect(() => set('main.traces')).toThrow('got string');
    expect(() => set({})).toThrow('setDestination: give a name or an id');
    expect(() => set({ experimentId: '1', experimentName: 'x' })).toThrow(
      'not both'
    );
  });
});

describe('settings', () => {
  it('change only what a call names', () => {
    init({
      trackingUri: 'http://a.example',
      experimentId: '4',
      trackingServerToken: 't'
    });
    init({ experimentName: 'five' });
    expect(currentTarget()).toMatchObject({
      trackingUri: 'http://a.example',
      experiment: { kind: 'name', name: 'five' },
      credentials: { token: 't' }
    });
    tracing.setDestination({ experimentId: '6' });
    setTrackingUri('http://b.example');
    expect(currentTarget()).toMatchObject({
      trackingUri: 'http://b.example',
      experiment: { kind: 'id', id: '6' }
    });
  });

  it('stay as they were when a call is refused', () => {
    init({ trackingUri: 'http://a.example', experimentId: '4' });
    expect(() => init({ trackingUri: 'ftp://x', experimentId: '5' })).toThrow();
    expect(() =>
      init({
        trackingUri: 'http://b.example',
        experimentId: '5',
        experimentName: 'x'
      })
    ).toThrow();
    expect(currentTarget()).toMatchObject({
      trackingUri: 'http://a.example',
      experimentId: '4'
    });
  });

  it('survive a reset of tracing, as in Python', () => {
    init({ trackingUri: 'http://a.example', experimentId: '4' });
    tracing.reset();
    expect(getTrackingUri()).toBe('http://a.example');
  });
});
