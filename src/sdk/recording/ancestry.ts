import type { LiveSpan } from './live-span';
import { isRecordingSpan } from './recording-span';

/** True when the span runs now, and is `ancestor` or stands below it. */
export function isRunningWithin(
  span: LiveSpan | undefined,
  ancestor: LiveSpan
): boolean {
  if (!isRecordingSpan(span) || span.isEnded) {
    return false;
  }
  for (
    let above: typeof span | undefined = span;
    above !== undefined;
    above =
      above.parentId === null
        ? undefined
        : above.recorder.spanWithId(above.parentId)
  ) {
    if (above === ancestor) {
      return true;
    }
  }
  return false;
}
