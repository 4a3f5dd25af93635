// The workspace of the tests: a folder that is read from the test's own server.
/* global require, exports, fetch */
const vscode = require('vscode');

exports.activate = context => {
  const base = vscode.Uri.joinPath(context.extensionUri, '../../ws/');
  const read = async name => {
    const response = await fetch(
      vscode.Uri.joinPath(base, name).toString(true)
    );
    if (!response.ok) throw vscode.FileSystemError.FileNotFound(name);
    return new Uint8Array(await response.arrayBuffer());
  };
  const names = async () =>
    JSON.parse(new TextDecoder().decode(await read('')));
  const isFolder = ({ path }) => path === '/' || path === '';
  const refuse = () => {
    throw vscode.FileSystemError.NoPermissions('read only');
  };
  const provider = {
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
    onDidChangeFile: new vscode.EventEmitter().event,
    watch: () => new vscode.Disposable(() => {}),
    stat: async uri => {
      const { Directory, File } = vscode.FileType;
      if (isFolder(uri))
        return { type: Directory, ctime: 0, mtime: 0, size: 0 };
      const bytes = await read(uri.path.slice(1));
      return { type: File, ctime: 0, mtime: 0, size: bytes.length };
    },
    readDirectory: async () =>
      (await names())
        .filter(name => !name.includes('/'))
        .map(name => [name, vscode.FileType.File]),
    readFile: uri => read(uri.path.slice(1))
  };
  for (const scheme of ['static', 'vscode-vfs'])
    context.subscriptions.push(
      vscode.workspace.registerFileSystemProvider(scheme, provider, {
        isReadonly: true
      })
    );
};
