import type { AttachmentRef } from '../../bundle/attachment-ref';
import type { ViewHost } from '../host';
import { fileName } from '../take-away/file-name';
import { saveFile } from '../take-away/save-file';

/** Endings of types whose second half is none. */
const ENDINGS: ReadonlyMap<string, string> = new Map([
  ['text/plain', 'txt'],
  ['image/svg+xml', 'svg'],
  ['audio/mpeg', 'mp3'],
  ['audio/x-wav', 'wav']
]);

/** What can be an ending: `png`, `pdf`, `mp4`; no vendor's long name. */
const SHORT = /^[\w.+-]+\/([a-z0-9]{1,5})$/;

/** Saves the file under its id; as plain bytes, so that nothing opens it as a page of this site. */
export function saveAttachment(
  { attachmentId, contentType }: AttachmentRef,
  content: Blob,
  save: ViewHost['save'] = saveFile
): void {
  const type = contentType.toLowerCase();
  const ending = ENDINGS.get(type) ?? SHORT.exec(type)?.[1] ?? 'bin';
  void save(
    fileName(attachmentId, `.${ending}`),
    new Blob([content], { type: 'application/octet-stream' })
  );
}
