import type {
  ReadableStream,
  WritableStream,
  WritableStreamDefaultWriter
} from 'node:stream/web';
import type { ObservedReader, Step } from './observed-reader';

const ignore = (): void => undefined;

/**
 * Hands the parts of a reader on to a writable stream, as the standard's `pipeTo` does: no part is read before there is
 * room for it, an error of either side is the other's, and an error of the source comes after the parts before it.
 *
 * @param stream stands for the source, and is locked meanwhile
 * @returns settled when nothing more is handed on; never rejects
 */
export async function pump(
  stream: ReadableStream<unknown>,
  reader: ObservedReader,
  writable: WritableStream<unknown>
): Promise<void> {
  const lock = stream.getReader();
  const writer = writable.getWriter();
  const isOver = writer.closed
    .catch((error: unknown) => reader.cancel(error))
    .catch(ignore);
  // Who cannot be written to any more says so by `closed`.
  await handOn(reader, writer).catch(ignore);
  await isOver;
  lock.releaseLock();
  writer.releaseLock();
}

async function handOn(
  reader: ObservedReader,
  writer: WritableStreamDefaultWriter<unknown>
): Promise<void> {
  let written: Promise<unknown> = Promise.resolve();
  for (;;) {
    await writer.ready;
    let step: Step;
    try {
      step = await reader.read();
    } catch (error) {
      reader.fail(error);
      await written.catch(ignore);
      await writer.abort(error);
      return;
    }
    reader.note(step);
    if (step.done) {
      await writer.close();
      return;
    }
    written = writer.write(step.value);
    written.catch(ignore);
  }
}
