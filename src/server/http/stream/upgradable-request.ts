import { IncomingMessage } from 'node:http';

/**
 * A request that asks for another protocol only where that is a WebSocket. Once a server listens to `upgrade`, node:http
 * hands it every request with that header, also those of clients that offer HTTP/2 (`Upgrade: h2c`) and are to be answered
 * as any other. It reads and sets `upgrade`, which its documentation does not list.
 */
export class UpgradableRequest extends IncomingMessage {
  declare private offersUpgrade: boolean | null;

  get upgrade(): boolean {
    if (this.offersUpgrade !== true) return false;
    const { method, headers } = this;
    return method === 'CONNECT' || (method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket');
  }

  set upgrade(offers: boolean | null) {
    this.offersUpgrade = offers;
  }
}
