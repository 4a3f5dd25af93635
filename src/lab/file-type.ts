import type { JupyterFrontEnd } from '@jupyterlab/application';
import {
  MimeDocumentFactory,
  type DocumentRegistry
} from '@jupyterlab/docregistry';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ITranslator } from '@jupyterlab/translation';
import { BUNDLE_MIME_TYPE } from '../bundle/mime-type';

const NAME = 'spanbook-trace';

/**
 * Files with traces open in the view of the outputs: `*.trace.json` and `*.otlp.json` by a double click, other JSON and
 * JSON Lines with "Open With". Read-only, and read again when the file changes.
 */
export function addFileType(
  { docRegistry, serviceManager }: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  translator: ITranslator
): void {
  const trans = translator.load('spanbook');
  const label = trans.__('MLflow Trace');
  docRegistry.addFileType({
    name: NAME,
    displayName: label,
    extensions: ['.trace.json', '.otlp.json'],
    mimeTypes: [BUNDLE_MIME_TYPE]
  });
  const factory = new MimeDocumentFactory({
    name: NAME,
    label,
    rendermime,
    modelName: 'text',
    fileTypes: [NAME, 'json', 'jsonl'],
    defaultFor: [NAME],
    readOnly: true,
    primaryFileType: docRegistry.getFileType(NAME)
  });
  // JupyterLab's own class; its types were not made for exactOptionalPropertyTypes.
  docRegistry.addWidgetFactory(factory as DocumentRegistry.WidgetFactory);
  factory.widgetCreated.connect((_, { context }) => {
    void import('./follow-file').then(({ followFile }) =>
      followFile(serviceManager.contents, context)
    );
  });
}
