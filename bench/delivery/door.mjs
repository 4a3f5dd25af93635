// A server that can be made to be away.
import net from 'node:net';

/** Passes bytes on to a server, at an address of its own. */
export class Door {
  constructor(uri) {
    const { hostname, port } = new URL(uri);
    this._port = 0;
    this._sockets = new Set();
    this._server = net.createServer(socket => {
      const other = net.connect(Number(port), hostname);
      for (const [from, to] of [
        [socket, other],
        [other, socket]
      ]) {
        this._sockets.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => this._sockets.delete(from));
      }
    });
  }

  /** Its address, the same each time. */
  async open() {
    await new Promise(resolve =>
      this._server.listen(this._port, '127.0.0.1', resolve)
    );
    this._port = this._server.address().port;
    return `http://127.0.0.1:${this._port}`;
  }

  /** Refuses connections from now on, and ends those that there are. */
  close() {
    this._server.close();
    for (const socket of this._sockets) socket.destroy();
  }
}
