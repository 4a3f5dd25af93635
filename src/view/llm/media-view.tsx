import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { attachmentRefIn } from '../../bundle/attachment-ref';
import { mimeOf } from '../../model/blob';
import type { Media } from '../../model/messages/types';
import { Binary } from '../detail/binary';
import { AttachedFile } from '../server/attached-file';
import { detailStrings } from '../strings/detail';

/** Media from the trace at once; those of a server only after a click that names it; those elsewhere by their name. */
export function MediaView({ media }: { media: Media }): VNode {
  const { type, mime, name, source } = media;
  const word = detailStrings.media[type];
  switch (source.kind) {
    case 'data': {
      const { base64 } = source;
      const told = mime ?? mimeOf(base64);
      const bytes =
        Math.floor((base64.length * 3) / 4) -
        (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
      return (
        <div class="sb-media">
          {name !== undefined && <span>{name} </span>}
          <Binary
            blob={{
              base64,
              bytes,
              ...(told ? { mime: told.toLowerCase() } : {})
            }}
          />{' '}
        </div>
      );
    }
    case 'remote':
      return (
        <div class="sb-media">
          {name !== undefined && <span>{name} </span>}
          <Remote type={type} url={source.url} word={word} />
        </div>
      );
    case 'elsewhere': {
      const file = attachmentRefIn(source.reference);
      return file ? (
        <div class="sb-media">
          {name !== undefined && <span>{name} </span>}
          <AttachedFile file={file} />
        </div>
      ) : (
        <div class="sb-media sb-note">
          {detailStrings.elsewhere(
            [word, mime, name].filter(Boolean).join(', ')
          )}{' '}
          <span class="sb-text">{source.reference}</span>
        </div>
      );
    }
  }
}

function Remote({
  type,
  url,
  word
}: {
  type: Media['type'];
  url: string;
  word: string;
}): VNode {
  const [state, setState] = useState<'waiting' | 'asked' | 'failed'>('waiting');
  const host = hostOf(url);
  if (type === 'file' || type === 'video' || host === undefined) {
    return (
      <a
        class="sb-link"
        {...(host === undefined ? {} : { href: url })}
        target="_blank"
        rel="noopener noreferrer nofollow"
      >
        {url}
      </a>
    );
  }
  if (state !== 'asked') {
    return (
      <>
        <button type="button" class="sb-more" onClick={() => setState('asked')}>
          {detailStrings.loadFrom(word, host)}
        </button>
        {state === 'failed' && (
          <span role="status" class="sb-note">
            {detailStrings.loadFailed}
          </span>
        )}
      </>
    );
  }
  return type === 'image' ? (
    <img
      class="sb-picture"
      src={url}
      alt={detailStrings.loadFrom(word, host)}
      referrerpolicy="no-referrer"
      onError={() => setState('failed')}
    />
  ) : (
    <audio
      class="sb-sound"
      controls
      src={url}
      onError={() => setState('failed')}
    />
  );
}

/** `undefined` for an address that is none, or no http. */
function hostOf(url: string): string | undefined {
  try {
    const { host, protocol } = new URL(url);
    return /^https?:$/.test(protocol) ? host : undefined;
  } catch {
    return undefined;
  }
}
