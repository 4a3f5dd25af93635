import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Blob } from '../../model/blob';
import { formatBytes } from '../format-bytes';
import { detailStrings } from '../strings/detail';

/** Pictures without scripts or addresses in them: SVG can hold both, so it stays a binary. */
const PICTURES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/jpg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp'
]);

const SOUNDS = /^audio\/(wav|x-wav|mpeg|mp3|ogg|opus|flac|aac|mp4|webm)$/;

/** Larger pictures are decoded only when they are asked for. */
const MAX_UNASKED = 3_000_000;

/** Bytes by their size and type; a picture as a thumbnail that opens, a sound with its player. */
export function Binary({ blob }: { blob: Blob }): VNode {
  const { base64, mime = '', bytes } = blob;
  const size = formatBytes(bytes);
  return (
    <span class="sb-binary">
      <span class="sb-binary-size">
        {[detailStrings.binary, size, mime].filter(Boolean).join(', ')}
      </span>
      {PICTURES.has(mime) && (
        <Picture
          src={`data:${mime};base64,${base64}`}
          mime={mime}
          size={size}
          isLarge={bytes > MAX_UNASKED}
        />
      )}
      {SOUNDS.test(mime) && (
        <audio
          class="sb-sound"
          controls
          preload="none"
          src={`data:${mime};base64,${base64}`}
        />
      )}
    </span>
  );
}

function Picture({
  src,
  mime,
  size,
  isLarge
}: {
  src: string;
  mime: string;
  size: string;
  isLarge: boolean;
}): VNode {
  const [isAsked, setAsked] = useState(!isLarge);
  const [isOpen, setOpen] = useState(false);
  if (!isAsked) {
    return (
      <button type="button" class="sb-more" onClick={() => setAsked(true)}>
        {detailStrings.showPicture(size)}
      </button>
    );
  }
  return (
    <button
      type="button"
      class="sb-thumb"
      title={detailStrings.enlarge}
      aria-expanded={isOpen}
      onClick={() => setOpen(!isOpen)}
    >
      <img src={src} alt={detailStrings.picture(mime)} decoding="async" />
    </button>
  );
}
