import { WebSocket } from 'ws';

/** The debugger of a process that was started with `--inspect`. @param {number} port */
export async function openInspector(port) {
  const [target] = /** @type {any} */ (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json());
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  let asked = 0;
  /** @param {string} method @param {object} params @returns {Promise<any>} */
  const call = (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = ++asked;
      const listen = (/** @type {import('ws').RawData} */ text) => {
        const answer = JSON.parse(String(text));
        if (answer.id !== id) return;
        socket.off('message', listen);
        if (answer.error) reject(new Error(`${method}: ${answer.error.message}`));
        else resolve(answer.result);
      };
      socket.on('message', listen);
      socket.send(JSON.stringify({ id, method, params }));
    });
  /** What an expression gives, as JSON. @param {string} expression */
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await call('Runtime.evaluate', { expression, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  return {
    call,
    evaluate,
    /**
     * What a function gives for all objects of a class that are still in use, after a collection.
     * @param {string} prototype an expression @param {string} reduce such as `(all) => all.length`
     */
    async ofObjects(prototype, reduce) {
      const { result } = await call('Runtime.evaluate', { expression: prototype });
      const { objects } = await call('Runtime.queryObjects', { prototypeObjectId: result.objectId });
      const answer = await call('Runtime.callFunctionOn', {
        objectId: objects.objectId,
        functionDeclaration: `function () { return (${reduce})(this); }`,
        returnByValue: true,
      });
      await call('Runtime.releaseObject', { objectId: objects.objectId });
      return answer.result.value;
    },
    close: () => socket.close(),
  };
}
