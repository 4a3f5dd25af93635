import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setDiagnosticHandler } from '../../diag';
import { readDisplaySettings } from '../display-settings';

let messages: string[];

beforeEach(() => {
  messages = [];
  setDiagnosticHandler(({ message }) => messages.push(message));
});
afterEach(() => setDiagnosticHandler(undefined));

describe('readDisplaySettings', () => {
  it('shows ten traces in the mode of the host when the environment says nothing', () => {
    expect(readDisplaySettings({})).toEqual({
      isOn: true,
      maxTraces: 10,
      bundle: {}
    });
  });

  it.each([
    ['off', { isOn: false, bundle: {} }],
    ['OFF ', { isOn: false, bundle: {} }],
    ['expanded', { isOn: true, bundle: { display: 'expanded' } }],
    ['Collapsed', { isOn: true, bundle: { display: 'collapsed' } }],
    ['', { isOn: true, bundle: {} }],
    ['sideways', { isOn: true, bundle: {} }]
  ])('reads SPANBOOK_DISPLAY=%j', (text, expected) => {
    expect(readDisplaySettings({ SPANBOOK_DISPLAY: text })).toMatchObject(
      expected
    );
  });

  it.each(['', '0', '-1', '2.5', 'much', 'Infinity'])(
    'keeps the defaults when a number is %j',
    text => {
      const settings = readDisplaySettings({
        SPANBOOK_MAX_OUTPUT_BYTES: text,
        MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK: text
      });
      expect(settings).toEqual({ isOn: true, maxTraces: 10, bundle: {} });
    }
  );

  it('says what it takes in place of a wrong number', () => {
    readDisplaySettings({ MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK: 'many' });
    expect(messages).toEqual([
      'MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK: "many" is not a whole number from 1 up; the default, 10, is used'
    ]);
  });

  it('reads the size of an output and the number of its traces', () => {
    expect(
      readDisplaySettings({
        SPANBOOK_MAX_OUTPUT_BYTES: '50000',
        MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK: ' 25 '
      })
    ).toEqual({ isOn: true, maxTraces: 25, bundle: { maxBytes: 50_000 } });
  });
});
