import type { TranslationBundle } from '@jupyterlab/translation';
import type { TraceServer } from '../view/host';

/** One for all outputs of a plugin: whoever draws an output again offers the same. */
const servers = new WeakMap<TranslationBundle, TraceServer>();

/** The tracking server behind Jupyter. Its code is fetched with the first click that asks it something. */
export function traceServer(trans: TranslationBundle): TraceServer {
  const server = servers.get(trans) ?? createTraceServer(trans);
  servers.set(trans, server);
  return server;
}

function createTraceServer(trans: TranslationBundle): TraceServer {
  let opened: Promise<TraceServer> | undefined;
  const open = (): Promise<TraceServer> => {
    opened ??= import('./on-demand').then(
      module => module.mlflowServer(trans),
      (error: unknown) => {
        opened = undefined; // the next click tries again
        throw new Error(
          trans.__('Jupyter does not answer; reload the page. (%1)', error)
        );
      }
    );
    return opened;
  };
  return {
    getTrace: (...asked) => open().then(server => server.getTrace(...asked)),
    getAttachment: (...asked) =>
      open().then(server => server.getAttachment(...asked)),
    getInfo: id => open().then(server => server.getInfo(id)),
    getInfos: ids => open().then(server => server.getInfos(ids)),
    nextPage: (...asked) => open().then(server => server.nextPage(...asked)),
    setTag: (...tag) => open().then(server => server.setTag(...tag)),
    deleteTag: (...tag) => open().then(server => server.deleteTag(...tag)),
    logFeedback: (...given) =>
      open().then(server => server.logFeedback(...given)),
    updateFeedback: (...given) =>
      open().then(server => server.updateFeedback(...given)),
    deleteAssessment: (...ids) =>
      open().then(server => server.deleteAssessment(...ids))
  };
}
