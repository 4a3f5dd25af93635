// Imported first and free of newer syntax: an old Node must reach the message rather than die on a parse error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    'Spanbook needs Node.js 20.19 or newer; this is ' +
      process.versions.node +
      '.\nInstall it from https://nodejs.org, with a version manager (nvm install 22), or on Windows: winget install OpenJS.NodeJS.LTS\n'
  );
  process.exit(1);
}
