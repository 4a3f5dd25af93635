import { act, fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { traceFromText } from '../../../../test/trace-from-text';
import {
  bundleFrom,
  mountData,
  mountDrawing,
  unmountAll,
  type Mounted
} from '../../__tests__/mounted';
import type { MlflowPage, MlflowPages, TraceAddress } from '../../host';
import { mountFrame } from '../mount-frame';

const PAGE: MlflowPage = {
  address: 'about:blank#mlflow',
  version: '3.17.2'
};

afterEach(() => {
  jest.useRealTimers();
  unmountAll();
  document.body.replaceChildren();
});

/** A host with MLflow's pages, which keeps what was asked. */
function host(
  page: (trace: TraceAddress) => Promise<MlflowPage>,
  isFirst = false
): { mlflow: MlflowPages; opened: string[] } {
  const opened: string[] = [];
  return {
    mlflow: { isFirst, page, open: ({ traceId }) => opened.push(traceId) },
    opened
  };
}

const frameIn = (element: ParentNode): HTMLIFrameElement | null =>
  element.querySelector('iframe');
const text = (element: Element): string => element.textContent;

/** What the page of a frame says to the page around it. */
function say(frame: HTMLIFrameElement | null, what: unknown): void {
  void act(() => {
    window.dispatchEvent(
      new MessageEvent('message', {
        data: { spanbook: what },
        source: frame?.contentWindow ?? null
      })
    );
  });
}

/** The trace with MLflow's own view asked for by the tool. */
async function turned(mounted: Mounted): Promise<void> {
  const tool = await waitFor(() => mounted.find('.sb-mlflow-tool'));
  fireEvent.click(tool);
}

describe("MLflow's own view of a trace", () => {
  it('takes the place of the timeline and gives it back', async () => {
    const asked: TraceAddress[] = [];
    const { mlflow, opened } = host(async trace => {
      asked.push(trace);
      return PAGE;
    });
    const mounted = mountDrawing('root 0-10', { mlflow });
    expect(asked).toEqual([]);
    await turned(mounted);
    await waitFor(() => expect(frameIn(mounted.element)).not.toBeNull());
    expect(mounted.query('[role=treegrid]')).toBeNull();
    expect(asked).toHaveLength(1);
    say(frameIn(mounted.element), 'here');
    await waitFor(() =>
      expect(text(mounted.element)).toContain('MLflow 3.17.2')
    );
    fireEvent.click(mounted.find('.sb-mlflow .sb-more'));
    expect(opened).toEqual([asked[0]?.traceId]);
    await turned(mounted);
    expect(mounted.grid()).toBeTruthy();
    expect(frameIn(mounted.element)).toBeNull();
  });

  it('stands in a frame that cannot act as the page around it', async () => {
    const { mlflow } = host(async () => PAGE);
    const mounted = mountDrawing('root 0-10', { mlflow });
    await turned(mounted);
    await waitFor(() => expect(frameIn(mounted.element)).not.toBeNull());
    const frame = frameIn(mounted.element);
    expect(frame?.getAttribute('sandbox')).toContain('allow-scripts');
    expect(frame?.getAttribute('sandbox')).not.toContain('same-origin');
    expect(frame?.getAttribute('sandbox')).not.toContain('top-navigation');
  });

  it('is shown first where the host says so, as soon as it says so', async () => {
    const { mlflow } = host(async () => PAGE);
    const data = bundleFrom([traceFromText('root 0-10')]);
    const mounted = mountData(data, { mlflow });
    mounted.grid();
    mounted.update(data, { mlflow: { ...mlflow, isFirst: true } });
    await waitFor(() => expect(frameIn(mounted.element)).not.toBeNull());
    mounted.update(data, { mlflow });
    await waitFor(() => mounted.grid());
  });

  it('gives way to the timeline, with the reason, when there is none', async () => {
    const { mlflow } = host(async () => {
      throw new Error('MLflow 2.19.0 has no view for notebooks.');
    }, true);
    const mounted = mountDrawing('root 0-10', { mlflow });
    await waitFor(() =>
      expect(text(mounted.find('.sb-refusal'))).toBe(
        "MLflow's own view cannot be shown. MLflow 2.19.0 has no view for notebooks."
      )
    );
    mounted.grid();
  });

  it('is not there for a host without a tracking server', async () => {
    const mounted = mountDrawing('root 0-10', {});
    await waitFor(() => mounted.find('.sb-menu-anchor'));
    expect(mounted.query('.sb-mlflow-tool')).toBeNull();
  });
});

describe('a page of MLflow in a frame', () => {
  const mountOne = async (): Promise<HTMLElement> => {
    const element = document.createElement('div');
    document.body.append(element);
    void act(() => void mountFrame(element, 'a', async () => PAGE, {}));
    await waitFor(() => expect(frameIn(element)).not.toBeNull());
    return element;
  };

  it('says when its scripts did not come', async () => {
    const element = await mountOne();
    say(frameIn(element), 'failed');
    await waitFor(() => expect(text(element)).toContain('not its scripts'));
    fireEvent.click(element.querySelector('.sb-more')!);
    await waitFor(() => expect(frameIn(element)).not.toBeNull());
  });

  it('does not listen to other pages', async () => {
    const element = await mountOne();
    void act(() => {
      window.dispatchEvent(
        new MessageEvent('message', { data: { spanbook: 'failed' } })
      );
    });
    say(frameIn(element), 'something else');
    expect(text(element)).toContain('Asking');
  });

  it('says when nothing comes, as where frames are forbidden', async () => {
    jest.useFakeTimers();
    const element = document.createElement('div');
    document.body.append(element);
    void act(() => void mountFrame(element, 'a', async () => PAGE, {}));
    await act(async () => {
      await jest.advanceTimersByTimeAsync(100);
    });
    expect(frameIn(element)).not.toBeNull();
    await act(async () => {
      await jest.advanceTimersByTimeAsync(30_000);
    });
    expect(text(element)).toContain('may forbid frames');
  });
});
