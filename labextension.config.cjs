// What the builder of JupyterLab extensions adds to its own configuration. The list of the chunks' names is loaded when
// JupyterLab starts, so it is kept short: short ids, 5 digits of a hash, and each hash once. "v" lets Jupyter's server
// have a file cached; the builder repeats the hash there, where any value does.
module.exports = {
  output: {
    hashDigestLength: 5,
    chunkFilename: '[name].[contenthash].js?v=1'
  },
  optimization: { chunkIds: 'natural' }
};
