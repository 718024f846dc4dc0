/** The variable that this program sets for its workers. A process manager may run the program in a node:cluster of its own. */
export const WORKER_MARK = 'MESSAGING_GRAPH_WORKER';
