import '../../../style/server.css';
import type { VNode } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { AttachmentRef } from '../../bundle/attachment-ref';
import { typeOfMime } from '../../model/messages/media';
import { Binary } from '../detail/binary';
import { formatBytes } from '../format-bytes';
import { detailStrings } from '../strings/detail';
import { serverStrings } from '../strings/server';
import { AskButton } from './ask-button';
import { base64Of } from './base64-of';
import { LiveContext, type LiveTrace } from './live-trace';
import { saveAttachment } from './save-attachment';
import { useRequest } from './use-request';
import { useSuccessor } from './use-successor';

type Loaded = { readonly content: Blob; readonly base64: string };

/**
 * A file that MLflow stores beside the trace: named at once, fetched on a click, then drawn as bytes of the bundle are,
 * with a button that saves it.
 *
 *     span.sb-attached
 *       span.sb-note | span.sb-binary
 *       span.sb-ask  | button.sb-more
 */
export function Attachment({ file }: { file: AttachmentRef }): VNode {
  const live = useContext(LiveContext);
  const [loaded, setLoaded] = useState<Loaded>();
  const mime = file.contentType.toLowerCase();
  return (
    <span class="sb-attached">
      {loaded ? (
        <>
          <Binary
            blob={{ base64: loaded.base64, mime, bytes: loaded.content.size }}
          />{' '}
          <button
            type="button"
            class="sb-more"
            onClick={() => saveAttachment(file, loaded.content, live?.save)}
          >
            {serverStrings.saveAttached}
          </button>
        </>
      ) : (
        <>
          <span class="sb-note">
            {serverStrings.attached(nameOf(file))}
            {live?.server ? '' : `. ${serverStrings.noServerForFile}`}
          </span>{' '}
          {live?.server && (
            <Load file={file} server={live.server} onLoaded={setLoaded} />
          )}
        </>
      )}
    </span>
  );
}

function Load({
  file,
  server,
  onLoaded
}: {
  file: AttachmentRef;
  server: NonNullable<LiveTrace['server']>;
  onLoaded: (loaded: Loaded) => void;
}): VNode {
  const request = useRequest();
  const { button, handOver } = useSuccessor('.sb-attached', 'button');
  return (
    <AskButton
      label={serverStrings.loadAttached}
      request={request}
      element={button}
      onAsk={() =>
        request.run(
          async options => {
            const content = await server.getAttachment(file, options);
            return { content, base64: await base64Of(content) };
          },
          loaded => {
            handOver();
            onLoaded(loaded);
          }
        )
      }
    />
  );
}

function nameOf({ contentType, size }: AttachmentRef): string {
  return [
    detailStrings.media[typeOfMime(contentType.toLowerCase())],
    contentType,
    size === undefined ? '' : formatBytes(size)
  ]
    .filter(Boolean)
    .join(', ');
}
