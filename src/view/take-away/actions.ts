import { mlflowJson } from '../../bundle/mlflow-json';
import { otlpJson } from '../../bundle/otlp-json';
import type { Trace } from '../../model/types';
import type { ViewHost } from '../host';
import { spanStrings } from '../strings/span';
import { takeStrings } from '../strings/take-away';
import { fileName } from './file-name';
import { saveFile } from './save-file';
import { timelinePng } from './timeline-png';
import { timelineSvg } from './timeline-svg';
import { traceMarkdown } from './trace-markdown';
import type { Outcome, TakeAway } from './trace-menu';

/** Copies or saves a trace. Never rejects: the outcome says what went wrong. */
export async function takeAway(
  what: TakeAway,
  trace: Trace,
  host: ViewHost
): Promise<Outcome> {
  try {
    return what.startsWith('copy')
      ? await copied(textFor(what, trace, host))
      : await saved(what, trace, host);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { isDone: false, said: takeStrings.saveFailed(why) };
  }
}

function textFor(what: TakeAway, trace: Trace, host: ViewHost): string {
  switch (what) {
    case 'copyLink':
      return host.traceLink?.(trace.info) ?? '';
    case 'copyMlflowJson':
    case 'saveMlflowJson':
      return mlflowJson(trace);
    case 'copyOtlpJson':
    case 'saveOtlpJson':
      return otlpJson(trace);
    case 'copyMarkdown':
      return traceMarkdown(trace);
    case 'saveSvg':
    case 'savePng':
      return timelineSvg(trace).text;
    case 'copyTraceId':
      return trace.info.traceId;
  }
}

async function copied(text: string): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(text);
    return { isDone: true, said: spanStrings.copied };
  } catch {
    // No clipboard outside of https and localhost, or not allowed in this frame.
    return { isDone: false, said: spanStrings.copyFailed };
  }
}

/** Endings that JupyterLab opens in this view again, see `src/lab/file-type.ts`. */
const ENDINGS: Readonly<Partial<Record<TakeAway, string>>> = {
  saveMlflowJson: '.trace.json',
  saveOtlpJson: '.otlp.json',
  saveSvg: '.svg',
  savePng: '.png'
};

async function saved(
  what: TakeAway,
  trace: Trace,
  host: ViewHost
): Promise<Outcome> {
  const name = fileName(trace.name, ENDINGS[what] ?? '');
  const content =
    what === 'savePng'
      ? await timelinePng(trace)
      : new Blob([textFor(what, trace, host)], {
          type: what === 'saveSvg' ? 'image/svg+xml' : 'application/json'
        });
  await (host.save ?? saveFile)(name, content);
  return { isDone: true, said: `${takeStrings.saved}: ${name}` };
}
