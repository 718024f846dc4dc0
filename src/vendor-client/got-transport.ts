import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { got, type Response } from 'got';
import { MAX_HEADER_BYTES, type AnswerSink, type OutgoingRequest, type Transport } from './transport.js';

/** How long a connection may take to be made, milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

// Every request has a connection of its own: a kept one may be closed by the peer just as a paid request enters it.
const agent = { http: new HttpAgent({ keepAlive: false }), https: new HttpsAgent({ keepAlive: false }) };

/** For sends and tokens: rare, and paid or secret. */
export const gotTransport: Transport = {
  start(request, sink) {
    const stream = got.stream(request.url, optionsOf(request));
    stream.on('request', (outgoing: ClientRequest) => {
      outgoing.once('socket', (socket: Socket) => watchConnection(socket, sink));
      outgoing.on('information', ({ statusCode, headers }) => sink.head(statusCode, headers));
    });
    stream.on('response', (response: Response) => sink.head(response.statusCode, response.headers));
    stream.on('data', (chunk: Buffer) => sink.data(chunk));
    stream.on('end', () => sink.end());
    stream.on('error', (error: Error) => sink.fail(error));
    return { stop: () => void stream.destroy() };
  },
};

/** Over TLS no byte of the request is written before the handshake is done. */
function watchConnection(socket: Socket, sink: AnswerSink): void {
  socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => sink.connected());
}

const optionsOf = ({ method, headers, body }: OutgoingRequest) => ({
  method,
  // got would name itself otherwise
  headers: { 'user-agent': undefined, ...headers },
  // Without a body got waits for one to be written.
  ...(method !== 'GET' ? { body: body ?? '' } : {}),
  agent,
  maxHeaderSize: MAX_HEADER_BYTES,
  decompress: false,
  followRedirect: false,
  throwHttpErrors: false,
  retry: { limit: 0 },
  timeout: { lookup: CONNECT_TIMEOUT_MS, connect: CONNECT_TIMEOUT_MS, secureConnect: CONNECT_TIMEOUT_MS },
});
