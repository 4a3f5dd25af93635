// What the builder of JupyterLab extensions adds to its own configuration. The list of the chunks' names is loaded when
// JupyterLab starts, so it is kept short: short ids, 4 digits of a hash, and each hash once. "v" lets Jupyter's server
// have a file cached; the builder repeats the hash there. The version in its place keeps releases apart.
const { version } = require('./package.json');

module.exports = {
  output: {
    hashDigestLength: 4,
    chunkFilename: `[name].[contenthash].js?v=${version}`
  },
  optimization: { chunkIds: 'natural' }
};
