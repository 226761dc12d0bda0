/** Also what only repetition and real waiting add: `npm run test:full`. */
export const isFull = process.env.APPENGINE_FULL === '1';
