import { expect, it } from '@jest/globals';
import { context } from '@opentelemetry/api';
import { vercel } from '../autolog';
import { valueAt } from '../patching/patch';
import { telemetry6 } from '../vercel/version-6';

const SETTINGS = { logTraces: true, captureContent: true };

/** What a version of the AI SDK finds that reads the listeners in this order. */
function found(names: readonly string[]): readonly string[] {
  const telemetry = telemetry6(() => SETTINGS);
  return names.filter(name => valueAt(telemetry, name) !== undefined);
}

it('listens to version 6, which begins with onStart', () => {
  expect(found(['onStart', 'onStepStart', 'onFinish'])).toEqual([
    'onStart',
    'onStepStart',
    'onFinish'
  ]);
});

it('costs version 7 nothing, which copies each event for each listener that it finds', () => {
  expect(found(['executeLanguageModelCall', 'onStart', 'onStepStart'])).toEqual(
    []
  );
});

it('listens to version 6 again after version 7', async () => {
  const telemetry = telemetry6(() => SETTINGS);
  expect(valueAt(telemetry, 'executeLanguageModelCall')).toBeUndefined();
  await Promise.resolve();
  expect(valueAt(telemetry, 'onStart')).toBeInstanceOf(Function);
});

it('leaves what others run through OpenTelemetry as it is', async () => {
  await vercel.autolog();
  const given = Promise.resolve(1);
  expect(context.with(context.active(), () => given)).toBe(given);
  await vercel.autolog({ disable: true });
});
