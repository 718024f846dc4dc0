import { createServer } from 'node:net';
import { answerRequest } from './vendor-answers.js';

/**
 * The static upstream without nginx, in a process of its own: node:net and the part of HTTP/1.1 that keep-alive calls need.
 * Run as `node upstream-server.js <port> <delay in milliseconds>`.
 */

const port = Number(process.argv[2]);
const delay = Number(process.argv[3] ?? 0);

/** @param {import("node:net").Socket} socket @param {Buffer} answer */
const send = (socket, answer) => {
  if (delay === 0) socket.write(answer);
  else setTimeout(() => socket.writable && socket.write(answer), delay);
};

/**
 * Reads the first whole request of a text.
 * @param {string} text
 * @returns {{ url: string, length: number } | null} null while it is incomplete
 */
const readRequest = (text) => {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const urlStart = text.indexOf(' ') + 1;
  const url = text.slice(urlStart, text.indexOf(' ', urlStart));
  const hasBody = text.charCodeAt(0) !== 71; // anything but GET
  const declared = hasBody ? /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd + 2)) : null;
  const length = headEnd + 4 + (declared === null ? 0 : Number(declared[1]));
  return text.length < length ? null : { url, length };
};

createServer({ noDelay: true }, (socket) => {
  let rest = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    rest += chunk.latin1Slice(0, chunk.length);
    for (let request = readRequest(rest); request !== null; request = readRequest(rest)) {
      rest = rest.length === request.length ? '' : rest.slice(request.length);
      send(socket, answerRequest(request.url));
    }
  });
}).listen(port, '127.0.0.1', 2048);
