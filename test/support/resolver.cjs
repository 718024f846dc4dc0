const { existsSync } = require('node:fs');
const { resolve, sep } = require('node:path');

const PACKAGES = `${sep}node_modules${sep}`;

/**
 * Our sources import each other by the names that they have once compiled, `./name.js` for `./name.ts`. Packages are
 * resolved as they are: a moduleNameMapper would rename their imports too, such as `./metadata.min.json.js`.
 */
module.exports = (request, options) => {
  const { basedir, defaultResolver } = options;
  if (request.startsWith('.') && request.endsWith('.js') && !basedir.includes(PACKAGES)) {
    const path = `${resolve(basedir, request.slice(0, -'.js'.length))}.ts`;
    if (existsSync(path)) return path;
  }
  return defaultResolver(request, options);
};
