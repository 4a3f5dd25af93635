import '../../style/stub.css';
import type { DisplaySetting } from './display-choice';
import { tracesIn } from './traces-in';

/** Heights of `style/`: a trace's line, a span's row, the axis with the borders; and the rows shown before it scrolls. */
const LINE = 30;
const ROW = 22;
const AXIS = 24;
const TOOLS = 27;
const MAX_ROWS_HEIGHT = 320;

/** With fewer spans the tools stand in the trace's line. */
const FEW_SPANS = 12;

/** Lines that a list draws at first. */
const MAX_LINES = 50;

/**
 * Stands for an output that is out of sight: as high as the view will be, so that nothing jumps, and with the output's
 * text, so that finding in the page finds it.
 */
export function createPlaceholder(
  data: unknown,
  text: string,
  chosen: DisplaySetting | undefined
): HTMLElement {
  const output = document.createElement('div');
  output.className = 'sb-output';
  const pre = document.createElement('pre');
  pre.className = 'sb-placeholder';
  pre.textContent = text;
  pre.style.height = `${heightOf(data, chosen)}px`;
  output.append(pre);
  return output;
}

function heightOf(data: unknown, chosen: DisplaySetting | undefined): number {
  const { count, spanCount, display } = tracesIn(data);
  if (count > 1 || (chosen ?? display) === 'collapsed') {
    return Math.min(count, MAX_LINES) * LINE;
  }
  const tools = spanCount < FEW_SPANS ? 0 : TOOLS;
  return LINE + tools + AXIS + Math.min(spanCount * ROW, MAX_ROWS_HEIGHT);
}
