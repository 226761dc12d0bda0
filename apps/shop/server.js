import { openServices } from './services.js';
import { shop } from './shop.js';

const port = Number(process.env.PORT ?? 8080);
const failHealth = process.env.FAIL_HEALTH === '1';
const print = (stream, level, entry) => stream.write(`${JSON.stringify({ time: new Date().toISOString(), level, ...entry })}\n`);
const log = (entry) => print(process.stdout, entry.status >= 500 ? 'error' : 'info', entry);

const { close, ...services } = await openServices(log);
const server = shop({ version: process.env.VERSION, failHealth, log, ...services });

// Longer than a proxy in front keeps an idle connection, so that it is never this end that closes one just being reused.
server.keepAliveTimeout = 75_000;

server.listen(port, () => {
  log({ message: `shop listens on port ${server.address().port}` });
  if (failHealth) print(process.stderr, 'error', { message: 'FAIL_HEALTH is set: GET /healthz answers 503' });
});

// Connections without a request so far, such as one that a proxy opened ahead: nothing of them is under way.
const silent = new Set();
server.on('connection', (socket) => {
  silent.add(socket);
  socket.once('close', () => silent.delete(socket));
});
server.on('request', ({ socket }) => silent.delete(socket));

// close() refuses new connections, ends idle ones, and calls back when the requests under way are answered. It would wait
// for the silent ones for ever.
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    log({ message: `${signal}: finishing the requests under way` });
    server.close(() => close().finally(() => process.exit(0)));
    for (const socket of silent) socket.destroy();
  });
}
