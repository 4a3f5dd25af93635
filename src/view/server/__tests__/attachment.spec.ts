import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fireEvent } from '@testing-library/preact';
import { traceFromText } from '../../../../test/trace-from-text';
import type { ViewHost } from '../../host';
import {
  bundleFrom,
  loadDetails,
  mountData,
  unmountAll
} from '../../__tests__/mounted';
import { fakeServer, settled } from './fake-server';
import { pageOf } from './page';

beforeAll(loadDetails);
afterEach(unmountAll);

const PIXEL = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  ),
  letter => letter.charCodeAt(0)
);
const LOAD = 'Load it from the tracking server';

const reference = (type: string): string =>
  `mlflow-attachment://ab-12?content_type=${encodeURIComponent(type)}&trace_id=tr-7&size=68`;

function openedWith(
  inputs: unknown,
  host: ViewHost = {},
  type = 'TOOL'
): ReturnType<typeof pageOf> & { element: HTMLElement } {
  const mounted = mountData(
    bundleFrom([
      traceFromText(`span ${type} 0-10`, {
        rows: { span: { inputs: JSON.stringify(inputs) } }
      })
    ]),
    host
  );
  fireEvent.click(mounted.row('span'));
  return { element: mounted.element, ...pageOf(mounted) };
}

describe('a file that MLflow stores beside the trace', () => {
  it('is named at once, fetched on a click and drawn as a picture, which has the focus then', async () => {
    const { server, questions } = fakeServer();
    const { element, findButton, click, texts } = openedWith(
      { chart: reference('image/png') },
      { server }
    );
    await findButton(LOAD);
    expect(texts('.sb-attached .sb-note')).toEqual([
      'picture, image/png, 68 B, stored beside the trace'
    ]);
    expect(questions).toEqual([]);
    await click(LOAD);
    expect(questions[0]).toMatchObject({
      method: 'getAttachment',
      args: [{ attachmentId: 'ab-12', traceId: 'tr-7' }, {}]
    });
    await questions[0]!.answer(new Blob([PIXEL]));
    await findButton('Save the file');
    await settled();
    expect(element.querySelector('img')?.src).toMatch(
      /^data:image\/png;base64,iVBORw0KGgo.*ggg==$/
    );
    expect(document.activeElement?.querySelector('img')).not.toBeNull();
  });

  it.each([
    ['image/svg+xml', 'ab-12.svg'],
    ['text/html', 'ab-12.html'],
    ['application/vnd.ms-excel', 'ab-12.bin'],
    ['x/../../etc', 'ab-12.bin']
  ])(
    'of type %s is only saved, as %s and as plain bytes',
    async (type, name) => {
      const { server, questions } = fakeServer();
      const saved: (readonly [string, string, number])[] = [];
      const { element, findButton, click } = openedWith([reference(type)], {
        server,
        save: (file, { type: as, size }) => void saved.push([file, as, size])
      });
      await findButton(LOAD);
      await click(LOAD);
      await questions[0]!.answer(new Blob([PIXEL]));
      await findButton('Save the file');
      await click('Save the file');
      expect(saved).toEqual([[name, 'application/octet-stream', PIXEL.length]]);
      expect(element.querySelector('img, audio, iframe, object')).toBeNull();
    }
  );

  it('has a player where it is a sound, in the chat too', async () => {
    const { server, questions } = fakeServer();
    const content = [
      {
        type: 'input_audio',
        input_audio: { data: reference('audio/wav'), format: 'wav' }
      }
    ];
    const messages = [{ role: 'user', content }];
    const { element, findButton, click } = openedWith(
      { messages },
      { server },
      'CHAT_MODEL'
    );
    await findButton(LOAD);
    expect(element.querySelector('.sb-message .sb-attached')).not.toBeNull();
    await click(LOAD);
    await questions[0]!.answer(new Blob([PIXEL]));
    await findButton('Save the file');
    expect(element.querySelector('audio')?.src).toMatch(
      /^data:audio\/wav;base64,/
    );
  });

  it('says why it could not be fetched, and can be asked for again', async () => {
    const { server, questions } = fakeServer();
    const { findButton, click, refusals } = openedWith(
      { chart: reference('image/png') },
      { server }
    );
    await findButton(LOAD);
    await click(LOAD);
    await questions[0]!.refuse('It is gone.');
    expect(refusals()).toEqual(['That did not work. It is gone.']);
    await click(LOAD);
    expect(questions).toHaveLength(2);
  });

  it('says in a line that there is no server, where there is none', async () => {
    const { findText, queryButton } = openedWith({
      chart: reference('image/png')
    });
    await findText(
      'picture, image/png, 68 B, stored beside the trace. Only the tracking server has it, and there is none behind this page.'
    );
    expect(queryButton(LOAD)).toBeNull();
  });

  it.each([
    'mlflow-attachment://a/../b?content_type=a&trace_id=b',
    'mlflow-attachment://?content_type=a&trace_id=b',
    'mlflow-attachment://a'
  ])('is not what %s stands for', text => {
    const { element } = openedWith({ text });
    expect(element.querySelector('.sb-detail')?.textContent).toContain(text);
  });
});
