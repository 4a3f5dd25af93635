// As much of tslab's kernel as the display looks for, so that a cell costs what its code and the display cost.

let writer = () => undefined;

class JupyterHandlerImpl {
  async handleExecuteImpl(request, _stream, write) {
    writer = write;
    await request.code();
  }
}

const jupyter = {
  JupyterHandlerImpl,
  get lastWriteDisplayData() {
    return writer;
  }
};
const publicModule = { newDisplay: () => ({ raw: () => undefined }) };
const cache = {
  '/tslab/dist/public.js': { exports: publicModule },
  '/tslab/dist/jupyter.js': { exports: jupyter }
};
globalThis.__tslab__ = {
  require: Object.assign(() => publicModule, { cache })
};

const handler = new JupyterHandlerImpl();

/** Runs a cell; the messages that it sent, as text: a kernel makes that of each. */
export async function runCell(code) {
  const messages = [];
  await handler.handleExecuteImpl({ code }, undefined, content =>
    messages.push(JSON.stringify(content))
  );
  return messages;
}
