import '../../style/files.css';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';

/** More would be felt by who watches a file grow, less is more requests than it is worth. */
const INTERVAL_MS = 2000;

/**
 * Reads the file of an open document again whenever it has changed on disk, until the document is closed. Asks for
 * the time of the last change alone, and not while nobody looks at the page.
 */
export function followFile(
  contents: Contents.IManager,
  context: DocumentRegistry.Context
): void {
  let isAsking = false;
  const look = async (): Promise<void> => {
    if (context.isReady && !document.hidden && !isAsking) {
      isAsking = true;
      await readAgain(contents, context);
      isAsking = false;
    }
  };
  const timer = setInterval(() => void look(), INTERVAL_MS);
  context.disposed.connect(() => clearInterval(timer));
}

async function readAgain(
  contents: Contents.IManager,
  context: DocumentRegistry.Context
): Promise<void> {
  try {
    const now = await contents.get(context.path, { content: false });
    const read = context.contentsModel?.last_modified;
    if (now.last_modified !== read && !context.isDisposed) {
      await context.revert();
    }
  } catch {
    // The file is gone or the server is away: what was read stays.
  }
}
