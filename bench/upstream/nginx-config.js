import {
  CAMPAIGN_PREFIX_LENGTH,
  TOKEN_BODY,
  makeDetailedReportBody,
  makePageBody,
  makeSimpleReportBody,
} from './vendor-bodies.js';

/**
 * The static upstream in nginx: the ids of an answer are variables taken from the path, so every campaign and every
 * message has its own. nginx cannot compute pages other than the first one of 20: they go to the node upstream behind it.
 */

const PIECE_LENGTH = 2000; // the longest parameter of nginx has 4096 characters

/** @param {string} text */
const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/**
 * `return` with a long text, in several variables.
 * @param {string} name of the variables @param {string} body
 */
const writeReturn = (name, body) => {
  const pieces = [];
  let rest = body;
  while (rest.length > 0) {
    let end = Math.min(PIECE_LENGTH, rest.length);
    while (end < rest.length && rest[end] !== ',') end -= 1; // not within the name of a variable
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  const sets = pieces.map((piece, index) => `set $${name}${index} ${quote(piece)};`);
  return `${sets.join('\n      ')}\n      return 200 "${pieces.map((_, index) => `\${${name}${index}}`).join('')}";`;
};

/** @param {{ port: number, nodePort: number, directory: string }} options */
export const writeNginxConfig = ({ port, nodePort, directory }) => `
worker_processes 1;
daemon off;
error_log stderr crit;
pid ${directory}/nginx.pid;
events { worker_connections 8192; }
http {
  access_log off;
  default_type application/json;
  keepalive_requests 1000000000;
  keepalive_timeout 300s;
  tcp_nodelay on;
  client_body_temp_path ${directory}/body;
  proxy_temp_path ${directory}/proxy;
  fastcgi_temp_path ${directory}/fastcgi;
  uwsgi_temp_path ${directory}/uwsgi;
  scgi_temp_path ${directory}/scgi;
  server {
    listen 127.0.0.1:${port} backlog=2048;
    location = /oauth/token { return 200 ${quote(TOKEN_BODY)}; }
    location ~ "^/viber/tracking/campaign/(?<prefix>[^/]{${CAMPAIGN_PREFIX_LENGTH}})(?<ending>[^/]*)$" {
      if ($args !~ "^(page=0&size=20|size=20&page=0)$") { rewrite ^ /counted last; }
      ${writeReturn('page', makePageBody('${prefix}', '${prefix}${ending}', 0, 20))}
    }
    location ~ "/api/dr/external/(?<detailed>[^/]+)/advanced$" {
      ${writeReturn('report', makeDetailedReportBody('${detailed}'))}
    }
    location ~ "/api/dr/external/(?<simple>[^/]+)/simple$" {
      ${writeReturn('short', makeSimpleReportBody('${simple}'))}
    }
    location / { proxy_pass http://127.0.0.1:${nodePort}$request_uri; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`;
